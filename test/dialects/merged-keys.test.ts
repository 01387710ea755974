import { expect, test } from "vitest";
import { withMergedKeys } from "../../src/dialects/merged-keys.ts";
import { column } from "../../src/schema/column-builder.ts";
import { primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { emptySchema } from "../../src/schema/schema.ts";
import { type TablePart, table } from "../../src/schema/table-builders.ts";
import { integer } from "../../src/schema/type-builders.ts";

const KEY = primaryKey(["a"]);

test.each<
  [claim: string, models: readonly TablePart[], database: readonly TablePart[], wanted: readonly (string | undefined)[]]
>([
  ["one that is the primary key is left out", [KEY, unique("u", ["a"])], [primaryKey("u", ["a"])], []],
  ["one that isn't there as the primary key stays", [KEY, unique("u", ["a"])], [unique("u", ["a"])], ["u"]],
  ["one that is there beside the primary key stays", [KEY, unique("u", ["a"])], [KEY, unique("u", ["a"])], ["u"]],
  ["one of other columns stays", [KEY, unique("u", ["a", "b"])], [KEY], ["u"]],
  ["one that is checked later stays", [KEY, unique("u", ["a"], { deferrable: "initially deferred" })], [KEY], ["u"]],
  ["of two the one stays that is there", [unique("u", ["b"]), unique("v", ["b"])], [unique("v", ["b"])], ["v"]],
  [
    "two that are there stay",
    [unique("u", ["b"]), unique("v", ["b"])],
    [unique("u", ["b"]), unique("v", ["b"])],
    ["u", "v"],
  ],
  ["two of which none is there stay", [unique("u", ["b"]), unique("v", ["b"])], [], ["u", "v"]],
])("of keys that say the same, %s", (_claim, models, database, wanted) => {
  const schemaOf = (parts: readonly TablePart[]) => ({
    ...emptySchema,
    tables: [table("t", [column("a", integer()), column("b", integer()), ...parts])],
  });
  const [found] = withMergedKeys(schemaOf(models), schemaOf(database)).tables;
  expect(found?.uniques.map(({ name }) => name)).toEqual(wanted);
});
