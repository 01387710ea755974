import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { administer, databaseUrl, type PostgresServer, restartedServer } from "../servers/postgres.ts";
import { restartServer } from "../servers/postgres-embedded.ts";
import { addColumn, execute, textColumn } from "./ops.ts";
import { openUrl, postgresProject } from "./postgres-project.ts";
import { column, type Given } from "./project.ts";

/** Transactions with rows, an index that is built concurrently, and statements behind it. */
const history: readonly Given[] = [
  { id: "r1", up: [execute("CREATE TABLE t AS SELECT i, 'r' || i AS name FROM generate_series(1, 60000) i")] },
  { id: "r2", up: [addColumn("t", textColumn("nick")), execute("UPDATE t SET nick = upper(name)")] },
  {
    id: "r3",
    up: [
      execute("DELETE FROM t WHERE i % 3 = 0"),
      { kind: "createIndex", table: "t", index: { name: "t_name", parts: [{ column: "name" }] }, concurrently: true },
      execute("UPDATE t SET nick = nick || '!'"),
    ],
  },
  { id: "r4", up: [{ kind: "alterColumn", table: "t", column: "nick", changes: { nullable: false } }] },
];

/** What says whether each revision was carried out once. */
const STATE = `SELECT (SELECT string_agg(version_num, ',') FROM alembic_version) AS heads, count(*)::int AS rows,
  min(nick) AS nick, (SELECT bool_and(indisvalid) FROM pg_index WHERE indrelid = 't'::regclass) AS valid FROM t`;
const WHOLE = [{ heads: "r4", rows: 40_000, nick: "R1!", valid: true }];

let server: PostgresServer;

beforeAll(async () => {
  server = await restartedServer();
}, 120_000);

async function fresh(name: string): Promise<string> {
  await administer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await administer(server.url, `CREATE DATABASE ${name}`);
  return databaseUrl(server, name);
}

/** Upgrades; the error if it failed. */
async function upgraded(url: string): Promise<unknown> {
  const connection = await openUrl(url);
  try {
    await postgresProject(connection, history).upgrade();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await connection.close();
  }
}

describe("a server that restarts while revisions run", () => {
  it.each([
    { how: "fast", name: "restarted" },
    { how: "immediate", name: "crashed" },
  ] as const)(
    "($how) is reported as such, and the next run completes them",
    async ({ how, name }) => {
      const started = performance.now();
      expect(await upgraded(await fresh(`${name}_0`))).toBeUndefined();
      const full = performance.now() - started;
      const faults: unknown[] = [];
      for (let i = 1; i <= 5; i++) {
        const url = await fresh(`${name}_${i}`);
        const running = upgraded(url);
        await sleep((full * i) / 6);
        await restartServer(server, how);
        const fault = await running;
        if (fault !== undefined) faults.push(fault);
        expect(await upgraded(url)).toBeUndefined();
        expect(await administer(url, STATE)).toEqual(WHOLE);
      }
      expect(faults).not.toEqual([]);
      for (const fault of faults) {
        expect(isLimbeckError(fault) && fault.code).toMatch(/^(?:RUN_REVISION_FAILED|CONNECT_FAILED)$/);
        expect(String(fault)).toMatch(/connection to ".*" broke|can't be used|Nothing answers/);
      }
    },
    120_000,
  );
});

describe("a session that is ended", () => {
  it("in the middle of a concurrent build leaves nothing that the next run can't complete", async () => {
    const url = await fresh("ended");
    // An index is not valid before every older transaction is at its end.
    const older = await openUrl(url);
    await older.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await older.query("SELECT 1");
    const running = upgraded(url);
    const building =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index WHERE datname = 'ended' AND command LIKE '%CONCURRENTLY'";
    while ((await administer(url, building)).length === 0) await sleep(2);
    const fault = await running;
    await older.close();
    expect(isLimbeckError(fault, "RUN_REVISION_FAILED") && fault.details["committed"]).toBe(1);
    expect(String(fault)).toContain("terminating connection due to administrator command");
    const connection = await openUrl(url);
    expect(await column(connection, "SELECT version_num FROM alembic_version")).toEqual(["r2"]);
    await connection.close();
    expect(await upgraded(url)).toBeUndefined();
    expect(await administer(url, STATE)).toEqual(WHOLE);
  });
});
