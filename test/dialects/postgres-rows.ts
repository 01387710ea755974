import type { Connection } from "../../src/dialects/contract.ts";
import { allColumns } from "../../src/schema/inheritance.ts";
import { nameKey, sameName } from "../../src/schema/names.ts";
import type { Column, Schema, Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import type { Rows } from "../run/rows-there-and-back.ts";
import type { Draw } from "../schema/draw.ts";
import { quoted } from "../schema/random-names.ts";
import { quotedObject } from "./postgres-making.ts";

const values: { readonly [kind in ColumnType["kind"]]?: readonly string[] } = {
  smallint: ["0", "7", "-32768", "32767"],
  integer: ["0", "7", "70000", "-1000000000"],
  bigint: ["0", "7", "5000000000"],
  numeric: ["0", "7", "1.5", "123456.789"],
  real: ["0", "7", "1.5"],
  double: ["0", "7", "0.1", "1e300"],
  boolean: ["true", "false"],
  text: ["''", "'7'", "'it''s'", "'so \"so\"'", "'a  longer text with ''quotes'' and 名'", "E'\\n\\\\'"],
  varchar: ["''", "'7'", "'sad'", "'longer than eight letters'"],
  char: ["''", "'7'", "'eight ch'"],
  citext: ["'x'", "'X'"],
  blob: ["'\\x00ff'", "''"],
  date: ["'2026-01-02'", "'infinity'"],
  time: ["'12:00:00.123456'"],
  timestamp: ["'2026-01-02 03:04:05.123456'", "'-infinity'"],
  interval: ["'1 day 02:03:04.123456'", "'1 year'"],
  uuid: ["gen_random_uuid()"],
  json: ["'{}'", "'{\"a\": [1, null]}'"],
  jsonb: ["'{}'", "'{\"a\": [1, null]}'"],
  bit: ["B'101'"],
  inet: ["'127.0.0.1'", "'::1/64'"],
  int4range: ["'[1,5)'", "'empty'"],
  tsvector: ["'a fat cat'"],
  point: ["'(1,2)'"],
  array: ["'{}'", "'{1,2}'"],
};

/** Puts some rows into the tables, as far as their keys and checks let them in. */
export async function fill(connection: Connection, schema: Schema, draw: Draw): Promise<void> {
  // What refers to rows that are still to come is let in at the second time.
  for (const table of [...schema.tables, ...schema.tables]) {
    const columns = allColumns(table, schema);
    for (let left = draw.int(0, 3); left > 0; left--) {
      const given = columns.flatMap((column) => valueFor(column, table, schema, draw));
      const rows =
        given.length === 0
          ? "DEFAULT VALUES"
          : `(${given.map(([name]) => quoted(name)).join(", ")}) VALUES (${given.map(([, value]) => value).join(", ")})`;
      await connection.execute(`INSERT INTO ${quotedObject(table)} ${rows}`).catch(() => undefined);
    }
  }
}

/** A column and its value; nothing where the server is to say it. */
function valueFor(column: Column, table: Table, schema: Schema, draw: Draw): readonly (readonly [string, string])[] {
  const { name, type, nullable, generated, identity, autoincrement } = column;
  if (generated !== undefined || identity !== undefined || autoincrement === true) return [];
  if (nullable && draw.oneIn(4)) return [[name, "NULL"]];
  if (column.default !== undefined && draw.oneIn(3)) return [];
  const key = table.foreignKeys.find(({ columns }) => columns.includes(name));
  if (key !== undefined && key.columns.length === 1) {
    const { table: to, schema: at, columns } = key.references;
    const from = quotedObject({ name: to, ...(at === undefined ? {} : { schema: at }) });
    return [[name, `(SELECT ${quoted(columns?.[0] ?? name)} FROM ${from} ORDER BY random() LIMIT 1)`]];
  }
  const value = literalOf(type, schema, draw);
  return value === undefined ? [] : [[name, value]];
}

function literalOf(type: ColumnType, schema: Schema, draw: Draw): string | undefined {
  if (type.kind === "array") {
    const one = literalOf(type.of, schema, draw);
    return one === undefined || draw.oneIn(3) ? "'{}'" : `ARRAY[${one}, NULL]`;
  }
  if (type.kind === "named") {
    const labels = schema.enums.find((each) => sameName(each, type))?.values;
    if (labels !== undefined) return `'${draw.pick(labels).replaceAll("'", "''")}'`;
    const domain = schema.domains.find((each) => sameName(each, type));
    return domain === undefined ? undefined : literalOf(domain.type, schema, draw);
  }
  const known = values[type.kind];
  return known === undefined ? undefined : draw.pick(known);
}

/** All rows of the schema's tables, those of heirs and partitions with these alone; in an order of their own. */
export async function rowsIn(connection: Connection, schema: Schema): Promise<Rows> {
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  for (const table of schema.tables) {
    const found = await connection.query(`SELECT to_jsonb(t)::text AS row FROM ONLY ${quotedObject(table)} AS t`);
    rows.set(
      nameKey(table),
      found
        .map(({ row }) => String(row))
        .sort()
        .map((row) => JSON.parse(row)),
    );
  }
  return rows;
}
