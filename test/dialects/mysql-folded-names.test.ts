import { describe, expect, it } from "vitest";
import { asKept } from "../../src/dialects/mysql/as-kept.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";

function named(...names: readonly string[]): Schema {
  const parts = { columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
  return { ...emptySchema, tables: names.map((name) => ({ name, ...parts })) };
}

describe("names of tables that a server doesn't tell by their case", () => {
  it.each([
    ["lower", "Users", ["users"], /"Users", and the server keeps it as "users"/],
    ["lower", "Users", [], /"Users", and the server keeps it as "users"/],
    ["folded", "users", ["Users"], /"users", and the server keeps it as "Users"/],
  ] as const)("%s: %s beside %j is refused", (tableNames, want, have, words) => {
    const server = { version: "9.7.0", tableNames };
    expect(() => asKept(named(want), named(...have), server)).toThrow(words);
  });

  it.each([
    ["lower", "users", ["users"]],
    ["folded", "Users", ["Users"]],
    ["folded", "Users", []],
    [undefined, "Users", ["users"]],
  ] as const)("%s: %s beside %j is as it is", (tableNames, want, have) => {
    const server = { version: "9.7.0", ...(tableNames === undefined ? {} : { tableNames }) };
    expect(asKept(named(want), named(...have), server).tables.map(({ name }) => name)).toEqual([want]);
  });
});
