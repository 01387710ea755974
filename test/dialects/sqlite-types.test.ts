import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { parseType, renderType } from "../../src/dialects/sqlite/types.ts";
import type { ColumnType } from "../../src/schema/types.ts";

describe("a declared type is read as", () => {
  const rows: readonly (readonly [declared: string, type: ColumnType])[] = [
    ["INTEGER", { kind: "integer" }],
    ["BIGINT", { kind: "bigint" }],
    ["SMALLINT", { kind: "smallint" }],
    ["VARCHAR(20)", { kind: "varchar", length: 20 }],
    ["VARCHAR", { kind: "varchar" }],
    ["TEXT", { kind: "text" }],
    ["CHAR(8)", { kind: "char", length: 8 }],
    ["NUMERIC(10, 2)", { kind: "numeric", precision: 10, scale: 2 }],
    ["NUMERIC(10)", { kind: "numeric", precision: 10 }],
    ["FLOAT", { kind: "float" }],
    ["REAL", { kind: "real" }],
    ["DOUBLE", { kind: "double" }],
    ["BOOLEAN", { kind: "boolean" }],
    ["DATETIME", { kind: "datetime" }],
    ["DATE", { kind: "date" }],
    ["TIME", { kind: "time" }],
    ["TIMESTAMP", { kind: "timestamp" }],
    ["TIMESTAMP WITH TIME ZONE(6)", { kind: "timestamp", precision: 6, timezone: true }],
    ["BLOB", { kind: "blob" }],
    ["JSON", { kind: "json" }],
    ["BIT VARYING(8)", { kind: "bit", varying: true, length: 8 }],
    ["", { kind: "raw", sql: "" }],
    ["INT", { kind: "raw", sql: "INT" }],
    ["integer", { kind: "raw", sql: "integer" }],
    ["NUMERIC(10,2)", { kind: "raw", sql: "NUMERIC(10,2)" }],
    ["VARCHAR( 20 )", { kind: "raw", sql: "VARCHAR( 20 )" }],
    ["TEXT(20)", { kind: "raw", sql: "TEXT(20)" }],
    ["VARCHAR(020)", { kind: "raw", sql: "VARCHAR(020)" }],
    ["UUID", { kind: "raw", sql: "UUID" }],
    ["UNSIGNED BIG INT", { kind: "raw", sql: "UNSIGNED BIG INT" }],
  ];
  it.each(rows)("%s", (declared, type) => expect(parseType(declared)).toEqual(type));
});

it("a UUID is text, for as a number it would lose its zeros", () => {
  expect(renderType({ kind: "uuid" })).toBe("CHAR(36)");
});

it("no text changes by being read and written", () => {
  const words = fc.constantFrom(
    "INT",
    "INTEGER",
    "VARCHAR",
    "BIT",
    "VARYING",
    "TIME",
    "NUMERIC",
    "DATE",
    "WITH TIME ZONE",
    "text",
  );
  const numbers = fc.constantFrom("", "(1)", "(10, 2)", "(10,2)", "(01)", " (3)");
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 3 }), numbers, words, (before, number, after) => {
      for (const text of [before.join(" ") + number, `${before.join(" ")}${number} ${after}`]) {
        expect(renderType(parseType(text))).toBe(text);
      }
    }),
    { numRuns: 500 },
  );
});

describe("a type that SQLite doesn't have is refused:", () => {
  const rows: readonly ColumnType[] = [
    { kind: "array", of: { kind: "integer" } },
    { kind: "named", name: "mood" },
    { kind: "int4range" },
    { kind: "interval" },
    { kind: "jsonb" },
    { kind: "enum", values: ["a"] },
    { kind: "integer", unsigned: true },
    { kind: "varchar", length: 3, charset: "latin1" },
    { kind: "text", size: "long" },
    { kind: "numeric", scale: 2 },
  ];
  it.each(rows)("%o", (type) => {
    try {
      renderType(type);
    } catch (error) {
      expect(isLimbeckError(error, "DIALECT_UNSUPPORTED")).toBe(true);
      return;
    }
    expect.unreachable();
  });
});
