import { fail } from "./errors.ts";
import { revisionIdProblem } from "./revision-id.ts";

/** What a revision file's header says; the part of a `Revision` that is read from the text without running it. */
export interface RevisionHeader {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  readonly message: string;
}

/** The value of one header entry, and its 1-based line. */
export interface HeaderEntry {
  readonly value: string | null | readonly string[];
  readonly line: number;
}

/** What the four entries are called in one language. */
export interface HeaderNames {
  readonly id: string;
  readonly downRevisions: string;
  readonly labels: string;
  readonly dependsOn: string;
}

/** The entries found in a file, by the file's own names for them. */
export type HeaderEntries = ReadonlyMap<string, HeaderEntry>;

/**
 * Returns the header that a file's entries make.
 * Errors: REVISION_FILE_NO_ID, REVISION_FILE_HEADER (the parent is not stated, a value of the wrong shape), REVISION_FILE_ID_INVALID.
 */
export function headerFrom(
  path: string,
  names: HeaderNames,
  found: { readonly entries: HeaderEntries; readonly message: string },
): RevisionHeader {
  const { entries, message } = found;
  const id = entries.get(names.id);
  if (id === undefined) {
    throw fail("REVISION_FILE_NO_ID", `"${path}" has no \`${names.id}\` in its header`, { details: { path } });
  }
  if (typeof id.value !== "string") {
    throw headerError(path, id.line, `\`${names.id}\` must be one string`);
  }
  if (!entries.has(names.downRevisions)) {
    throw headerError(
      path,
      id.line,
      `revision "${id.value}" does not say what it follows: \`${names.downRevisions}\` is missing`,
    );
  }
  const problem = revisionIdProblem(id.value);
  if (problem !== undefined) {
    throw fail("REVISION_FILE_ID_INVALID", `${path}:${id.line}: revision id "${id.value}" ${problem}`, {
      details: { path, line: id.line, id: id.value },
    });
  }
  return {
    id: id.value,
    downRevisions: listOf(path, names.downRevisions, entries),
    dependsOn: listOf(path, names.dependsOn, entries),
    labels: listOf(path, names.labels, entries),
    message,
  };
}

/** The error for a header that can't be read, at a 1-based line. */
export function headerError(path: string, line: number, what: string): Error {
  return fail("REVISION_FILE_HEADER", `${path}:${line}: ${what}`, { details: { path, line } });
}

function listOf(path: string, name: string, entries: HeaderEntries): readonly string[] {
  const entry = entries.get(name);
  if (entry === undefined || entry.value === null) return [];
  const list = typeof entry.value === "string" ? [entry.value] : entry.value;
  if (list.some((item) => item.trim() === "")) throw headerError(path, entry.line, `\`${name}\` has an empty string`);
  return list;
}
