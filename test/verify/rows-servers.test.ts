import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Connection, Dialect } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { diff } from "../../src/diff/diff.ts";
import { emptySchema } from "../../src/schema/schema.ts";
import { postgresSchemas } from "../dialects/postgres-schemas.ts";
import { carryOut, empty, openFresh } from "../dialects/postgres-writer.ts";
import { databaseOf } from "../dialects/sqlite-writer.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { fill } from "./fill.ts";

const opened: Connection[] = [];
afterAll(async () => {
  for (const connection of opened) await connection.close();
});

it("random tables on PostgreSQL take rows", async () => {
  const connection = await openFresh();
  opened.push(connection);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(postgresSchemas({ major: 15, names: "wild" }), async (schema) => {
      await empty(connection);
      const canonical = { have: emptySchema, want: postgres.normalise(schema) };
      await carryOut(connection, diff(emptySchema, schema, { canonical, traits: postgres.traits, renames: [] }).ops);
      const { notes, read } = await fill(connection, postgres);
      count += read.tables.length;
      // What no partition is for no row can be in.
      expect(notes.filter((note) => !note.includes("no partition of relation"))).toEqual([]);
    }),
    { numRuns: 20 },
  );
  expect(count).toBeGreaterThan(20);
});

/** Types of which each server makes a column, which must take twelve rows. */
const types: Readonly<Record<string, readonly string[]>> = {
  SQLite: [
    "INTEGER",
    "VARCHAR(3)",
    "TEXT",
    "BLOB",
    "REAL",
    "NUMERIC(6, 2)",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "TIME",
    "JSON",
    "UUID",
    "MONEY",
  ],
  PostgreSQL: [
    ...[
      "smallint",
      "integer",
      "bigint",
      "numeric",
      "numeric(6,2)",
      "numeric(3,3)",
      "real",
      "double precision",
      "money",
      "boolean",
    ],
    ...[
      "char(4)",
      "varchar(3)",
      "text",
      "bytea",
      "bit(3)",
      "bit varying(5)",
      "date",
      "timestamp",
      "timestamptz(3)",
      "time",
      "timetz",
      "interval",
    ],
    ...[
      "uuid",
      "json",
      "jsonb",
      "xml",
      "inet",
      "cidr",
      "macaddr",
      "macaddr8",
      "tsvector",
      "tsquery",
      "oid",
      "point",
      "line",
      "lseg",
      "box",
    ],
    ...[
      "path",
      "polygon",
      "circle",
      "int4range",
      "numrange",
      "tstzrange",
      "daterange",
      "int4multirange",
      "datemultirange",
      "integer[]",
    ],
    ...["text[]", "mood", "mood[]", "adult", "pair", "floats"],
  ],
  MariaDB: [
    ...[
      "tinyint",
      "smallint unsigned",
      "mediumint",
      "int",
      "bigint unsigned",
      "decimal(6,2)",
      "float",
      "double",
      "bit(5)",
      "boolean",
    ],
    ...[
      "char(4)",
      "varchar(3)",
      "tinytext",
      "text",
      "longtext",
      "binary(4)",
      "varbinary(5)",
      "tinyblob",
      "blob",
      "date",
      "datetime(3)",
    ],
    ...[
      "timestamp",
      "time",
      "year",
      "enum('a','b''c')",
      "set('x','y')",
      "json",
      "uuid",
      "inet6",
      "point",
      "geometry",
      "polygon",
    ],
  ],
};

const OWN_TYPES = [
  "CREATE TYPE mood AS ENUM ('sad', 'it''s ok')",
  "CREATE DOMAIN adult AS integer NOT NULL CHECK (VALUE >= 18)",
  "CREATE TYPE pair AS (a integer, b text)",
  "CREATE TYPE floats AS RANGE (subtype = float8)",
];

const servers: Readonly<Record<string, readonly [Dialect, () => Promise<Connection>, readonly string[]]>> = {
  SQLite: [sqlite, () => databaseOf(""), []],
  PostgreSQL: [postgres, () => openFresh(), OWN_TYPES],
  MariaDB: [
    mysql,
    async () => mysql.connect(mysql.target(await freshMysqlDatabase("mariadb-10.11"), "/"), { create: false }),
    [],
  ],
};

describe.each(Object.entries(servers))("on %s", (server, [dialect, open, before]) => {
  it("a column of each type takes rows", async () => {
    const connection = await open();
    opened.push(connection);
    for (const sql of before) await connection.execute(sql);
    const list = types[server] ?? [];
    for (const [i, type] of list.entries())
      await connection.execute(`CREATE TABLE t${i} (id integer PRIMARY KEY, v ${type} NOT NULL)`);
    const { notes } = await fill(connection, dialect);
    expect(notes.map((note) => note.replace(/t(\d+)/, (_, i) => list[i] ?? ""))).toEqual([]);
    for (const [i, type] of list.entries()) {
      const [row] = await connection.query(`SELECT count(*) AS n FROM t${i}`);
      expect([type, Number(row?.["n"])]).toEqual([type, 12]);
    }
  });
});
