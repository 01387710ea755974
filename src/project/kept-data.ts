import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quickHash } from "../base/hash.ts";
import { writeCacheFile } from "../revisions/cache-file.ts";

/** Data that is kept from one command to the next: one of each name, the last. */
export interface Kept<Data> {
  /** What was kept under this name and made of the very same; undefined where there is none. */
  find(name: string, madeOf: string): Data | undefined;
  keep(name: string, madeOf: string, data: Data): void;
}

interface KeptOptions {
  /** What it is: the beginning of the names of its files. */
  readonly kind: "schema" | "answers";
  /** The project's. */
  readonly directory: string;
  readonly about: unknown;
}

/**
 * JSON-safe data in the cache of the project in `directory`, which other projects may share. It counts for this build of Limbeck, and for what
 * it was made of, `about` included: all that the making depends on beside its sources.
 */
export function keptData<Data>(cacheDirectory: string, { kind, directory, about }: KeptOptions): Kept<Data> {
  const pathOf = (name: string) =>
    join(cacheDirectory, `${kind}-${quickHash(JSON.stringify([directory, name])).slice(0, 16)}.json`);
  // The name of the built file has a hash of what is in it.
  const keyOf = (madeOf: string) => quickHash(JSON.stringify([import.meta.url, about, madeOf]));
  return {
    find(name, madeOf) {
      try {
        const text = readFileSync(pathOf(name), "utf8");
        const key = keyOf(madeOf);
        if (text.startsWith(`${key}\n`)) return JSON.parse(text.slice(key.length + 1)) as Data;
      } catch {
        // None yet, or a damaged one: it is made, and kept anew.
      }
      return undefined;
    },
    keep(name, madeOf, data) {
      writeCacheFile(pathOf(name), `${keyOf(madeOf)}\n${JSON.stringify(data)}`);
    },
  };
}
