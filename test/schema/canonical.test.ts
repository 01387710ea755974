import fc from "fast-check";
import { expect, test } from "vitest";
import { stableJson } from "../../src/base/hash.ts";
import { canonicalSchema, sameSchema } from "../../src/schema/canonical.ts";
import { column } from "../../src/schema/column-builder.ts";
import { primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { type TablePart, table } from "../../src/schema/table-builders.ts";
import { integer, text } from "../../src/schema/type-builders.ts";
import { arbitrarySchema } from "./arbitraries.ts";

const a = column("a", integer());
const b = column("b", text());
const of = (...parts: TablePart[]): Schema => ({ ...emptySchema, tables: [table("t", parts)] });

test.each<readonly [claim: string, one: Schema, other: Schema, same: boolean]>([
  [
    "the order of constraints doesn't count",
    of(a, b, unique(["a"]), unique(["b"])),
    of(a, b, unique(["b"]), unique(["a"])),
    true,
  ],
  ["the order of columns counts", of(a, b), of(b, a), false],
  [
    "the order of the columns of a key counts",
    of(a, b, primaryKey(["a", "b"])),
    of(a, b, primaryKey(["b", "a"])),
    false,
  ],
  ["the name of a constraint counts", of(a, unique(["a"])), of(a, unique("u", ["a"])), false],
])("%s", (_claim, one, other, same) => {
  expect(sameSchema(one, other)).toBe(same);
});

test("the order of columns doesn't count when it is told not to", () => {
  expect(sameSchema(of(a, b), of(b, a), { columnOrder: false })).toBe(true);
});

test("the order of everything but columns doesn't count, and canonical schemas stay as they are", () => {
  fc.assert(
    fc.property(arbitrarySchema(), (schema) => {
      const shuffled: Schema = {
        ...schema,
        namespaces: schema.namespaces.toReversed(),
        enums: schema.enums.toReversed(),
        sequences: schema.sequences.toReversed(),
        tables: schema.tables.toReversed().map((each) => ({
          ...each,
          checks: each.checks.toReversed(),
          foreignKeys: each.foreignKeys.toReversed(),
          indexes: each.indexes.toReversed(),
        })),
        views: schema.views.toReversed(),
        routines: schema.routines.toReversed(),
        triggers: schema.triggers.toReversed(),
        rules: schema.rules.toReversed(),
        policies: schema.policies.toReversed(),
        statistics: schema.statistics.toReversed(),
      };
      expect(sameSchema(schema, shuffled)).toBe(true);
      const canonical = canonicalSchema(schema);
      expect(stableJson(canonicalSchema(canonical))).toBe(stableJson(canonical));
    }),
    { numRuns: 200 },
  );
});
