import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quickHash } from "../base/hash.ts";
import { writeCacheFile } from "../revisions/cache-file.ts";
import type { Schema } from "../schema/schema.ts";
import type { KeptSchemas } from "../sources/source.ts";

/**
 * Schemas in the cache of the project in `directory`, which other projects may share. One counts for this build of Limbeck, and for what
 * it was made of, `about` included: all that the reading depends on beside its sources.
 */
export function keptSchemas(
  cacheDirectory: string,
  { directory, about }: { readonly directory: string; readonly about: unknown },
): KeptSchemas {
  const pathOf = (name: string) =>
    join(cacheDirectory, `schema-${quickHash(JSON.stringify([directory, name])).slice(0, 16)}.json`);
  // The name of the built file has a hash of what is in it.
  const keyOf = (madeOf: string) => quickHash(JSON.stringify([import.meta.url, about, madeOf]));
  return {
    find(name, madeOf) {
      try {
        const text = readFileSync(pathOf(name), "utf8");
        const key = keyOf(madeOf);
        if (text.startsWith(`${key}\n`)) return JSON.parse(text.slice(key.length + 1)) as Schema;
      } catch {
        // None yet, or a damaged one: the schema is read, and kept anew.
      }
      return undefined;
    },
    keep(name, madeOf, schema) {
      writeCacheFile(pathOf(name), `${keyOf(madeOf)}\n${JSON.stringify(schema)}`);
    },
  };
}
