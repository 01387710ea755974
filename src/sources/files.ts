import { readdirSync, statSync } from "node:fs";
import { basename, extname, join, relative, resolve, sep } from "node:path";

/** Extensions of modules that can hold models. */
export const moduleExtensions: readonly string[] = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];
/** Extensions of SQL scripts. */
export const sqlExtensions: readonly string[] = [".sql"];

const schemaExtensions = [...moduleExtensions, ...sqlExtensions];

/**
 * Absolute paths of the files that a path or a pattern names, sorted: the file itself; the schema files of a directory
 * and its subdirectories; or those that match `*` (not across directories), `**` and `?`. Empty when there is none.
 */
export function findFiles(spec: string, directory: string): readonly string[] {
  const path = resolve(directory, spec);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return [path];
  if (stat?.isDirectory()) return schemaFiles(path).sort();
  if (!/[*?]/.test(spec)) return [];
  const slashed = path.replaceAll(sep, "/");
  const pattern = globPattern(slashed);
  const root = slashed.slice(0, slashed.slice(0, slashed.search(/[*?]/)).lastIndexOf("/") + 1);
  return schemaFiles(root)
    .filter((file) => pattern.test(file.replaceAll(sep, "/")))
    .sort();
}

/** The path as a person reads it: from `directory` on, where it is below it. */
export function displayPath(path: string, directory: string): string {
  const short = relative(directory, path);
  return short.startsWith("..") ? path : short.replaceAll(sep, "/");
}

function schemaFiles(directory: string): string[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory())
      return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : schemaFiles(path);
    return isSchemaFile(path) ? [path] : [];
  });
}

/** Declarations and tests stand beside models and define nothing. */
function isSchemaFile(path: string): boolean {
  return schemaExtensions.includes(extname(path)) && !/\.(d|test|spec)\.[cm]?[jt]s$/.test(basename(path));
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (found) => globParts[found] ?? `\\${found}`);
  return new RegExp(`^${source}$`, "u");
}

const globParts: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
