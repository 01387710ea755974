import { readFileSync } from "node:fs";
import { hashText } from "../base/hash.ts";
import type { RevisionHeader } from "./header.ts";
import { type HeaderCache, openHeaderCache, type ParsedFile } from "./header-cache.ts";
import { headerPython } from "./header-python.ts";
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

const READERS: Readonly<Record<RevisionFormat, (text: string, path: string) => RevisionHeader | undefined>> = {
  ts: headerTypescript,
  sql: headerSql,
  py: headerPython,
};

/**
 * Reads the headers of all listed revision files, without running any, in the list's order. SQL without a header is passed over.
 * With a `cacheDirectory`, files that have not changed since the last time aren't read again.
 * Errors: REVISION_FILE_UNREADABLE, REVISION_FILE_NO_ID, REVISION_FILE_HEADER, REVISION_FILE_SYNTAX, REVISION_FILE_ID_INVALID.
 */
export function readRevisions(files: FileList, options: { readonly cacheDirectory?: string }): readonly Revision[] {
  const cache = options.cacheDirectory === undefined ? undefined : openHeaderCache(options.cacheDirectory, files);
  const revisions: Revision[] = [];
  for (const [place, path] of files.paths.entries()) {
    const state = stateAt(files, place);
    const format = FORMATS[path.slice(path.lastIndexOf("."))];
    if (format === undefined || state === undefined) continue;
    const { header, checksum } = cache?.get(path, state) ?? parseFile(path, { format, state, cache });
    if (header === undefined) continue;
    const { id, downRevisions, dependsOn, labels, message } = header;
    revisions.push({ id, downRevisions, dependsOn, labels, message, path, format, checksum });
  }
  cache?.save();
  return revisions;
}

function parseFile(
  path: string,
  { format, state, cache }: { format: RevisionFormat; state: FileState; cache: HeaderCache | undefined },
): ParsedFile {
  const text = textOf(path);
  const parsed = { header: READERS[format](text, path), checksum: hashText(text) };
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
