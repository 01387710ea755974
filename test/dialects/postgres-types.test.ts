import { beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { canonicalType } from "../../src/dialects/postgres/type-synonyms.ts";
import { parseType, renderType } from "../../src/dialects/postgres/types.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { freshDatabase, wantedMajors } from "../servers/postgres.ts";

/** A type as somebody declares it, and what it is read as. Source: https://www.postgresql.org/docs/18/datatype.html */
const TYPES: readonly (readonly [declared: string, type: ColumnType])[] = [
  ["smallint", { kind: "smallint" }],
  ["int2", { kind: "smallint" }],
  ["integer", { kind: "integer" }],
  ["INT", { kind: "integer" }],
  ["int4", { kind: "integer" }],
  ["bigint", { kind: "bigint" }],
  ["int8", { kind: "bigint" }],
  ["numeric", { kind: "numeric" }],
  ["decimal", { kind: "numeric" }],
  ["dec(5)", { kind: "numeric", precision: 5, scale: 0 }],
  ["numeric(10, 2)", { kind: "numeric", precision: 10, scale: 2 }],
  ["real", { kind: "real" }],
  ["float4", { kind: "real" }],
  ["float(10)", { kind: "real" }],
  ["float(24)", { kind: "real" }],
  ["float(25)", { kind: "double" }],
  ["float", { kind: "double" }],
  ["float8", { kind: "double" }],
  ["double precision", { kind: "double" }],
  ["money", { kind: "money" }],
  ["varchar", { kind: "varchar" }],
  ["varchar(20)", { kind: "varchar", length: 20 }],
  ["Character Varying (20)", { kind: "varchar", length: 20 }],
  ["national character varying(7)", { kind: "varchar", length: 7 }],
  ["char", { kind: "char", length: 1 }],
  ["char(3)", { kind: "char", length: 3 }],
  ["nchar(3)", { kind: "char", length: 3 }],
  ["bpchar(4)", { kind: "char", length: 4 }],
  ["bpchar", { kind: "raw", sql: "bpchar" }],
  ['"char"', { kind: "raw", sql: '"char"' }],
  ["name", { kind: "raw", sql: "name" }],
  ["text", { kind: "text" }],
  ["pg_catalog.text", { kind: "text" }],
  ["bytea", { kind: "blob" }],
  ["boolean", { kind: "boolean" }],
  ["bool", { kind: "boolean" }],
  ["date", { kind: "date" }],
  ["time", { kind: "time" }],
  ["time(3)", { kind: "time", precision: 3 }],
  ["timetz", { kind: "time", timezone: true }],
  ["time(0) with time zone", { kind: "time", precision: 0, timezone: true }],
  ["timestamp", { kind: "timestamp" }],
  ["timestamp(3)", { kind: "timestamp", precision: 3 }],
  ["timestamp without time zone", { kind: "timestamp" }],
  ["timestamptz", { kind: "timestamp", timezone: true }],
  ["timestamptz(6)", { kind: "timestamp", precision: 6, timezone: true }],
  ["timestamp(2) with time zone", { kind: "timestamp", precision: 2, timezone: true }],
  ["interval", { kind: "interval" }],
  ["interval(3)", { kind: "interval", precision: 3 }],
  ["interval year to month", { kind: "interval", fields: "year to month" }],
  ["interval DAY TO SECOND(3)", { kind: "interval", fields: "day to second", precision: 3 }],
  ["interval second", { kind: "interval", fields: "second" }],
  ["bit", { kind: "bit", length: 1 }],
  ["bit(8)", { kind: "bit", length: 8 }],
  ["varbit", { kind: "bit", varying: true }],
  ["bit varying(9)", { kind: "bit", varying: true, length: 9 }],
  ...(
    ["uuid", "json", "jsonb", "xml", "inet", "cidr", "macaddr", "macaddr8", "tsvector", "tsquery", "oid"] as const
  ).map(plain),
  ...(["point", "line", "lseg", "box", "path", "polygon", "circle"] as const).map(plain),
  ...(["int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"] as const).map(plain),
  ["regclass", { kind: "raw", sql: "regclass" }],
  ["pg_lsn", { kind: "raw", sql: "pg_lsn" }],
  ["jsonpath", { kind: "raw", sql: "jsonpath" }],
  ["xid8", { kind: "raw", sql: "xid8" }],
  ["integer[]", { kind: "array", of: { kind: "integer" } }],
  ["int4 ARRAY", { kind: "array", of: { kind: "integer" } }],
  ["int4 array[4]", { kind: "array", of: { kind: "integer" } }],
  ["varchar(20)[]", { kind: "array", of: { kind: "varchar", length: 20 } }],
  ["timestamptz(3)[]", { kind: "array", of: { kind: "timestamp", precision: 3, timezone: true } }],
  ["numeric(10,2)[][]", { kind: "array", of: { kind: "numeric", precision: 10, scale: 2 }, dimensions: 2 }],
  ['"char"[]', { kind: "array", of: { kind: "raw", sql: '"char"' } }],
];

/** Those that came with version 14. */
const SINCE_14 = (
  ["int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange", "datemultirange"] as const
).map(plain);
const SINCE_15: typeof TYPES = [["numeric(3,-2)", { kind: "numeric", precision: 3, scale: -2 }]];

function plain<K extends string>(kind: K): readonly [string, ColumnType] {
  return [kind, { kind } as ColumnType];
}

describe.each(wantedMajors)("PostgreSQL %i", (major) => {
  let connection: Connection;
  const types = [...TYPES, ...(major >= 14 ? SINCE_14 : []), ...(major >= 15 ? SINCE_15 : [])];
  let read: readonly ColumnType[] = [];

  beforeAll(async () => {
    connection = await connect(target(await freshDatabase({ major }), process.cwd()), { create: false });
    await connection.execute(`CREATE TABLE declared (${types.map(([text], i) => `c${i} ${text}`).join(", ")})`);
    const { tables } = await inspect(connection, { exclude: [] });
    read = tables[0]?.columns.map((column) => column.type) ?? [];
    return () => connection.close();
  }, 120_000);

  test.each(types.map(([text, type], i) => [text, type, i] as const))("%s is read", (_, type, i) => {
    expect(read[i]).toEqual(type);
  });

  test.each(types.map(([text], i) => [text, i] as const))("%s is the same type in a model's own words", (text, i) => {
    expect(canonicalType({ kind: "raw", sql: text })).toEqual(canonicalType(read[i] ?? { kind: "raw", sql: "" }));
  });

  test("every type that is rendered is the type that was read", async () => {
    const rendered = read.map((type, i) => `c${i} ${renderType(type)}`);
    await connection.execute(`CREATE TABLE rendered (${rendered.join(", ")})`);
    const formatted = (table: string) =>
      connection.query(
        "SELECT attname, format_type(atttypid, atttypmod) AS type, attndims FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 ORDER BY attnum",
        [table],
      );
    const [declared, again] = [await formatted("declared"), await formatted("rendered")];
    // ARRAY and `[]` count dimensions in different ways.
    const comparable = (rows: typeof declared) => rows.map(({ attname, type }) => ({ attname, type }));
    expect(comparable(again)).toEqual(comparable(declared));
  });
});

test.each([
  [{ kind: "float", precision: 24 }, "real"],
  [{ kind: "float" }, "double precision"],
  [{ kind: "named", name: "Mood", schema: "app" }, '"app"."Mood"'],
  [{ kind: "array", of: { kind: "named", name: "mood" }, dimensions: 2 }, '"mood"[][]'],
  [{ kind: "raw", sql: "geometry(Point,4326)" }, "geometry(Point,4326)"],
  [{ kind: "citext" }, "citext"],
] satisfies readonly (readonly [ColumnType, string])[])("%j is written %s", (type, text) => {
  expect(renderType(type)).toBe(text);
});

test.each([
  [{ kind: "tinyint" }, "smallint()"],
  [{ kind: "integer", unsigned: true }, "raw("],
  [{ kind: "datetime" }, "timestamp()"],
  [{ kind: "varbinary", length: 5 }, "bytea"],
  [{ kind: "enum", values: ["a"] }, "enumType"],
  [{ kind: "text", size: "long" }, "raw("],
  [{ kind: "float", precision: 54 }, "raw("],
  [{ kind: "array", of: { kind: "year" } }, "raw("],
] satisfies readonly (readonly [ColumnType, string])[])("%j is refused, with what to use instead", (type, hint) => {
  const refusal = expect.objectContaining({ code: "DIALECT_UNSUPPORTED", hint: expect.stringContaining(hint) });
  expect(() => renderType(type)).toThrow(refusal);
});

test("a text that is spelt in another way stays as it is", () => {
  expect(parseType("numeric(10, 2)")).toEqual({ kind: "raw", sql: "numeric(10, 2)" });
});
