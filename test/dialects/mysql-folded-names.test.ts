import { describe, expect, it } from "vitest";
import { asKept } from "../../src/dialects/mysql/as-kept.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";

function named(...names: readonly string[]): Schema {
  const parts = { columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
  return { ...emptySchema, tables: names.map((name) => ({ name, ...parts })) };
}

/** With all that names a table. */
function referring(schema: Schema): Schema {
  const [{ name: table = "" } = {}] = schema.tables;
  const foreignKeys = [{ columns: ["up"], references: { table, columns: ["id"] } }];
  return {
    ...schema,
    tables: schema.tables.map((each) => ({ ...each, foreignKeys })),
    views: [{ name: "All", definition: "SELECT 1" }],
    triggers: [{ name: "tr", table, definition: "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET @a = 1" }],
  };
}

describe("names of tables that a server doesn't tell by their case", () => {
  it.each([
    ["lower", "Users", ["users"], "users"],
    ["lower", "Users", [], "users"],
    ["lower", "users", ["users"], "users"],
    ["folded", "users", ["Users"], "Users"],
    ["folded", "Users", ["Users"], "Users"],
    ["folded", "Users", [], "Users"],
    [undefined, "Users", ["users"], "Users"],
  ] as const)("%s: %s beside %j is %s", (tableNames, want, have, kept) => {
    const server = { version: "9.7.0", ...(tableNames === undefined ? {} : { tableNames }) };
    const asked = asKept(referring(named(want)), named(...have), server);
    expect(asked.tables.map(({ name }) => name)).toEqual([kept]);
    expect(asked.tables[0]?.foreignKeys[0]?.references.table).toBe(kept);
    expect(asked.triggers[0]?.table).toBe(kept);
    expect(asked.views[0]?.name).toBe(tableNames === "lower" ? "all" : "All");
  });

  it.each(["lower", "folded"] as const)("%s: two of the models that would be one are refused", (tableNames) => {
    const server = { version: "9.7.0", tableNames };
    expect(() => asKept(named("Users", "users"), emptySchema, server)).toThrow(
      /"Users" and "users", which are one name/,
    );
  });
});
