import { readFileSync } from "node:fs";
import { join } from "node:path";
import { locationsKey, writeCacheFile } from "./cache-file.ts";
import type { RevisionHeader } from "./header.ts";
import { type FileList, type FileState, RACY_MS } from "./list-files.ts";

/** A parsed file: its header and the SHA-256 of its text; no header for SQL that is no revision. */
export interface ParsedFile {
  readonly header: RevisionHeader | undefined;
  readonly checksum: string;
}

/** The headers of one set of files, kept between runs. Files are to be asked for and told of in the order of their paths. */
export interface HeaderCache {
  /** What was kept for this file, unless the file may have changed since. */
  readonly get: (path: string, state: FileState) => ParsedFile | undefined;
  readonly set: (path: string, state: FileState, parsed: ParsedFile) => void;
  /** Writes what `get` found and `set` was given, if anything is new. A cache that can't be written is none. */
  readonly save: () => void;
}

/** One file in the cache. Without an id it has no header. */
interface Row {
  readonly path: string;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly size: number;
  readonly checksum: string;
  readonly id: string | null;
  readonly downRevisions: Texts;
  readonly dependsOn: Texts;
  readonly labels: Texts;
  readonly message: string;
}

/** A list, of which null is the empty one, and a text one of that text alone. */
type Texts = null | string | readonly string[];

/** All rows, a list for each column: that is read several times faster than a list of rows. Sorted by path. */
type Columns = { readonly [Column in keyof Row]: Row[Column][] };

/** To be raised whenever a header is read differently than before. */
const VERSION = 2;

/**
 * Opens the cache that `directory` holds for the locations of `files`. A missing or damaged cache is an empty one.
 * A file counts as unchanged when its size and both time stamps are as they were, and are older, by two seconds, than the moment
 * at which the cache was filled: else a change in the same tick of the clock would go unseen (git's "racy" entries).
 */
export function openHeaderCache(directory: string, files: FileList): HeaderCache {
  const path = join(directory, `headers-${locationsKey(files)}.json`);
  const { filledAt, columns } = readColumns(path);
  /** The rows to be saved: new ones, and old ones by their place in the columns. */
  const kept: (Row | number)[] = [];
  const trusted = filledAt - RACY_MS;
  let changed = false;
  let place = 0;
  return {
    get: (file, { mtimeMs, ctimeMs, size }) => {
      while (columns.path[place] !== file && (columns.path[place] ?? file) < file) place++;
      if (columns.path[place] !== file || columns.size[place] !== size) return undefined;
      if (columns.mtimeMs[place] !== mtimeMs || columns.ctimeMs[place] !== ctimeMs) return undefined;
      if (mtimeMs >= trusted || ctimeMs >= trusted) return undefined;
      const parsed = parsedFile(columns, place);
      if (parsed !== undefined) kept.push(place++);
      return parsed;
    },
    set: (file, state, parsed) => {
      changed = true;
      kept.push(rowOf(file, state, parsed));
    },
    save: () => {
      if (!changed && kept.length === columns.path.length) return;
      const rows = kept.map((row) => (typeof row === "number" ? rowAt(columns, row) : row));
      writeCacheFile(path, JSON.stringify({ version: VERSION, filledAt: files.listedAt, columns: columnsOf(rows) }));
    },
  };
}

function rowOf(path: string, { mtimeMs, ctimeMs, size }: FileState, { header, checksum }: ParsedFile): Row {
  const { id = null, downRevisions = [], dependsOn = [], labels = [], message = "" } = header ?? {};
  return {
    path,
    mtimeMs,
    ctimeMs,
    size,
    checksum,
    id,
    downRevisions: textsOf(downRevisions),
    dependsOn: textsOf(dependsOn),
    labels: textsOf(labels),
    message,
  };
}

/** The row's values, unless they are not what they should be: the columns come from a file. */
function parsedFile(columns: Columns, place: number): ParsedFile | undefined {
  const checksum: unknown = columns.checksum[place];
  const id: unknown = columns.id[place];
  if (typeof checksum !== "string") return undefined;
  if (id === null) return { checksum, header: undefined };
  const downRevisions = listOf(columns.downRevisions[place]);
  const dependsOn = listOf(columns.dependsOn[place]);
  const labels = listOf(columns.labels[place]);
  const message: unknown = columns.message[place];
  if (downRevisions === undefined || dependsOn === undefined || labels === undefined) return undefined;
  if (typeof id !== "string" || typeof message !== "string") return undefined;
  return { checksum, header: { id, downRevisions, dependsOn, labels, message } };
}

function textsOf(list: readonly string[]): Texts {
  return list.length < 2 ? (list[0] ?? null) : list;
}

const NONE: readonly string[] = [];

function listOf(texts: unknown): readonly string[] | undefined {
  if (texts === null) return NONE;
  if (typeof texts === "string") return [texts];
  return Array.isArray(texts) && texts.every(isText) ? texts : undefined;
}

const COLUMNS: readonly (keyof Row)[] = [
  "path",
  "mtimeMs",
  "ctimeMs",
  "size",
  "checksum",
  "id",
  "downRevisions",
  "dependsOn",
  "labels",
  "message",
];

function columnsOf(rows: readonly Row[]): Columns {
  const column = <Name extends keyof Row>(name: Name): Row[Name][] => rows.map((row) => row[name]);
  return {
    path: column("path"),
    mtimeMs: column("mtimeMs"),
    ctimeMs: column("ctimeMs"),
    size: column("size"),
    checksum: column("checksum"),
    id: column("id"),
    downRevisions: column("downRevisions"),
    dependsOn: column("dependsOn"),
    labels: column("labels"),
    message: column("message"),
  };
}

function rowAt(columns: Columns, place: number): Row {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[place]])) as unknown as Row;
}

interface CacheFile {
  readonly version: number;
  /** Milliseconds since 1970, taken before the first file was looked at. */
  readonly filledAt: number;
  readonly columns: Columns;
}

function readColumns(path: string): Omit<CacheFile, "version"> {
  try {
    const file: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isCacheFile(file)) return file;
  } catch {
    // No cache yet, or a damaged one: the files are read, and the cache is written anew.
  }
  return { filledAt: 0, columns: columnsOf([]) };
}

function isCacheFile(value: unknown): value is CacheFile {
  if (!isRecord(value) || value["version"] !== VERSION || typeof value["filledAt"] !== "number") return false;
  const { columns } = value;
  if (!isRecord(columns)) return false;
  const { path } = columns;
  return (
    Array.isArray(path) &&
    COLUMNS.map((name) => columns[name]).every((list) => Array.isArray(list) && list.length === path.length)
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
