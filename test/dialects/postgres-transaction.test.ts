import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError, type LimbeckError } from "../../src/base/error.ts";
import type { Connection, Statement, Wait } from "../../src/dialects/contract.ts";
import { blockers } from "../../src/dialects/postgres/blockers.ts";
import { classify } from "../../src/dialects/postgres/classify.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { recover } from "../../src/dialects/postgres/recover.ts";
import { rememberProcess, serverProcess } from "../../src/dialects/postgres/server-process.ts";
import { loadParser } from "../../src/dialects/postgres/syntax-tree.ts";
import { begin, commit, rollback } from "../../src/dialects/postgres/transaction.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import type { Op } from "../../src/ops/op.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

let url = "";
const open: Connection[] = [];

beforeAll(async () => {
  url = await freshDatabase();
});

beforeEach(async () => {
  await administer(
    url,
    `DROP SCHEMA public CASCADE; CREATE SCHEMA public;
     CREATE TABLE parent (id int PRIMARY KEY);
     CREATE TABLE child (id int, parent_id int CONSTRAINT child_parent REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
     INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (10, 1), (20, 2)`,
  );
});

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
});

async function connected(): Promise<Connection> {
  const connection = await connect(target(url, process.cwd()), { create: false });
  open.push(connection);
  return connection;
}

/** A connection that looks like one through a pooler: the process that answers isn't the one that was told. */
async function pooled(): Promise<Connection> {
  const connection = await connected();
  rememberProcess(connection, { ...serverProcess(connection), isPooled: true });
  return connection;
}

await loadParser();

const patient: Wait = { lockTimeoutMs: 10_000, onWait: () => {} };
const hasty: Wait = { lockTimeoutMs: 100, onWait: () => {} };

function statement(sql: string, op: Op = { kind: "execute", sql }): Statement {
  return { sql, op, facts: classify(sql, { version: "15.1" }) };
}

async function errorOf(promise: Promise<unknown>): Promise<LimbeckError> {
  const error = await promise.then(
    () => "nothing was thrown",
    (caught: unknown) => caught,
  );
  if (isLimbeckError(error)) return error;
  throw error;
}

const value = async (connection: Connection, sql: string) => Object.values((await connection.query(sql))[0] ?? {})[0];
const locks =
  "SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

describe("a transaction", () => {
  it("is committed as a whole", async () => {
    const [one, two] = [await connected(), await connected()];
    await begin(one, [], patient);
    await one.execute("CREATE TABLE more (x int)");
    await one.execute("INSERT INTO parent VALUES (3)");
    expect(await value(two, "SELECT to_regclass('more')")).toBe(null);
    await commit(one);
    expect(
      await value(two, "SELECT count(*)::int FROM parent, (SELECT to_regclass('more') t) m WHERE t IS NOT NULL"),
    ).toBe(3);
  });

  it("is undone as a whole", async () => {
    const connection = await connected();
    await begin(connection, [], patient);
    await connection.execute("DROP TABLE child");
    await rollback(connection);
    expect(await value(connection, "SELECT count(*)::int FROM child")).toBe(2);
  });

  it("can be undone after an error", async () => {
    const connection = await connected();
    await begin(connection, [], patient);
    await connection.execute("DROP TABLE child");
    await errorOf(connection.execute("SELECT 1 / 0"));
    await rollback(connection);
    expect(await value(connection, "SELECT count(*)::int FROM child")).toBe(2);
  });

  it("that wasn't begun can't be committed, and its rollback does nothing", async () => {
    const connection = await connected();
    expect((await errorOf(commit(connection))).code).toBe("STATEMENT_FAILED");
    await rollback(connection);
  });

  it("is begun once", async () => {
    const connection = await connected();
    await begin(connection, [], patient);
    expect((await errorOf(begin(connection, [], patient))).code).toBe("STATEMENT_FAILED");
  });

  it("sees what another one commits, whatever the role's isolation is", async () => {
    const [one, two] = [await connected(), await connected()];
    await one.execute("SET default_transaction_isolation = 'serializable'");
    await begin(one, [], patient);
    expect(await value(one, "SELECT count(*)::int FROM parent")).toBe(2);
    await two.execute("INSERT INTO parent VALUES (3)");
    expect(await value(one, "SELECT count(*)::int FROM parent")).toBe(3);
    await commit(one);
  });

  it("leaves no lock behind", async () => {
    const connection = await connected();
    for (const end of [commit, rollback]) {
      await begin(connection, [], patient);
      expect(await value(connection, locks)).toBe(2);
      await end(connection);
      expect(await value(connection, locks)).toBe(0);
    }
  });

  it("has the timeouts for statements that are asked for, and after it they are gone", async () => {
    const connection = await connected();
    const shown = () =>
      connection.query("SELECT current_setting('lock_timeout') l, current_setting('statement_timeout') s");
    await begin(connection, [], { ...patient, statementTimeouts: { lockMs: 1500, wholeMs: 60_000 } });
    expect(await shown()).toEqual([{ l: "1500ms", s: "1min" }]);
    await commit(connection);
    expect(await shown()).toEqual([{ l: "0", s: "0" }]);
  });
});

