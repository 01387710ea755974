import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import type { RunEvent } from "../../src/run/event.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { addColumn, execute, textColumn } from "./ops.ts";
import { openUrl, postgresProject } from "./postgres-project.ts";
import { column, type Given } from "./project.ts";

let url = "";
let connection: Connection;
const clients: Client[] = [];

beforeEach(async () => {
  url = await freshDatabase();
  await administer(
    url,
    "CREATE TABLE old (x int); CREATE TABLE log (x int); INSERT INTO old SELECT generate_series(1, 9)",
  );
  connection = await openUrl(url);
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
  await connection.close();
});

const WAITING =
  "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted AND datname = current_database()";

/** Another session, in a transaction in which it has run the statements. */
async function session(...statements: readonly string[]): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: "the application" });
  clients.push(client);
  await client.connect();
  await client.query("BEGIN");
  for (const sql of statements) await client.query(sql);
  return client;
}

const LOGGED = execute("INSERT INTO log VALUES (1)");
const ADDED = addColumn("old", textColumn("y"));
const impatient: Partial<RunInput> = {
  statementTimeouts: { lockMs: 100 },
  retries: { tries: 4, firstDelayMs: 200 },
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "nothing was thrown";
  } catch (error) {
    return isLimbeckError(error) ? `${error.code} ${error.details["code"] ?? ""} ${error.message}` : String(error);
  }
}

describe("a lock that isn't got in time", () => {
  it("is asked for again after what was done is undone; who had it is said", async () => {
    const other = await session("SELECT * FROM old");
    const retried: Extract<RunEvent, { readonly kind: "retried" }>[] = [];
    const { upgrade } = postgresProject(connection, [{ id: "a", up: [LOGGED, ADDED] }], {
      ...impatient,
      onEvent: (event) => {
        if (event.kind === "retried" && retried.push(event) === 2) void other.query("ROLLBACK");
      },
    });
    expect((await upgrade()).heads).toEqual(["a"]);
    expect(retried.map(({ delayMs, nextTry, tries }) => [delayMs, nextTry, tries])).toEqual([
      [200, 2, 4],
      [400, 3, 4],
    ]);
    expect(retried[0]?.message).toMatch(/process \d+, the application.*it has ACCESS SHARE on "old"/s);
    expect(await column(connection, "SELECT x FROM log")).toEqual([1]);
  });

  it("is given up after the last try, with nothing kept", async () => {
    await session("SELECT * FROM old");
    const { upgrade, events } = postgresProject(connection, [{ id: "a", up: [LOGGED, ADDED] }], {
      ...impatient,
      retries: { tries: 2, firstDelayMs: 10 },
    });
    const said = await codeOf(upgrade());
    expect(said).toMatch(/^RUN_REVISION_FAILED LOCK_TIMEOUT .*the application.*Nothing of this revision was applied/s);
    expect(events.filter(({ kind }) => kind === "retried")).toHaveLength(1);
    expect(await column(connection, "SELECT x FROM log")).toEqual([]);
    expect(await column(connection, "SELECT outcome FROM limbeck_journal")).toEqual(["failed"]);
  });

  it("is asked for again from the last commit of a revision in parts", async () => {
    const other = await session();
    const parts: Given = { id: "a", up: [LOGGED, execute("VACUUM log"), LOGGED, ADDED] };
    const { upgrade, events } = postgresProject(connection, [parts], {
      ...impatient,
      onEvent: (event) => {
        seen.push(event.kind);
        if (event.kind === "statement" && event.index === 2) void other.query("SELECT * FROM old");
        if (event.kind === "retried") setTimeout(() => void other.query("ROLLBACK"), 100);
      },
    });
    const seen: string[] = [];
    expect((await upgrade()).heads).toEqual(["a"]);
    expect(seen).toContain("retried");
    expect(events).toEqual([]);
    expect(await column(connection, "SELECT x FROM log")).toEqual([1, 1]);
  });

  it("is asked for once when a function has run, which may have done more than SQL", async () => {
    await session("SELECT * FROM old");
    let calls = 0;
    const functions = new Map([["f", async () => void calls++]]);
    const given: Given = { id: "a", up: [{ kind: "run", label: "f" }, ADDED], functions };
    expect(await codeOf(postgresProject(connection, [given], impatient).upgrade())).toContain("LOCK_TIMEOUT");
    expect(calls).toBe(1);
  });

  it("in a deadlock: the one that is broken off tries again", async () => {
    const other = await session("LOCK TABLE old");
    const { upgrade, events } = postgresProject(connection, [{ id: "a", up: [execute("LOCK TABLE log"), ADDED] }], {
      retries: { tries: 3, firstDelayMs: 50 },
    });
    const running = upgrade();
    while ((await administer(url, WAITING)).length === 0) await sleep(10);
    const theirs = other.query("LOCK TABLE log").then(() => other.query("ROLLBACK"));
    expect((await running).heads).toEqual(["a"]);
    await theirs;
    const retried = events.filter((event) => event.kind === "retried");
    expect(retried[0]?.message).toContain("deadlock detected");
  });
});

