import { expect, it } from "vitest";
import { allColumns } from "../../src/schema/inheritance.ts";
import type { Table } from "../../src/schema/schema.ts";

it("of a column that is called as what every object has, a table that says something of another one says nothing", () => {
  const columns = ["constructor", "__proto__", "a"].map((name) => ({
    name,
    type: { kind: "integer" as const },
    nullable: true,
  }));
  const none = { uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [] };
  const parent: Table = { name: "p", columns, ...none, options: {} };
  const child: Table = {
    ...{ name: "c", columns: [], ...none, options: {} },
    inherits: [{ name: "p" }],
    ...{ ownDefaults: { a: 1 }, ownColumns: { a: { nullable: false } } },
  };
  const [first, second, third] = columns;
  expect(allColumns(child, { tables: [parent, child] })).toEqual([
    first,
    second,
    { ...third, default: 1, nullable: false },
  ]);
});
