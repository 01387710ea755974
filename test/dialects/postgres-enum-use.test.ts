import { expect, it } from "vitest";
import { usesValue } from "../../src/dialects/postgres/enum-use.ts";
import type { Op } from "../../src/ops/op.ts";

it.each<readonly [string, boolean, Op]>([
  ["a schema of that name", false, { kind: "dropIndex", index: "ix_due", table: "invoices", schema: "billing" }],
  ["a table of that name", false, { kind: "dropTable", table: "billing" }],
  ["a column of that name", false, { kind: "dropColumn", table: "t", column: "billing" }],
  ["a neighbour", false, { kind: "addEnumValue", name: "role", value: "other", before: "billing" }],
  ["a default", true, { kind: "alterColumn", table: "t", column: "r", changes: { default: "billing" } }],
  [
    "a default of SQL",
    true,
    { kind: "alterColumn", table: "t", column: "r", changes: { default: { sql: "'billing'::role" } } },
  ],
  ["rows", true, { kind: "bulkInsert", table: "t", rows: [{ name: "billing" }] }],
  ["a backfill", true, { kind: "backfill", table: "t", set: { name: "billing" } }],
  ["a predicate", true, { kind: "createCheck", table: "t", check: { name: "c", expression: "r <> 'billing'" } }],
  ["raw SQL", true, { kind: "execute", sql: "UPDATE t SET r = 'billing'" }],
])("%s may use a new value of an enum: %s", (_, isUse, op) => {
  expect(usesValue(op, "billing")).toBe(isUse);
});
