import { statSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { EnvironmentContext } from "../bridge/model-commands.ts";
import type { Dialect } from "../dialects/contract.ts";
import { databaseSource } from "./database.ts";
import { fail } from "./errors.ts";
import { displayPath, findFiles, moduleExtensions, sqlExtensions } from "./files.ts";
import { modelsSource } from "./models.ts";
import type { SchemaSource } from "./source.ts";
import { sqlFileSource } from "./sql-file.ts";
import { sqlalchemyScheme, sqlalchemySource } from "./sqlalchemy.ts";

/**
 * The source that a path, a pattern, a list of them or a database URL names; paths start at `directory`.
 * Errors: SOURCE_UNKNOWN, SOURCE_NOT_FOUND.
 */
export function sourceFor(
  spec: string | readonly string[],
  { dialect, directory }: { readonly dialect: Dialect; readonly directory: string },
): SchemaSource {
  const specs = typeof spec === "string" ? [spec] : spec;
  const name = specs.join(", ");
  const [first = ""] = specs;
  if (specs.length === 1 && isUrl(first)) return urlSource(first, dialect);
  const paths = [...new Set(specs.flatMap((one) => filesOf(one, directory)))];
  const extensions = [...new Set(paths.map((path) => extname(path)))];
  const kind = kinds.find(({ reads }) => extensions.every((extension) => reads.includes(extension)));
  if (kind === undefined) {
    const shown = extensions.map((extension) => extension || "no extension").join(" and ");
    throw fail("SOURCE_UNKNOWN", `No source reads "${name}" (${shown}). ${whatThereIs(dialect)}`);
  }
  return kind.source(paths, name);
}

const kinds = [
  { reads: sqlExtensions, source: sqlFileSource },
  { reads: moduleExtensions, source: modelsSource },
] as const;

/** The models that env.py names. */
export function environmentSource(environment: EnvironmentContext): SchemaSource {
  return sqlalchemySource({ environment });
}

function isUrl(spec: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(spec);
}

function urlSource(url: string, dialect: Dialect): SchemaSource {
  const scheme = url.slice(0, url.indexOf(":")).toLowerCase();
  if (scheme === sqlalchemyScheme) return sqlalchemySource({ place: url.slice(url.indexOf(":") + 1) });
  if (dialect.schemes.includes(scheme)) return databaseSource(url);
  throw fail("SOURCE_UNKNOWN", `No source reads a URL with the scheme "${scheme}". ${whatThereIs(dialect)}`);
}

function filesOf(spec: string, directory: string): readonly string[] {
  const files = findFiles(spec, directory);
  if (files.length > 0) return files;
  const path = resolve(directory, spec);
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const what = isDirectory
    ? "has no module and no .sql file in it"
    : /[*?]/.test(spec)
      ? "matches no module and no .sql file"
      : "doesn't exist";
  throw fail("SOURCE_NOT_FOUND", `"${displayPath(path, directory)}" ${what}.`, { details: { path } });
}

function whatThereIs(dialect: Dialect): string {
  const files = [...sqlExtensions, ...moduleExtensions].join(" ");
  return `There are files (${files}) and URLs (${dialect.schemes.map((scheme) => `${scheme}:`).join(" ")}).`;
}
