import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { extname, resolve, sep } from "node:path";
import { messageOf } from "../base/error.ts";
import { hashText } from "../base/hash.ts";
import { fail } from "./errors.ts";
import type { RevisionHeader } from "./header.ts";
import { type HeaderCache, openHeaderCache, type ParsedFile } from "./header-cache.ts";
import { headerPython } from "./header-python.ts";
import { headerSql } from "./header-sql.ts";
import { headerTypescript } from "./header-typescript.ts";
import type { Revision, RevisionFormat } from "./revision.ts";

/** A directory of revision files. */
export interface RevisionLocation {
  /** Absolute path; a directory that doesn't exist (git keeps no empty ones) holds no revisions. */
  readonly directory: string;
  /** Whether its subdirectories are read too. */
  readonly recursive: boolean;
}

const FORMATS: Readonly<Record<string, RevisionFormat>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".js": "ts",
  ".mjs": "ts",
  ".sql": "sql",
  ".py": "py",
};

const READERS: Readonly<Record<RevisionFormat, (text: string, path: string) => RevisionHeader | undefined>> = {
  ts: headerTypescript,
  sql: headerSql,
  py: headerPython,
};

/**
 * Reads the headers of all revision files in the locations, without running any, sorted by path. A file that two locations reach is
 * read once. Passed over: names that begin with a dot, `__init__` or `__pycache__`; declarations (`*.d.ts`), tests (`*.test.ts`), and
 * other file types; SQL without a header. With a `cacheDirectory`, files that have not changed since the last time aren't read again.
 * Errors: REVISION_FILE_UNREADABLE, REVISION_FILE_NO_ID, REVISION_FILE_HEADER, REVISION_FILE_SYNTAX, REVISION_FILE_ID_INVALID.
 */
export function readRevisions(
  locations: readonly RevisionLocation[],
  options: { readonly cacheDirectory?: string },
): readonly Revision[] {
  const cache = cacheFor(locations, options.cacheDirectory);
  const revisions: Revision[] = [];
  for (const { path, format } of listFiles(locations)) {
    const stats = present(path, () => statSync(path));
    // A link with a file's name may lead to a directory.
    if (!stats.isFile()) continue;
    const { header, checksum } = cache?.get(path, stats) ?? parseFile(path, { format, stats, cache });
    if (header === undefined) continue;
    const { id, downRevisions, dependsOn, labels, message } = header;
    revisions.push({ id, downRevisions, dependsOn, labels, message, path, format, checksum });
  }
  cache?.save();
  return revisions;
}

function parseFile(
  path: string,
  { format, stats, cache }: { format: RevisionFormat; stats: Stats; cache: HeaderCache | undefined },
): ParsedFile {
  const text = present(path, () => readFileSync(path, "utf8"));
  const parsed = { header: READERS[format](text, path), checksum: hashText(text) };
  cache?.set(path, stats, parsed);
  return parsed;
}

function cacheFor(locations: readonly RevisionLocation[], directory: string | undefined): HeaderCache | undefined {
  if (directory === undefined) return undefined;
  const names = locations.map((location) => `${resolve(location.directory)}${location.recursive ? "/**" : ""}`);
  return openHeaderCache(directory, names.sort().join("\n"));
}

interface FoundFile {
  readonly path: string;
  readonly format: RevisionFormat;
}

/** The revision files of all locations, each once, sorted by path. */
function listFiles(locations: readonly RevisionLocation[]): readonly FoundFile[] {
  const found = new Map<string, FoundFile>();
  for (const location of locations) {
    const directory = resolve(location.directory);
    const real = whenPresent(directory, () => realpathSync(directory));
    if (real !== undefined) listDirectory(directory, { real, recursive: location.recursive, found });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function listDirectory(
  directory: string,
  { real, recursive, found }: { real: string; recursive: boolean; found: Map<string, FoundFile> },
): void {
  const entries: readonly Dirent[] =
    whenPresent(directory, () => readdirSync(directory, { withFileTypes: true })) ?? [];
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (recursive && !isIgnored(name))
        listDirectory(directory + sep + name, { real: real + sep + name, recursive, found });
      continue;
    }
    const format = formatOf(name);
    if (format === undefined) continue;
    const path = directory + sep + name;
    const realPath = real === directory ? path : real + sep + name;
    if (!found.has(realPath)) found.set(realPath, { path, format });
  }
}

/** Whether a file of this name, without its directory, is read as a revision. */
export function isRevisionFile(name: string): boolean {
  return formatOf(name) !== undefined;
}

function isIgnored(name: string): boolean {
  return name.startsWith(".") || name.startsWith("__init__") || name === "__pycache__";
}

function formatOf(name: string): RevisionFormat | undefined {
  if (isIgnored(name) || /\.(?:d|test|spec)\.[cm]?[jt]s$/.test(name)) return undefined;
  return FORMATS[extname(name)];
}

/** What `read` returns for a path at which there must be something. */
function present<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** What `read` returns, or undefined when there is nothing at the path. */
function whenPresent<Result>(path: string, read: () => Result): Result | undefined {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): Error {
  return fail("REVISION_FILE_UNREADABLE", `"${path}" can't be read: ${messageOf(cause)}`, { cause, details: { path } });
}
