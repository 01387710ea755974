import { readFileSync } from "node:fs";
import { hashText } from "../base/hash.ts";
import { computeHeaders, type HeaderProgram } from "./computed-headers.ts";
import type { RevisionHeader } from "./header.ts";
import { type HeaderCache, openHeaderCache, type ParsedFile } from "./header-cache.ts";
import { headerPython, type NoLiteral } from "./header-python.ts";
import { headerSql } from "./header-sql.ts";
import { headerTypescript } from "./header-typescript.ts";
import { type FileList, type FileState, stateAt, unreadable } from "./list-files.ts";
import type { Revision, RevisionFormat } from "./revision.ts";

const FORMATS: Readonly<Record<string, RevisionFormat>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".js": "ts",
  ".mjs": "ts",
  ".sql": "sql",
  ".py": "py",
};

const READERS: Readonly<
  Record<RevisionFormat, (text: string, path: string) => RevisionHeader | NoLiteral | undefined>
> = {
  ts: headerTypescript,
  sql: headerSql,
  py: headerPython,
};

/** What helps to read the headers. */
export interface ReadOptions {
  /** Where files that have not changed since the last time needn't be read again. */
  readonly cacheDirectory?: string;
  /** Who is asked for the headers that aren't literals, once for all; without one they are errors. */
  readonly program?: HeaderProgram;
}

/** The revisions of a list of files. */
export interface ReadRevisions {
  /** In the order of the list. */
  readonly revisions: readonly Revision[];
  /** False where a header was computed, which other files may change. */
  readonly isOfFiles: boolean;
}

/**
 * Reads the headers of all listed revision files, without running any whose header is literals. SQL without a header is passed over.
 * Errors: REVISION_FILE_UNREADABLE, REVISION_FILE_NO_ID, REVISION_FILE_HEADER, REVISION_FILE_SYNTAX, REVISION_FILE_ID_INVALID; those of
 * the program.
 */
export async function readRevisions(files: FileList, { cacheDirectory, program }: ReadOptions): Promise<ReadRevisions> {
  const cache = cacheDirectory === undefined ? undefined : openHeaderCache(cacheDirectory, files);
  const revisions: (Revision | UnreadRevision)[] = [];
  for (const [place, path] of files.paths.entries()) {
    const state = stateAt(files, place);
    const format = FORMATS[path.slice(path.lastIndexOf("."))];
    if (format === undefined || state === undefined) continue;
    const { header, checksum } = cache?.get(path, state) ?? parseFile(path, { format, state, cache });
    if (header === undefined) continue;
    const file = { path, format, checksum };
    revisions.push("problem" in header ? { ...file, problem: header.problem } : revisionOf(file, header));
  }
  cache?.save();
  const unread = revisions.filter(isUnread);
  if (unread[0] === undefined) return { revisions: revisions.filter(isRead), isOfFiles: true };
  if (program === undefined) throw unread[0].problem;
  const asked = unread.map(({ path, checksum }) => ({ path, checksum }));
  const computed = await computeHeaders(files, asked, { program, cacheDirectory });
  const headers = new Map(unread.map(({ path }, i) => [path, computed[i]]));
  const all = revisions.flatMap((revision) => {
    if (isRead(revision)) return [revision];
    const header = headers.get(revision.path);
    return header === undefined ? [] : [revisionOf(revision, header)];
  });
  return { revisions: all, isOfFiles: false };
}

type RevisionFile = Pick<Revision, "path" | "format" | "checksum">;

/** A revision whose header must be computed. */
type UnreadRevision = RevisionFile & NoLiteral;

function isUnread(revision: Revision | UnreadRevision): revision is UnreadRevision {
  return "problem" in revision;
}

function isRead(revision: Revision | UnreadRevision): revision is Revision {
  return !isUnread(revision);
}

function revisionOf({ path, format, checksum }: RevisionFile, header: RevisionHeader): Revision {
  const { id, downRevisions, dependsOn, labels, message } = header;
  return { id, downRevisions, dependsOn, labels, message, path, format, checksum };
}

function parseFile(
  path: string,
  { format, state, cache }: { format: RevisionFormat; state: FileState; cache: HeaderCache | undefined },
): ParsedFile | { readonly header: NoLiteral; readonly checksum: string } {
  const text = textOf(path);
  const header = READERS[format](text, path);
  const checksum = hashText(text);
  if (header !== undefined && "problem" in header) return { header, checksum };
  const parsed = { header, checksum };
  cache?.set(path, state, parsed);
  return parsed;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
