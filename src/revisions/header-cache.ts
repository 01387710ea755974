import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashText } from "../base/hash.ts";
import type { RevisionHeader } from "./header.ts";

/** A parsed file: its header and the SHA-256 of its text; no header for SQL that is no revision. */
export interface ParsedFile {
  readonly header: RevisionHeader | undefined;
  readonly checksum: string;
}

/** The headers of one set of files, kept between runs. */
export interface HeaderCache {
  /** What was kept for this file, unless the file may have changed since. */
  readonly get: (path: string, stats: Stats) => ParsedFile | undefined;
  readonly set: (path: string, stats: Stats, parsed: ParsedFile) => void;
  /** Writes what `get` found and `set` was given, if anything is new. A cache that can't be written is none. */
  readonly save: () => void;
}

/** One file in the cache: path, mtimeMs, ctimeMs, size, checksum, then the header's id, parents, needs, labels and message. */
type Row = readonly [
  path: string,
  mtimeMs: number,
  ctimeMs: number,
  size: number,
  checksum: string,
  id: string | null,
  downRevisions: readonly string[],
  dependsOn: readonly string[],
  labels: readonly string[],
  message: string,
];

/** To be raised whenever a header is read differently than before. */
const VERSION = 1;

/** Within this time a file can change and keep its time stamp, on the coarsest file system in use (FAT: 2 seconds). */
const RACY_MS = 2000;

/**
 * Opens the cache that `directory` holds for the set of files called `key`. A missing or damaged cache is an empty one.
 * A file counts as unchanged when its size and both time stamps are as they were, and are older, by two seconds, than the moment
 * at which the cache was filled: else a change in the same tick of the clock would go unseen (git's "racy" entries).
 */
export function openHeaderCache(directory: string, key: string): HeaderCache {
  const path = join(directory, `headers-${hashText(key).slice(0, 16)}.json`);
  const openedAt = Date.now();
  const { filledAt, rows } = readRows(path);
  const kept: Row[] = [];
  let changed = false;
  return {
    get: (file, stats) => {
      const row = rows.get(file);
      if (row === undefined || row[1] !== stats.mtimeMs || row[2] !== stats.ctimeMs || row[3] !== stats.size) return;
      if (Math.max(row[1], row[2]) >= filledAt - RACY_MS) return;
      kept.push(row);
      return parsedFile(row);
    },
    set: (file, stats, parsed) => {
      changed = true;
      kept.push(rowOf(file, stats, parsed));
    },
    save: () => {
      if (changed || kept.length !== rows.size)
        writeRows(directory, path, { version: VERSION, filledAt: openedAt, rows: kept });
    },
  };
}

function rowOf(path: string, stats: Stats, { header, checksum }: ParsedFile): Row {
  const { id = null, downRevisions = [], dependsOn = [], labels = [], message = "" } = header ?? {};
  return [path, stats.mtimeMs, stats.ctimeMs, stats.size, checksum, id, downRevisions, dependsOn, labels, message];
}

function parsedFile([, , , , checksum, id, downRevisions, dependsOn, labels, message]: Row): ParsedFile {
  return { checksum, header: id === null ? undefined : { id, downRevisions, dependsOn, labels, message } };
}

interface CacheFile {
  readonly version: number;
  /** Milliseconds since 1970, taken before the first file was looked at. */
  readonly filledAt: number;
  readonly rows: readonly Row[];
}

function readRows(path: string): { readonly filledAt: number; readonly rows: ReadonlyMap<string, Row> } {
  try {
    const file: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isCacheFile(file)) return { filledAt: file.filledAt, rows: new Map(file.rows.map((row) => [row[0], row])) };
  } catch {
    // No cache yet, or a damaged one: the files are read, and the cache is written anew.
  }
  return { filledAt: 0, rows: new Map() };
}

function isCacheFile(value: unknown): value is CacheFile {
  if (typeof value !== "object" || value === null) return false;
  if (!("version" in value && "filledAt" in value && "rows" in value)) return false;
  return (
    value.version === VERSION &&
    typeof value.filledAt === "number" &&
    Array.isArray(value.rows) &&
    value.rows.every(isRow)
  );
}

/** The type of each column of a row; the id, which may also be null, is looked at by itself. */
const COLUMNS = ["string", "number", "number", "number", "string", undefined, "list", "list", "list", "string"];

function isRow(row: unknown): row is Row {
  if (!Array.isArray(row) || row.length !== COLUMNS.length) return false;
  for (let i = 0; i < COLUMNS.length; i++) {
    const kind = COLUMNS[i] ?? (row[i] === null ? "object" : "string");
    if (kind === "list" ? !isTextList(row[i]) : typeof row[i] !== kind) return false;
  }
  return true;
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function writeRows(directory: string, path: string, file: CacheFile): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(temporary, JSON.stringify(file));
    renameSync(temporary, path);
  } catch {
    // A cache that can't be written only costs time at the next start.
    if (existsSync(temporary)) rmSync(temporary);
  }
}
