import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quickHash } from "../base/hash.ts";
import { locationsKey, writeCacheFile } from "./cache-file.ts";
import { type HeaderEntry, headerError, headerFrom, type RevisionHeader } from "./header.ts";
import { PYTHON_HEADER } from "./header-python.ts";
import type { FileList } from "./list-files.ts";
import { firstParagraph } from "./text-place.ts";

/** Who executes files whose headers aren't literals, and says what they came to. */
export interface HeaderProgram {
  /** All that the answer depends on beside files; JSON-safe. */
  readonly about: unknown;
  readonly run: (paths: readonly string[]) => Promise<ComputedHeaders>;
}

/** What the files came to. */
export interface ComputedHeaders {
  /** One for each file, in their order. */
  readonly headers: readonly ComputedHeader[];
  /** Absolute paths of the other files that were executed for it. */
  readonly sources: readonly string[];
}

export interface ComputedHeader {
  /** By the names that a header in Python has for them; what isn't there is absent. */
  readonly values: Readonly<Record<string, ComputedValue>>;
  /** The docstring. */
  readonly message: string;
}

/** A value that a header can have, or how another one prints. */
export type ComputedValue = { readonly value: HeaderEntry["value"] } | { readonly wrong: string };

/** A file whose header is to be computed. */
export interface UnreadFile {
  readonly path: string;
  /** SHA-256 of its text. */
  readonly checksum: string;
}

/**
 * The headers of `unread`, in their order: those that `cacheDirectory` holds, if neither these files nor any that was executed for them has
 * another text now; else what `program` says, which is kept.
 * Errors: REVISION_FILE_NO_ID, REVISION_FILE_HEADER, REVISION_FILE_ID_INVALID; those of the program.
 */
export async function computeHeaders(
  files: FileList,
  unread: readonly UnreadFile[],
  { program, cacheDirectory }: { readonly program: HeaderProgram; readonly cacheDirectory: string | undefined },
): Promise<readonly RevisionHeader[]> {
  const path = cacheDirectory && join(cacheDirectory, `computed-${locationsKey(files)}.json`);
  // The name of the built file has a hash of what is in it.
  const key = quickHash(JSON.stringify([import.meta.url, program.about, unread]));
  const kept = path === undefined ? undefined : readKept(path, key);
  if (kept !== undefined) return kept;
  const { headers, sources } = await program.run(unread.map((file) => file.path));
  const read = unread.map((file, i) => headerOf(file.path, headers[i]));
  const seen = sources.map((source) => [source, textHash(source)]);
  if (path !== undefined) writeCacheFile(path, JSON.stringify({ key, sources: seen, headers: read }));
  return read;
}

function headerOf(path: string, { values, message }: ComputedHeader = { values: {}, message: "" }): RevisionHeader {
  const entries = new Map<string, HeaderEntry>();
  for (const [name, found] of Object.entries(values)) {
    if ("wrong" in found) {
      throw headerError(
        path,
        1,
        `\`${name}\` is ${found.wrong}, and must be a string, None, or a tuple or list of strings`,
      );
    }
    entries.set(name, { value: found.value, line: 1 });
  }
  return headerFrom(path, PYTHON_HEADER, { entries, message: firstParagraph(message) });
}

interface Kept {
  readonly key: string;
  /** Paths and hashes of the texts. */
  readonly sources: readonly (readonly [string, string])[];
  readonly headers: readonly RevisionHeader[];
}

function readKept(path: string, key: string): readonly RevisionHeader[] | undefined {
  try {
    const kept = JSON.parse(readFileSync(path, "utf8")) as Kept;
    const isSame = kept.key === key && kept.sources.every(([source, hash]) => textHash(source) === hash);
    return isSame ? kept.headers : undefined;
  } catch {
    // None yet, a damaged one, or a source that is gone: the files are executed, and it is written anew.
    return undefined;
  }
}

function textHash(path: string): string {
  return quickHash(readFileSync(path, "utf8"));
}
