import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { resolve, sep } from "node:path";
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
  for (const path of listFiles(locations)) {
    const stats = statsOf(path);
    const format = FORMATS[path.slice(path.lastIndexOf("."))];
    // A directory may have a file's name.
    if (format === undefined || !stats.isFile()) continue;
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
  const text = textOf(path);
  const parsed = { header: READERS[format](text, path), checksum: hashText(text) };
  cache?.set(path, stats, parsed);
  return parsed;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function cacheFor(locations: readonly RevisionLocation[], directory: string | undefined): HeaderCache | undefined {
  if (directory === undefined) return undefined;
  const names = locations.map((location) => `${resolve(location.directory)}${location.recursive ? "/**" : ""}`);
  return openHeaderCache(directory, names.sort().join("\n"));
}

/** The paths of the revision files of all locations, each once, sorted. */
function listFiles(locations: readonly RevisionLocation[]): readonly string[] {
  const paths: string[] = [];
  const listed = new Set<string>();
  for (const location of locations) {
    const directory = resolve(location.directory);
    const real = whenPresent(directory, () => realpathSync(directory));
    if (real !== undefined) listDirectory(directory, { real, recursive: location.recursive, listed, paths });
  }
  return paths.sort();
}

/** Adds the paths of a directory's files, unless `listed` has its real path. */
function listDirectory(
  directory: string,
  { real, recursive, listed, paths }: { real: string; recursive: boolean; listed: Set<string>; paths: string[] },
): void {
  if (!listed.has(real)) {
    listed.add(real);
    const names = whenPresent(directory, () => readdirSync(directory)) ?? [];
    for (const name of names) if (isRevisionFile(name)) paths.push(directory + sep + name);
  }
  if (!recursive) return;
  const entries = whenPresent(directory, () => readdirSync(directory, { withFileTypes: true })) ?? [];
  for (const entry of entries) {
    const { name } = entry;
    if (!entry.isDirectory() || IGNORED_DIRECTORY.test(name)) continue;
    listDirectory(directory + sep + name, { real: real + sep + name, recursive, listed, paths });
  }
}

const IGNORED_DIRECTORY = /^(?:\.|__init__|__pycache__$)/;
const REVISION_FILE = /^(?!\.|__init__)(?:.*(?<!\.(?:d|test|spec))\.m?[jt]s|.*\.(?:sql|py))$/s;

/** Whether a file of this name, without its directory, is read as a revision. */
export function isRevisionFile(name: string): boolean {
  return REVISION_FILE.test(name);
}

function statsOf(path: string): Stats {
  try {
    return statSync(path);
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
