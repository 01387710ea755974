import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, Message } from "esbuild";
import { LimbeckError, messageOf } from "../base/error.ts";
import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import { stackPlace } from "./stack-place.ts";

/** What is known of the modules when one can't be imported. */
export interface ImportedFrom {
  /** Absolute path of the module that was asked for. */
  readonly path: string;
  readonly build: {
    /** Local files by absolute path. */
    readonly inputs: Readonly<Record<string, string>>;
    /** Which file imports a package, by specifier. */
    readonly importers: Readonly<Record<string, string>>;
  };
  /** Absolute path of what `import "limbeck"` means. */
  readonly limbeck: string;
}

/** The error for a translation that failed: at the place that esbuild names, with the line and a caret under the column. */
export function buildError(error: unknown, directory: string): Error {
  const [first, ...others] = isBuildFailure(error) ? error.errors : [];
  if (first === undefined) {
    return fail("REVISION_FILE_LOADER", `esbuild doesn't start: ${messageOf(error)}`, { cause: error });
  }
  const more = others.length === 0 ? "" : `\n(and ${others.length} more)`;
  const code = /^Could not resolve|^No matching export/.test(first.text)
    ? "REVISION_FILE_IMPORT"
    : "REVISION_FILE_SYNTAX";
  const { location } = first;
  if (location === null) return fail(code, `${first.text}${more}`, { cause: error });
  const column = Buffer.from(location.lineText).subarray(0, location.column).toString().length + 1;
  const path = resolve(directory, location.file);
  return fail(code, `${path}:${location.line}:${column}: ${first.text}\n${excerpt(first, column)}${more}`, {
    cause: error,
    details: { path, line: location.line, column },
  });
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function excerpt({ location }: Message, column: number): string {
  const gutter = `  ${location?.line} | `;
  const text = (location?.lineText ?? "").replaceAll("\t", " ");
  return `${gutter}${text}\n${" ".repeat(gutter.length - 2)}| ${" ".repeat(column - 1)}^`;
}

/** The error for a module that was translated but can't be imported, or threw meanwhile. */
export async function importError(error: unknown, from: ImportedFrom): Promise<Error> {
  const missingExport = /The requested module '([^']+)' does not provide an export named '([^']+)'/.exec(
    messageOf(error),
  );
  if (missingExport !== null) return missingExportError(error, from, missingExport);
  const missing = /^Cannot find (?:package|module) '([^']+)'/.exec(messageOf(error))?.[1];
  if (missing !== undefined) return missingPackageError(error, from, missing);
  const place = stackPlace(error, (path) => path in from.build.inputs);
  const where = place === undefined ? from.path : `${place.path}:${place.line}:${place.column}`;
  const details = { path: place?.path ?? from.path, ...(place && { line: place.line, column: place.column }) };
  if (isOwnError(error)) {
    const page = { title: "", why: "", fix: error.hint, exit: error.exit };
    return new LimbeckError(error.code, page, `${where}: ${error.message}`, {
      cause: error,
      details: { ...error.details, ...details },
    });
  }
  const name = error instanceof Error ? `${error.name}: ` : "";
  return fail("REVISION_FILE_THREW", `${where}: ${name}${messageOf(error)}`, { cause: error, details });
}

async function missingExportError(
  error: unknown,
  from: ImportedFrom,
  [, module = "", name = ""]: RegExpExecArray,
): Promise<Error> {
  const own = module === pathToFileURL(from.limbeck).href;
  const known = own ? Object.keys(await import(module)) : [];
  const word = new RegExp(`\\bimport\\b[^;]*?\\b${name}\\b`);
  const importer = inputWith(from, word) ?? { path: from.path, line: 1 };
  return fail(
    "REVISION_FILE_IMPORT",
    `${importer.path}:${importer.line}: "${own ? "limbeck" : module}" has no export "${name}"${didYouMean(name, known)}`,
    { cause: error, details: { ...importer, name } },
  );
}

function missingPackageError(error: unknown, from: ImportedFrom, specifier: string): Error {
  const name = Object.keys(from.build.importers).find(
    (known) => known === specifier || known.startsWith(`${specifier}/`),
  );
  const path = (name === undefined ? undefined : from.build.importers[name]) ?? from.path;
  return fail("REVISION_FILE_IMPORT", `"${path}" imports "${name ?? specifier}", which is not installed`, {
    cause: error,
    hint: `Install it in the project: \`npm install ${specifier}\`.`,
    details: { path, package: specifier },
  });
}

/** The first local file, the module itself before others, with text that matches, and the 1-based line where the match ends. */
function inputWith(from: ImportedFrom, pattern: RegExp): { readonly path: string; readonly line: number } | undefined {
  for (const path of [from.path, ...Object.keys(from.build.inputs)]) {
    const text = readFileSync(path, "utf8");
    const found = pattern.exec(text);
    if (found !== null) return { path, line: text.slice(0, found.index + found[0].length).split("\n").length };
  }
  return undefined;
}

/** Whether Limbeck itself threw; by its name, for a module may have got another copy of the class. */
function isOwnError(error: unknown): error is LimbeckError & { readonly exit: 2 | 3 | 4 } {
  return (
    error instanceof Error && error.name === "LimbeckError" && "code" in error && "hint" in error && "exit" in error
  );
}
