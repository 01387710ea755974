import fc from "fast-check";
import { expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { diff } from "../../src/diff/diff.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { twiceOf } from "../diff/helpers.ts";
import { arbitrarySchema, sqliteFeatures } from "../schema/arbitraries.ts";
import { comparable, databaseOf, perform, schemaOf, versions } from "./sqlite-writer.ts";

function opsBetween(have: Schema, want: Schema): readonly Op[] {
  const canonical = { have: sqlite.normalise(have), want: sqlite.normalise(want) };
  return diff(have, want, { canonical, traits: sqlite.traits, renames: [] }).ops;
}

it.each(versions)("planned for SQLite %s, any schema is made as the ops say", async (version) => {
  await fc.assert(
    fc.asyncProperty(twiceOf(arbitrarySchema(sqliteFeatures)), async ([have, want]) => {
      const connection = await databaseOf("");
      try {
        await perform(connection, sqlite.plan(opsBetween(emptySchema, have), emptySchema, { version }));
        const before = await schemaOf(connection);
        const ops = opsBetween(before, want);
        await perform(connection, sqlite.plan(ops, before, { version }));
        const after = await schemaOf(connection);
        expect(opsBetween(after, want)).toEqual([]);
        expect(comparable(after)).toEqual(comparable(applyOps(before, ops)));
      } finally {
        await connection.close();
      }
    }),
    { numRuns: 60 },
  );
});
