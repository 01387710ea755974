import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { conversionOf } from "../../src/dialects/postgres/conversions.ts";
import { renderType } from "../../src/dialects/postgres/types.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { openFresh } from "./postgres-writer.ts";

const types: readonly ColumnType[] = [
  { kind: "smallint" },
  { kind: "integer" },
  { kind: "bigint" },
  { kind: "numeric" },
  { kind: "numeric", precision: 8, scale: 2 },
  { kind: "numeric", precision: 10, scale: 2 },
  { kind: "numeric", precision: 10, scale: 4 },
  { kind: "numeric", precision: 8 },
  { kind: "real" },
  { kind: "double" },
  { kind: "float", precision: 10 },
  { kind: "money" },
  { kind: "oid" },
  { kind: "boolean" },
  { kind: "text" },
  { kind: "varchar" },
  { kind: "varchar", length: 5 },
  { kind: "varchar", length: 9 },
  { kind: "char" },
  { kind: "char", length: 5 },
  { kind: "char", length: 9 },
  { kind: "blob" },
  { kind: "bit" },
  { kind: "bit", length: 5 },
  { kind: "bit", varying: true },
  { kind: "bit", varying: true, length: 5 },
  { kind: "bit", varying: true, length: 9 },
  { kind: "date" },
  { kind: "time" },
  { kind: "time", precision: 3 },
  { kind: "time", timezone: true },
  { kind: "time", timezone: true, precision: 2 },
  { kind: "timestamp" },
  { kind: "timestamp", precision: 3 },
  { kind: "timestamp", precision: 6 },
  { kind: "timestamp", timezone: true },
  { kind: "timestamp", timezone: true, precision: 3 },
  { kind: "interval" },
  { kind: "interval", precision: 3 },
  { kind: "interval", fields: "day to second" },
  { kind: "interval", fields: "year to month" },
  { kind: "uuid" },
  { kind: "json" },
  { kind: "jsonb" },
  { kind: "xml" },
  { kind: "inet" },
  { kind: "cidr" },
  { kind: "macaddr" },
  { kind: "macaddr8" },
  { kind: "tsvector" },
  { kind: "int4range" },
  { kind: "point" },
  { kind: "box" },
  { kind: "path" },
  { kind: "polygon" },
  { kind: "citext" },
  { kind: "hstore" },
  { kind: "named", name: "mood" },
  { kind: "named", name: "other" },
  { kind: "array", of: { kind: "citext" } },
  { kind: "array", of: { kind: "hstore" } },
  { kind: "array", of: { kind: "integer" } },
  { kind: "array", of: { kind: "integer" }, dimensions: 2 },
  { kind: "array", of: { kind: "bigint" } },
  { kind: "array", of: { kind: "varchar", length: 5 } },
  { kind: "array", of: { kind: "varchar", length: 9 } },
  { kind: "array", of: { kind: "text" } },
  { kind: "array", of: { kind: "named", name: "mood" } },
  { kind: "array", of: { kind: "named", name: "other" } },
];

const isEnum = (type: ColumnType) => type.kind === "named";

describe.each(wantedMajors)("a type changes as stated on PostgreSQL %i", (major) => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await openFresh({ major });
    for (const name of ["citext", "hstore"]) await connection.execute(`CREATE EXTENSION ${name}`);
    await connection.execute("CREATE TYPE mood AS ENUM ('a')");
    await connection.execute("CREATE TYPE other AS ENUM ('a')");
  }, 90_000);
  afterAll(() => connection.close());

  it.each(types.map((type) => ({ type, name: renderType(type) })))("from $name", async ({ type: from }) => {
    await connection.execute("BEGIN");
    try {
      await connection.execute(`CREATE TABLE x (c ${renderType(from)})`);
      await connection.execute("SAVEPOINT s");
      const isIndexed = (await attempt(connection, "CREATE INDEX ix ON x (c)")) === undefined;
      if (!isIndexed) await connection.execute("ROLLBACK TO s");
      await connection.execute("SAVEPOINT s");
      for (const to of types) {
        const stated = conversionOf(from, to, isEnum);
        const middle = stated.way === "cast through text" ? `::text${to.kind === "array" ? "[]" : ""}` : "";
        const using = stated.way.startsWith("cast") ? ` USING c${middle}::${renderType(to)}` : "";
        const before = await filesOf(connection);
        const error = await attempt(connection, `ALTER TABLE x ALTER COLUMN c TYPE ${renderType(to)}${using}`);
        const pair = `${renderType(from)} > ${renderType(to)}`;
        if (stated.way === "none") expect(error, pair).toMatch(/cannot be cast automatically/);
        else
          expect(error?.replace(/.*no default operator class.*/s, "not indexed") ?? "not indexed", pair).toBe(
            "not indexed",
          );
        if (error === undefined && stated.cost !== "unknown") {
          expect({ pair, cost: costOf(before, await filesOf(connection)) }).toEqual({
            pair,
            cost: stated.cost === "indexes" && !isIndexed ? "nothing" : stated.cost,
          });
        }
        await connection.execute("ROLLBACK TO s");
      }
    } finally {
      await connection.execute("ROLLBACK");
    }
  });
});

interface Files {
  readonly table: unknown;
  readonly index: unknown;
}

async function filesOf(connection: Connection): Promise<Files> {
  const [row] = await connection.query(
    "SELECT pg_relation_filenode('x') AS table, pg_relation_filenode(to_regclass('ix')) AS index",
  );
  return { table: row?.["table"], index: row?.["index"] };
}

function costOf(before: Files, after: Files): string {
  if (before.table !== after.table) return "table";
  return before.index === after.index ? "nothing" : "indexes";
}

/** The server's words when it refuses. */
async function attempt(connection: Connection, sql: string): Promise<string | undefined> {
  try {
    await connection.execute(sql);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
