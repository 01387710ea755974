import type { Connection } from "../../src/dialects/contract.ts";
import { quoteName } from "../../src/dialects/mysql/quote.ts";
import { nameKey } from "../../src/schema/names.ts";
import type { Column, Schema, Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import type { Rows } from "../run/rows-there-and-back.ts";
import type { Draw } from "../schema/draw.ts";

const values: { readonly [kind in ColumnType["kind"]]?: readonly string[] } = {
  tinyint: ["0", "1", "7"],
  boolean: ["0", "1"],
  smallint: ["0", "7", "300"],
  mediumint: ["0", "7", "70000"],
  integer: ["0", "7", "700000"],
  bigint: ["0", "7", "5000000000"],
  numeric: ["0", "7", "1.25", "123.456"],
  real: ["0", "1.5"],
  double: ["0", "0.1", "1e300"],
  float: ["0", "1.5", "12.345"],
  text: ["''", "'7'", "'it''s'", "'so \"so\"'", "'a  longer text'"],
  varchar: ["''", "'7'", "'a'", "'longer than eight'"],
  char: ["''", "'7'", "'five '"],
  binary: ["x'00ff'"],
  varbinary: ["x'00ff'", "''"],
  blob: ["x'00ff'", "''"],
  bit: ["b'101'"],
  date: ["'2026-01-02'"],
  time: ["'12:00:00.12'"],
  datetime: ["'2026-01-02 03:04:05.123'"],
  timestamp: ["'2026-01-02 03:04:05.123456'"],
  year: ["2026"],
  json: ["'{}'", "'{\"a\": [1, null]}'"],
  uuid: ["UUID()"],
};

/** Puts some rows into the tables, as far as their keys and checks let them in. */
export async function fill(connection: Connection, schema: Schema, draw: Draw): Promise<void> {
  // What refers to rows that are still to come is let in at the second time.
  for (const table of [...schema.tables, ...schema.tables]) {
    for (let left = draw.int(0, 3); left > 0; left--) {
      const given = table.columns.flatMap((column) => valueFor(column, table, draw));
      const columns = given.map(([name]) => quoteName(name)).join(", ");
      const row = `(${columns}) VALUES (${given.map(([, value]) => value).join(", ")})`;
      await connection.execute(`INSERT INTO ${quoteName(table.name)} ${row}`).catch(() => undefined);
    }
  }
}

/** A column and its value; nothing where the server is to say it. */
function valueFor(
  { name, type, nullable, generated, autoincrement, default: byDefault }: Column,
  table: Table,
  draw: Draw,
): readonly (readonly [string, string])[] {
  if (generated !== undefined || autoincrement === true) return [];
  if (nullable && draw.oneIn(4)) return [[name, "NULL"]];
  if (byDefault !== undefined && draw.oneIn(3)) return [];
  const key = table.foreignKeys.find(({ columns }) => columns.includes(name));
  if (key !== undefined && key.columns.length === 1) {
    const { table: to, columns } = key.references;
    const of = quoteName(columns?.[0] ?? name);
    return [[name, `(SELECT x.v FROM (SELECT ${of} AS v FROM ${quoteName(to)} ORDER BY RAND() LIMIT 1) x)`]];
  }
  if (type.kind === "enum" || type.kind === "set") return [[name, `'${draw.pick(type.values).replaceAll("'", "''")}'`]];
  const known = values[type.kind];
  return known === undefined ? [] : [[name, draw.pick(known)]];
}

/** All rows of the schema's tables, in an order of their own. */
export async function rowsIn(connection: Connection, schema: Schema): Promise<Rows> {
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  for (const table of schema.tables) {
    // Hidden columns, too.
    const columns = table.columns.map(({ name }) => quoteName(name)).join(", ");
    const found = await connection.query(`SELECT ${columns} FROM ${quoteName(table.name)}`);
    rows.set(
      nameKey(table),
      found
        .map((row) => JSON.stringify(row))
        .sort()
        .map((row) => JSON.parse(row)),
    );
  }
  return rows;
}
