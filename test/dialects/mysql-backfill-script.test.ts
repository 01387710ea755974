import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import type { Backfill } from "../../src/ops/data-ops.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";

const keys: Readonly<Record<string, { readonly columns: string; readonly values: string; readonly key: string }>> = {
  "a number": { columns: "id int NOT NULL PRIMARY KEY, n int NOT NULL", values: "i, 0", key: "id" },
  "a text and a number": {
    columns: "a varchar(20) NOT NULL, b int NOT NULL, n int NOT NULL, PRIMARY KEY (a, b)",
    values: "CONCAT('it''s \\\\', i % 7), i, 0",
    key: "a, b",
  },
  bytes: {
    columns: "id varbinary(16) NOT NULL PRIMARY KEY, n int NOT NULL",
    values: "UNHEX(LEFT(SHA2(i, 256), 32)), 0",
    key: "id",
  },
};

describe.each(wantedFlavors)("the script of a backfill on %s", (flavor) => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await mysql.connect(mysql.target(await freshMysqlDatabase(flavor), "/"), { create: false });
  }, 120_000);
  afterAll(() => connection.close());

  it.each(Object.entries(keys))("changes each row once, in batches by %s", async (_, { columns, values }) => {
    await connection.execute("DROP TABLE IF EXISTS t");
    await connection.execute(`CREATE TABLE t (${columns})`);
    const digits =
      "(SELECT 0 i UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6)";
    const numbers = `SELECT a.i + 7 * b.i + 49 * c.i AS i FROM ${digits} a, ${digits} b, ${digits} c`;
    await connection.execute(`INSERT INTO t SELECT ${values} FROM (${numbers}) numbers`);
    const where = "n <> 5 AND 'it''s -- \\\\' <> '' -- all";
    const set = { n: { sql: "n + 1" } };
    const op: Backfill = { kind: "backfill", table: "t", set, where, batchSize: 50, pauseMs: 1 };
    const before = await mysql.inspect(connection, { exclude: [] });
    const [statement] = mysql.plan([op], before, connection.server);
    const script = statement?.script ?? [];
    for (const { sql } of mysql.split(script.join("\n"))) await connection.execute(sql);
    const found = await connection.query("SELECT n, COUNT(*) AS c FROM t GROUP BY n");
    expect(found.map((row) => Object.values(row).map(Number))).toEqual([[1, 343]]);
    expect(await connection.query("SHOW PROCEDURE STATUS WHERE Db = DATABASE()")).toEqual([]);
  });

  it("has nothing to do in an empty table", async () => {
    await connection.execute("DELETE FROM t");
    const op: Backfill = { kind: "backfill", table: "t", set: { n: 1 } };
    const before = await mysql.inspect(connection, { exclude: [] });
    const [statement] = mysql.plan([op], before, connection.server);
    for (const { sql } of mysql.split((statement?.script ?? []).join("\n"))) await connection.execute(sql);
    expect(await connection.query("SELECT COUNT(*) AS c FROM t")).toMatchObject([{ c: expect.anything() }]);
  });
});
