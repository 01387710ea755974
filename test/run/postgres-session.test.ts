import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { rememberProcess, serverProcess } from "../../src/dialects/postgres/server-process.ts";
import type { Op } from "../../src/ops/op.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { administer, freshDatabase, wantedMajors } from "../servers/postgres.ts";
import { failureOf } from "./failure.ts";
import { execute } from "./ops.ts";
import { openUrl, postgresProject } from "./postgres-project.ts";
import { column } from "./project.ts";

/** Cuts the revision: what stands before it is committed. */
const CUT: Op = {
  ...({ kind: "createIndex", table: "s", concurrently: true } as const),
  index: { name: "ix", parts: [{ column: "id" }] },
};

describe.each(wantedMajors)("a revision that stands on its session, on PostgreSQL %i", (major) => {
  let url: string;
  let connection: Connection;
  beforeAll(async () => {
    url = await freshDatabase({ major });
    await administer(url, "CREATE ROLE session_owner SUPERUSER");
  }, 90_000);
  beforeEach(async () => {
    await administer(
      url,
      "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE s (id int); INSERT INTO s VALUES (1), (2); CREATE TABLE hidden (id int)",
    );
    connection = await openUrl(url);
  });
  afterAll(async () => {
    await connection.close();
    await administer(url, "REASSIGN OWNED BY session_owner TO postgres; DROP ROLE session_owner");
  });

  /** The revision fails in its middle, at a table that isn't there; then it is, and another session goes on. */
  async function goesOn(
    before: readonly string[],
    after: readonly (string | Op)[],
    more: Partial<RunInput> = {},
  ): Promise<readonly string[]> {
    const op = (each: string | Op) => (typeof each === "string" ? execute(each) : each);
    const functions = new Map([["look", async () => undefined]]);
    const up = [...before.map(op), CUT, execute("SELECT * FROM missing"), ...after.map(op)];
    const given = [{ id: "r1", up, functions }];
    await failureOf(postgresProject(connection, given).upgrade());
    await connection.close();
    await administer(url, "CREATE TABLE missing (id int)");
    connection = await openUrl(url);
    return (await postgresProject(connection, given, more).upgrade()).heads;
  }

  describe("as a role that may not write Limbeck's tables", () => {
    const owners = () =>
      column(
        connection,
        "SELECT relname || ' ' || relowner::regrole FROM pg_class WHERE relname ~ '^(mine|mine_ix|other|ours)$' ORDER BY 1",
      );
    const taking = "SET ROLE session_guest";
    const parts = [
      execute("CREATE TABLE mine (id int)"),
      execute("CREATE INDEX CONCURRENTLY mine_ix ON mine (id)"),
      execute("CREATE TABLE other (id int)"),
    ];
    const ours = { id: "r2", up: [execute("CREATE TABLE ours (id int)")] };
    beforeEach(() =>
      administer(
        url,
        "DROP ROLE IF EXISTS session_guest; CREATE ROLE session_guest; GRANT CREATE, USAGE ON SCHEMA public TO session_guest",
      ),
    );

    it.each([["SET ROLE session_guest"], ["SET SESSION AUTHORIZATION session_guest"]])(
      "%s: it goes from part to part, and ends with the revision",
      async (sql) => {
        const project = postgresProject(connection, [{ id: "r1", up: [execute(sql), ...parts] }, ours]);
        expect((await project.upgrade()).heads).toEqual(["r2"]);
        expect(await owners()).toEqual([
          ...["mine session_guest", "mine_ix session_guest", "other session_guest"],
          "ours postgres",
        ]);
      },
    );

    it("fails outside of a transaction, which the journal tells, and goes on", async () => {
      const project = postgresProject(connection, [{ id: "r1", up: [execute(taking), ...parts] }]);
      await administer(url, "CREATE TABLE mine_ix (id int)");
      expect((await failureOf(project.upgrade())).message).not.toContain("journal");
      await administer(url, "DROP TABLE mine_ix");
      expect((await project.upgrade()).heads).toEqual(["r1"]);
      expect(await owners()).toEqual(["mine session_guest", "mine_ix session_guest", "other session_guest"]);
    });
  });

  const values = () => column(connection, "SELECT id FROM s ORDER BY id");

  it.each<readonly [string, readonly string[], readonly string[], readonly number[]]>([
    [
      "a setting of one's own",
      ["SET app.n = '7'"],
      ["INSERT INTO s SELECT current_setting('app.n', true)::int"],
      [1, 2, 7],
    ],
    [
      "a setting by a function",
      ["SELECT set_config('app.n', '8', false)"],
      ["INSERT INTO s SELECT current_setting('app.n', true)::int"],
      [1, 2, 8],
    ],
    [
      "the role",
      ["SET ROLE session_owner"],
      ["INSERT INTO s SELECT 9 WHERE current_user = 'session_owner'", "RESET ROLE"],
      [1, 2, 9],
    ],
    [
      "a temporary table that only goes",
      ["CREATE TEMP TABLE t AS SELECT id + 10 AS id FROM s", "INSERT INTO s SELECT id FROM t"],
      ["DROP TABLE t"],
      [1, 2, 11, 12],
    ],
    [
      "a temporary table that hides another, which stays",
      ["CREATE TEMP TABLE hidden (id int)"],
      ["DROP TABLE hidden", "INSERT INTO hidden VALUES (1)"],
      [1, 2],
    ],
    [
      "a temporary table that is made again before it is needed",
      ["CREATE TEMP TABLE t (id int)"],
      ["CREATE TEMP TABLE IF NOT EXISTS t (id int)", "INSERT INTO t VALUES (5)", "INSERT INTO s SELECT id FROM t"],
      [1, 2, 5],
    ],
  ])("goes on in another session with %s", async (_, before, after, wanted) => {
    expect(await goesOn(before, after)).toEqual(["r1"]);
    expect(await values()).toEqual(wanted);
  });

  it.each<readonly [string, readonly string[], readonly (string | Op)[], string, RegExp]>([
    [
      "a temporary table",
      ["CREATE TEMP TABLE hidden AS SELECT 5 AS id"],
      ["INSERT INTO s SELECT id FROM hidden"],
      '"hidden"',
      /CREATE TEMP TABLE hidden/,
    ],
    [
      "a setting from the data",
      ["SELECT set_config('app.n', max(id)::text, false) FROM s"],
      ["INSERT INTO s SELECT current_setting('app.n', true)::int"],
      "a setting",
      /max\(id\)/,
    ],
    ["a prepared statement", ["PREPARE p AS INSERT INTO s VALUES (5)"], ["EXECUTE p"], '"prepared p"', /PREPARE p/],
    [
      "a temporary table that a function may use",
      ["CREATE TEMP TABLE t (id int)"],
      [{ kind: "run", label: "look" }],
      '"t"',
      /CREATE TEMP TABLE t/,
    ],
  ])("%s is lost, which is said before anything is changed", async (_, before, after, name, maker) => {
    const error = await failureOf(goesOn(before, ["INSERT INTO s VALUES (99)", ...after]));
    expect(error.details["code"]).toBe("RUN_SESSION_LOST");
    expect(error.message).toContain(`${name} ended with the session of the run that was cut off`);
    expect(error.message).toMatch(maker);
    expect(await values()).not.toContain(99);
  });

  it("what is set again in a transaction that is undone, and tried once more, is set once more", async () => {
    const holder = await openUrl(url);
    await administer(url, "CREATE TABLE busy (id int)");
    await holder.execute("BEGIN");
    await holder.execute("LOCK TABLE busy");
    const tries: number[] = [];
    const going = goesOn(
      ["SET app.n = '7'"],
      ["LOCK TABLE busy NOWAIT", "INSERT INTO s SELECT current_setting('app.n', true)::int"],
      {
        retries: { tries: 5, firstDelayMs: 300 },
        onEvent: (event) => {
          if (event.kind === "retried") tries.push(event.nextTry);
        },
      },
    );
    while (tries.length === 0) await sleep(20);
    await holder.execute("ROLLBACK");
    await holder.close();
    expect(await going).toEqual(["r1"]);
    expect(await values()).toEqual([1, 2, 7]);
  });

  it("what can't be told to a session behind a pooler is refused before anything of the revision runs", async () => {
    const pooled = await openUrl(url, { role: "session_owner" });
    rememberProcess(pooled, { ...serverProcess(pooled), isPooled: true });
    const up = [execute("INSERT INTO s VALUES (99)"), CUT];
    const said: string[] = [];
    const run = postgresProject(pooled, [{ id: "r1", up }], { onEvent: ({ kind }) => said.push(kind) }).upgrade();
    const error = await failureOf(run);
    await pooled.close();
    expect(error.details["code"]).toBe("DIALECT_UNSUPPORTED");
    expect(error.message).toMatch(/can't be given the role of the config: CREATE INDEX CONCURRENTLY "ix"/);
    expect(said).not.toContain("statement");
    expect(await values()).toEqual([1, 2]);
  });
});
