import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Connection, Row } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { type PipedQuery, pipelineOf } from "../../src/dialects/postgres/pipeline.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

let url: string;
let connection: Connection;

beforeAll(async () => {
  url = await freshDatabase();
}, 120_000);

beforeEach(async () => {
  connection = await connect(target(url, process.cwd()), { create: false });
  return () => connection.close();
});

afterAll(() => administer(url, "DROP TABLE IF EXISTS made"));

const query = (sql: string, ...parameters: readonly (string | null)[]): PipedQuery => ({ sql, parameters });

/** The rows of each, or the code of its error. */
async function outcomes(queries: readonly PipedQuery[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(pipelineOf(connection)(queries));
  return settled.map((each) => (each.status === "fulfilled" ? each.value : (each.reason as { code: string }).code));
}

test("each query gets its own rows, its own parameters and values as a single one has them", async () => {
  const sql =
    "SELECT 1::bigint AS n, $1::text AS text, NULL::text AS none, '2020-01-02'::date AS day, ARRAY['a']::name[] AS list";
  const one: readonly Row[] = await connection.query(sql, ["x"]);
  expect(
    await outcomes([
      query(sql, "x"),
      query("SELECT 1 WHERE false"),
      query(""),
      query("BEGIN"),
      query("SELECT $1::text AS none", null),
    ]),
  ).toEqual([one, [], [], [], [{ none: null }]]);
  expect(connection.isInTransaction?.()).toBe(true);
});

test("after one that fails none is run, and the connection goes on", async () => {
  const made = await outcomes([query("SELECT 1 AS n"), query("SELECT 1/0"), query("CREATE TABLE made ()")]);
  expect(made).toEqual([[{ n: 1 }], "STATEMENT_FAILED", "STATEMENT_FAILED"]);
  expect(await connection.query("SELECT to_regclass('made') AS found")).toEqual([{ found: null }]);
});

test("rows come before the queries behind them have been run", async () => {
  const other = await connect(target(url, process.cwd()), { create: false });
  await other.query("SELECT pg_advisory_lock(77)");
  const [first, second] = pipelineOf(connection)([
    query("SELECT 1 AS n"),
    query("SELECT count(*)::int AS n FROM (SELECT pg_advisory_lock(77)) AS locked"),
  ]);
  expect(await first).toEqual([{ n: 1 }]);
  await other.close();
  expect(await second).toEqual([{ n: 1 }]);
});

test("a session that ends fails all that is not answered", async () => {
  const [pid] = await connection.query("SELECT pg_backend_pid() AS pid");
  const waiting = outcomes([query("SELECT 1 AS n"), query("SELECT pg_sleep(60)"), query("SELECT 2 AS n")]);
  await administer(url, `SELECT pg_sleep(0.1), pg_terminate_backend(${pid?.["pid"]})`);
  expect((await waiting).slice(1)).toEqual(["CONNECT_FAILED", "CONNECT_FAILED"]);
});

test("around a connection that somebody watches, each query is seen", async () => {
  const seen: string[] = [];
  const watched: Connection = {
    ...connection,
    query: (sql, parameters) => {
      seen.push(sql);
      return connection.query(sql, parameters);
    },
  };
  const rows = pipelineOf(watched)([query("SELECT 1 AS n"), query("SELECT 2 AS n")]);
  expect(await Promise.all(rows)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  expect(seen).toEqual(["SELECT 1 AS n", "SELECT 2 AS n"]);
});
