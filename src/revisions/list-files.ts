import { readdirSync, realpathSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import { messageOf } from "../base/error.ts";
import { quickHash } from "../base/hash.ts";
import { fail } from "./errors.ts";

/** A directory of revision files. */
export interface RevisionLocation {
  /** Absolute path; a directory that doesn't exist (git keeps no empty ones) holds no revisions. */
  readonly directory: string;
  /** Whether its subdirectories are read too. */
  readonly recursive: boolean;
}

/** The files of all locations that are read as revisions, as they were at one moment. */
export interface FileList {
  readonly locations: readonly RevisionLocation[];
  /** Milliseconds since 1970, taken before the first file was looked at. */
  readonly listedAt: number;
  /** Absolute, each once, sorted. A directory may have a file's name. */
  readonly paths: readonly string[];
  /** For each path three numbers: the size in bytes, or NO_FILE; then `mtimeMs` and `ctimeMs`. */
  readonly numbers: Float64Array;
}

/** What tells whether a file has changed: bytes, and milliseconds since 1970. */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Within this time a file can change and keep its time stamp, on the coarsest file system in use (FAT: 2 seconds). */
export const RACY_MS = 2000;

/** The size of what is no file. */
const NO_FILE = -1;

/**
 * Lists the files of the locations that are read as revisions, and asks for the state of each. A file that two locations reach is listed
 * once. Passed over: names that begin with a dot, `__init__` or `__pycache__`; declarations (`*.d.ts`), tests (`*.test.ts`), and other
 * file types. Errors: REVISION_FILE_UNREADABLE.
 */
export function listFiles(locations: readonly RevisionLocation[]): FileList {
  const listedAt = Date.now();
  const paths: string[] = [];
  const listed = new Set<string>();
  for (const location of locations) {
    const directory = resolve(location.directory);
    const real = whenPresent(directory, () => realpathSync(directory));
    if (real !== undefined) listDirectory(directory, { real, recursive: location.recursive, listed, paths });
  }
  paths.sort();
  return { locations, listedAt, paths, numbers: numbersOf(paths) };
}

/** The state of the file at a place of the list; undefined for what is no file. */
export function stateAt({ numbers }: FileList, place: number): FileState | undefined {
  const [size = NO_FILE, mtimeMs = 0, ctimeMs = 0] = numbers.subarray(place * 3, place * 3 + 3);
  return size === NO_FILE ? undefined : { size, mtimeMs, ctimeMs };
}

/**
 * A hash of all paths, sizes and times: two lists with the same one are lists of the same files, unchanged. Undefined when a file is so new
 * that it could change once more in the same tick of the clock, and the change would go unseen (git's "racy" entries).
 */
export function fingerprint({ paths, numbers, listedAt }: FileList): string | undefined {
  const trusted = listedAt - RACY_MS;
  for (let i = 0; i < numbers.length; i += 3) {
    if ((numbers[i + 1] ?? 0) >= trusted || (numbers[i + 2] ?? 0) >= trusted) return undefined;
  }
  return quickHash(`${Buffer.from(numbers.buffer).toString("utf16le")}${paths.join("\n")}`);
}

const IGNORED_DIRECTORY = /^(?:\.|__init__|__pycache__$)/;
const REVISION_FILE = /^(?!\.|__init__)(?:.*(?<!\.(?:d|test|spec))\.m?[jt]s|.*\.(?:sql|py))$/s;

/** Whether a file of this name, without its directory, is read as a revision. */
export function isRevisionFile(name: string): boolean {
  return REVISION_FILE.test(name);
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

function numbersOf(paths: readonly string[]): Float64Array {
  const numbers = new Float64Array(paths.length * 3);
  let place = 0;
  for (const path of paths) {
    try {
      const stats = statSync(path);
      numbers[place++] = stats.isFile() ? stats.size : NO_FILE;
      numbers[place++] = stats.mtimeMs;
      numbers[place++] = stats.ctimeMs;
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }
  return numbers;
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

/** The error for a file or directory that the system doesn't let be read. */
export function unreadable(path: string, cause: unknown): Error {
  return fail("REVISION_FILE_UNREADABLE", `"${path}" can't be read: ${messageOf(cause)}`, { cause, details: { path } });
}