describe("a statement that takes no transaction", () => {
  const CONCURRENT: Given = {
    id: "a",
    up: [{ kind: "createIndex", table: "old", index: { name: "i", parts: [{ column: "x" }] }, concurrently: true }],
  };

  it("runs under no limit of time, says whom it waits for, and the limits hold again after it", async () => {
    await connection.close();
    connection = await openUrl(`${url}?options=-c%20statement_timeout%3D900%20-c%20lock_timeout%3D800`);
    const other = await session("INSERT INTO old VALUES (10)");
    setTimeout(() => void other.query("ROLLBACK"), 3_500);
    const { upgrade, events } = postgresProject(connection, [CONCURRENT], { statementTimeouts: { lockMs: 100 } });
    await upgrade();
    const [first, ...others] = events.filter((event) => event.kind === "waiting");
    expect(first?.message).toMatch(/^The statement waits for process \d+, the application/);
    expect(others).toEqual([]);
    expect(await column(connection, "SELECT indisvalid FROM pg_index WHERE indrelid = 'old'::regclass")).toEqual([
      true,
    ]);
    expect(await connection.query("SHOW statement_timeout")).toEqual([{ statement_timeout: "900ms" }]);
    expect(await connection.query("SHOW lock_timeout")).toEqual([{ lock_timeout: "800ms" }]);
  });
});

describe("the role and the search path of the config", () => {
  it("hold in and out of transactions, whatever the account is set to", async () => {
    await administer(
      url,
      `DROP ROLE IF EXISTS limbeck_owner; CREATE ROLE limbeck_owner; CREATE SCHEMA app AUTHORIZATION limbeck_owner;
       DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = elsewhere', current_database()); END $$`,
    );
    const own = await openUrl(url, { role: "limbeck_owner", searchPath: '"app"' });
    const index = { name: "i", parts: [{ column: "name" }] };
    const { upgrade } = postgresProject(own, [
      {
        id: "a",
        up: [execute("CREATE TABLE made (name text)"), execute("SELECT set_config('search_path', '', false)")],
      },
      { id: "b", up: [{ kind: "createIndex", table: "made", index, concurrently: true }] },
    ]);
    expect((await upgrade()).heads).toEqual(["b"]);
    await own.close();
    const owned =
      "SELECT relname || ' ' || relowner::regrole FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind IN ('r', 'i') AND relname !~ '_pkc?$|pkey' ORDER BY 1";
    expect(await column(connection, owned)).toEqual([
      "alembic_version limbeck_owner",
      "i limbeck_owner",
      "limbeck_journal limbeck_owner",
      "made limbeck_owner",
    ]);
    await administer(url, "DROP OWNED BY limbeck_owner; DROP ROLE limbeck_owner");
  });

  it("a role that the account may not take is refused as what it is", async () => {
    expect(await codeOf(openUrl(url, { role: "limbeck_nobody" }))).toMatch(
      /^CONNECT_FAILED .*role "limbeck_nobody" does not exist/,
    );
  });
});

describe("of several hosts", () => {
  it("the first that answers is taken", async () => {
    const { host, pathname } = new URL(url);
    const several = await openUrl(
      `postgresql://postgres@127.0.0.1:1,${host}${pathname}?target_session_attrs=read-write`,
    );
    expect(await column(several, "SELECT current_database()")).toEqual([pathname.slice(1)]);
    await several.close();
  });

  it("each is named when none answers", async () => {
    const said = await codeOf(openUrl("postgresql://postgres@127.0.0.1:1,127.0.0.1:2/x"));
    expect(said).toMatch(/^CONNECT_FAILED .*None of the hosts.*127\.0\.0\.1:1.*127\.0\.0\.1:2/s);
  });

  it("one that answers and says no speaks for all", async () => {
    const { host } = new URL(url);
    expect(await codeOf(openUrl(`postgresql://postgres@${host},127.0.0.1:1/not_there`))).toMatch(
      /^CONNECT_DATABASE_MISSING/,
    );
  });
});