describe("a commit is refused, and the rest undone, when", () => {
  it("a deferred constraint doesn't hold: it is named", async () => {
    const connection = await connected();
    await begin(connection, [], patient);
    await connection.execute("DELETE FROM parent WHERE id = 1");
    const error = await errorOf(commit(connection));
    expect(error.code).toBe("CHECK_FAILED");
    expect(error.message).toContain('"child_parent"');
    expect(error.message).toContain("Key (id)=(1) is still referenced");
    await rollback(connection);
    expect(await value(connection, "SELECT count(*)::int FROM parent")).toBe(2);
  });

  it("an error was passed over: the server would roll back and say nothing", async () => {
    const connection = await connected();
    await begin(connection, [], patient);
    await errorOf(connection.execute("SELECT 1 / 0"));
    expect((await errorOf(commit(connection))).code).toBe("STATEMENT_FAILED");
    await rollback(connection);
  });
});

const ways = [
  { name: "directly connected", first: connected, second: connected },
  { name: "behind a pooler", first: pooled, second: pooled },
  { name: "one directly, one behind a pooler", first: connected, second: pooled },
  { name: "one behind a pooler, one directly", first: pooled, second: connected },
];

describe.each(ways)("two runners, $name", ({ first, second }) => {
  it("wait for each other, and say once for whom", async () => {
    const [one, two] = [await first(), await second()];
    await begin(one, [], patient);
    const pid = await value(one, "SELECT pg_backend_pid()");
    await one.execute("INSERT INTO parent VALUES (3)");
    const messages: string[] = [];
    setTimeout(() => void commit(one), 300);
    await begin(two, [], { lockTimeoutMs: 10_000, onWait: (message) => messages.push(message) });
    expect(await value(two, "SELECT count(*)::int FROM parent")).toBe(3);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(`(process ${pid}, limbeck, user "postgres", from 127.0.0.1, since 2`);
    expect(messages[0]).toContain("idle in transaction: INSERT INTO parent VALUES (3)); waiting up to 10 s.");
    await commit(two);
  });

  it("give up after the time that they have, naming the other", async () => {
    const [one, two] = [await first(), await second()];
    await begin(one, [], patient);
    const error = await errorOf(begin(two, [], hasty));
    expect([error.code, error.exit]).toEqual(["LOCK_TIMEOUT", 4]);
    expect(error.message).toMatch(
      /^Another runner kept "postgresql:.*" locked for more than 0\.1 s \(process \d+, limbeck, /,
    );
    await rollback(one);
    await begin(two, [], hasty);
    await rollback(two);
    expect(await value(two, locks)).toBe(0);
  });

  it("of different version tables don't", async () => {
    const [one, two] = [await first(), await second()];
    await begin(one, [], { ...patient, scope: "alembic_version" });
    await begin(two, [], { ...hasty, scope: "tenant.alembic_version" });
    await rollback(two);
    await rollback(one);
  });
});

describe("the lock", () => {
  it("stays between the transactions of a revision that is committed in parts", async () => {
    const [one, two] = [await connected(), await connected()];
    await begin(one, [], patient);
    await commit(one, { keepsLock: true });
    await one.execute("CREATE INDEX CONCURRENTLY i ON child (id)");
    expect((await errorOf(begin(two, [], hasty))).code).toBe("LOCK_TIMEOUT");
    await begin(one, [], hasty);
    await commit(one);
    await begin(two, [], hasty);
    await rollback(two);
  });

  it("goes with a connection that ends", async () => {
    const [one, two] = [await connected(), await connected()];
    await begin(one, [], patient);
    await commit(one, { keepsLock: true });
    const pid = await value(one, "SELECT pg_backend_pid()");
    setTimeout(() => void administer(url, `SELECT pg_terminate_backend(${pid})`), 100);
    await begin(two, [], patient);
    await rollback(two);
  });

  it("of a session is not taken behind a pooler, where it would stay for good", async () => {
    const connection = await pooled();
    expect(serverProcess(connection).isPooled).toBe(true);
    await begin(connection, [], patient);
    expect(await value(connection, locks)).toBe(1);
    await commit(connection, { keepsLock: true });
    expect(await value(connection, locks)).toBe(0);
  });

  it("is taken for a session of its own", async () => {
    expect(serverProcess(await connected()).isPooled).toBe(false);
  });
});

describe("after a lock timeout", () => {
  it("the sessions that hold the lock are named, and what they do", async () => {
    const [one, two] = [await connected(), await connected()];
    await two.execute("BEGIN");
    await two.query("SELECT * FROM child");
    await begin(one, [], { ...patient, statementTimeouts: { lockMs: 100 } });
    const alter = statement("ALTER TABLE child ADD x int");
    const error = await errorOf(one.execute(alter.sql));
    expect(error.code).toBe("LOCK_TIMEOUT");
    await rollback(one);
    const [who, ...others] = await blockers(one, alter);
    expect(others).toEqual([]);
    expect(who).toContain('idle in transaction: SELECT * FROM child; it has ACCESS SHARE on "child"');
    await two.execute("ROLLBACK");
    expect(await blockers(one, alter)).toEqual([]);
  });
});

describe("what a failed try left", () => {
  const build = statement('CREATE UNIQUE INDEX CONCURRENTLY "The Index" ON public."child" (id)');
  const isValid = `SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('"The Index"')`;

  it("an invalid index is dropped, so that it can be built", async () => {
    const connection = await connected();
    await connection.execute("INSERT INTO child VALUES (10, 1)");
    await errorOf(connection.execute(build.sql));
    expect(await value(connection, isValid)).toBe(false);
    expect(await recover(connection, build, "cut off")).toBe(false);
    expect(await value(connection, isValid)).toBe(undefined);
    await connection.execute("DELETE FROM child");
    await connection.execute(build.sql);
    expect(await value(connection, isValid)).toBe(true);
  });

  it("a valid index needn't be built again by a run that goes on, and is in the way of one that begins", async () => {
    const connection = await connected();
    await connection.execute(build.sql);
    expect(await recover(connection, build, "cut off")).toBe(true);
    expect(await recover(connection, build, "now")).toBe(false);
    expect(await value(connection, isValid)).toBe(true);
  });

  it("an index of the same name on another table is left alone", async () => {
    const connection = await connected();
    await connection.execute("INSERT INTO child VALUES (10, 1)");
    await errorOf(connection.execute(build.sql));
    expect(
      await recover(connection, statement('CREATE INDEX CONCURRENTLY "The Index" ON parent (id)'), "cut off"),
    ).toBe(false);
    expect(await value(connection, isValid)).toBe(false);
  });

  it("an index that is gone needn't be dropped again", async () => {
    const connection = await connected();
    const drop = statement('DROP INDEX CONCURRENTLY IF EXISTS public."The Index"');
    await connection.execute(build.sql);
    expect(await recover(connection, drop, "cut off")).toBe(false);
    await connection.execute(drop.sql);
    expect(await recover(connection, drop, "cut off")).toBe(true);
    expect(await recover(connection, drop, "now")).toBe(false);
  });

  it("a value that is in the enum needn't be added again", async () => {
    const connection = await connected();
    await connection.execute(`CREATE TYPE "Mood" AS ENUM ('a')`);
    const add = statement(`ALTER TYPE public . "Mood" ADD VALUE IF NOT EXISTS 'b' BEFORE 'a'`);
    expect(await recover(connection, add, "cut off")).toBe(false);
    await connection.execute(add.sql);
    expect(await recover(connection, add, "cut off")).toBe(true);
  });

  it("a partition that is detached needn't be detached again, and one that is half detached is detached to the end", async () => {
    const connection = await connected();
    await connection.execute('CREATE TABLE "Whole" (id int) PARTITION BY RANGE (id)');
    await connection.execute('CREATE TABLE part PARTITION OF "Whole" FOR VALUES FROM (1) TO (9)');
    const detach = statement('ALTER TABLE "Whole" DETACH PARTITION public.part CONCURRENTLY');
    expect(await recover(connection, detach, "cut off")).toBe(false);
    const older = await connected();
    await older.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await older.query('SELECT * FROM "Whole"');
    await connection.execute("SET lock_timeout = 200");
    await errorOf(connection.execute(detach.sql));
    const pending = "SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = 'part'::regclass";
    expect(await value(connection, pending)).toBe(true);
    expect(await recover(connection, detach, "now")).toBe(false);
    await older.execute("ROLLBACK");
    expect(await recover(connection, detach, "cut off")).toBe(true);
    expect(await value(connection, pending)).toBe(undefined);
    expect(await recover(connection, detach, "cut off")).toBe(true);
  });

  it("a constraint that is validated needn't be validated again", async () => {
    const connection = await connected();
    await connection.execute("ALTER TABLE child ADD CONSTRAINT positive CHECK (id > 0) NOT VALID");
    const validate = statement("ALTER TABLE public.child VALIDATE CONSTRAINT positive");
    expect(await recover(connection, validate, "cut off")).toBe(false);
    await connection.execute(validate.sql);
    expect(await recover(connection, validate, "cut off")).toBe(true);
  });

  it.each(["UPDATE child SET id = id + 1", "ALTER TABLE child ADD a int"])(
    "what takes a transaction, and was none, can't be known to be done: %s",
    async (sql) => {
      const connection = await connected();
      expect(await errorOf(recover(connection, statement(sql), "cut off"))).toMatchObject({
        code: "STATEMENT_UNSETTLED",
      });
      expect(await recover(connection, statement(sql), "refused")).toBe(false);
    },
  );

  it("of other statements nothing is known: they run again", async () => {
    const connection = await connected();
    for (const sql of ["VACUUM", "CREATE INDEX CONCURRENTLY ON child (id)", "REINDEX TABLE CONCURRENTLY child"]) {
      expect(await recover(connection, statement(sql), "cut off")).toBe(false);
    }
  });
});
