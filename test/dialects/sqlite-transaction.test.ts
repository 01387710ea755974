import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError, type LimbeckError } from "../../src/base/error.ts";
import type { Connection, Statement, Wait } from "../../src/dialects/contract.ts";
import { classify } from "../../src/dialects/sqlite/classify.ts";
import { connect } from "../../src/dialects/sqlite/connect.ts";
import { begin, commit, rollback } from "../../src/dialects/sqlite/transaction.ts";
import { target } from "../../src/dialects/sqlite/url.ts";
import type { Op } from "../../src/ops/op.ts";

const FAMILY = `
  CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE);
  INSERT INTO parent VALUES (1, 'one'), (2, 'two');
  INSERT INTO child VALUES (10, 1), (20, 2);`;

let directory: string;
const open: Connection[] = [];
const children: ChildProcessWithoutNullStreams[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-transaction-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const connection of open.splice(0)) await connection.close();
  rmSync(directory, { recursive: true });
});

async function connected(url = "sqlite:///app.db"): Promise<Connection> {
  const connection = await connect(target(url, directory), { create: true });
  open.push(connection);
  return connection;
}

async function withFamily(): Promise<Connection> {
  const connection = await connected();
  for (const sql of FAMILY.split(";").slice(0, -1)) await connection.execute(sql);
  return connection;
}

function statement(sql: string, op: Op = { kind: "execute", sql }): Statement {
  return { sql, op, facts: classify(sql) };
}

const patient: Wait = { lockTimeoutMs: 10_000, onWait: () => {} };

/** Runs the statements as a runner does, up to the commit. */
async function begun(connection: Connection, ...statements: readonly Statement[]): Promise<void> {
  await begin(connection, statements, patient);
  for (const { sql } of statements) await connection.execute(sql);
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
const settings = async (connection: Connection) => [
  await value(connection, "PRAGMA foreign_keys"),
  await value(connection, "PRAGMA legacy_alter_table"),
  await value(connection, "PRAGMA busy_timeout"),
];

describe("inside a transaction", () => {
  it("foreign keys are off, so that a table can be remade without the loss of its children", async () => {
    const connection = await withFamily();
    await begun(
      connection,
      statement("CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"),
      statement("INSERT INTO new_parent SELECT id, name FROM parent"),
      statement("DROP TABLE parent"),
      statement("ALTER TABLE new_parent RENAME TO parent"),
    );
    await commit(connection);
    expect(await value(connection, "SELECT count(*) FROM child")).toBe(2);
    expect(await value(connection, "SELECT sql FROM sqlite_master WHERE name = 'child'")).toContain(
      "REFERENCES parent",
    );
  });

  it("a rename reaches triggers, whatever the connection was set to", async () => {
    const connection = await withFamily();
    await connection.execute("PRAGMA legacy_alter_table = ON");
    await connection.execute("CREATE TRIGGER t AFTER INSERT ON child BEGIN DELETE FROM parent; END");
    await begun(connection, statement("ALTER TABLE parent RENAME TO ancestor"));
    await commit(connection);
    expect(await value(connection, "SELECT sql FROM sqlite_master WHERE name = 't'")).toContain("ancestor");
  });

  it("nobody else writes", async () => {
    const [one, two] = [await withFamily(), await connected("sqlite:///app.db?timeout=0")];
    await begun(one, statement("INSERT INTO parent VALUES (3, 'three')"));
    expect((await errorOf(two.execute("DELETE FROM child"))).code).toBe("LOCK_TIMEOUT");
    expect(await value(two, "SELECT count(*) FROM parent")).toBe(2);
    await commit(one);
    expect(await value(two, "SELECT count(*) FROM parent")).toBe(3);
  });
});

describe("afterwards the connection is set as it was before:", () => {
  const ends = { commit, rollback };
  it.each(["commit", "rollback"] as const)("%s", async (end) => {
    const connection = await withFamily();
    await connection.execute("PRAGMA legacy_alter_table = ON");
    const before = await settings(connection);
    await begun(connection, statement("DELETE FROM child"));
    expect(await settings(connection)).toEqual([0, 0, 0]);
    await ends[end](connection);
    expect(await settings(connection)).toEqual(before);
    expect(before).toEqual([1, 1, 5000]);
  });

  it("with foreign keys off, if they were", async () => {
    const connection = await withFamily();
    await connection.execute("PRAGMA foreign_keys = OFF");
    await begun(connection);
    await commit(connection);
    expect(await value(connection, "PRAGMA foreign_keys")).toBe(0);
  });

  it("a lock that wasn't got", async () => {
    const [one, two] = [await withFamily(), await connected()];
    await begun(one);
    await errorOf(begin(two, [], { lockTimeoutMs: 50, onWait: () => {} }));
    expect(await settings(two)).toEqual([1, 0, 5000]);
    await rollback(one);
    await begun(two);
    await rollback(two);
  });
});

describe("a rollback", () => {
  it("undoes definitions and rows", async () => {
    const connection = await withFamily();
    await begun(connection, statement("DROP TABLE child"), statement("DELETE FROM parent"));
    await rollback(connection);
    expect(await value(connection, "SELECT count(*) FROM parent JOIN child")).toBe(4);
  });

  it("of nothing does nothing", async () => rollback(await connected()));

  it("after SQLite has rolled back on its own is no error", async () => {
    const connection = await withFamily();
    await begun(connection, statement("DELETE FROM child"));
    await errorOf(connection.execute("INSERT OR ROLLBACK INTO parent VALUES (1, 'again')"));
    expect((await errorOf(commit(connection))).code).toBe("STATEMENT_FAILED");
    await rollback(connection);
    expect(await value(connection, "SELECT count(*) FROM child")).toBe(2);
    expect(await settings(connection)).toEqual([1, 0, 5000]);
  });
});

describe("a commit is refused, with the transaction still open, when", () => {
  it("rows would point nowhere that didn't before", async () => {
    const connection = await withFamily();
    await begun(connection, statement("DELETE FROM parent WHERE id = 1"));
    const error = await errorOf(commit(connection));
    expect(error.code).toBe("CHECK_FAILED");
    expect(error.message).toBe(
      '1 row of "child" would refer to rows of "parent" that aren\'t there, among them the ones with rowid 10.',
    );
    expect(error.details).toMatchObject({ table: "child", parent: "parent", rows: 1, rowids: [10] });
    await connection.execute("INSERT INTO parent VALUES (1, 'again')");
    await commit(connection);
  });

  it("a table that others refer to is gone", async () => {
    const connection = await withFamily();
    await begun(connection, statement("DROP TABLE parent"));
    expect((await errorOf(commit(connection))).code).toBe("CHECK_FAILED");
    await rollback(connection);
    expect(await value(connection, "SELECT count(*) FROM child")).toBe(2);
  });

  it("a column comes with a reference that its default doesn't satisfy", async () => {
    const connection = await withFamily();
    await begun(connection, statement("ALTER TABLE child ADD COLUMN other INTEGER DEFAULT 7 REFERENCES parent (id)"));
    expect((await errorOf(commit(connection))).message).toContain('2 rows of "child"');
  });

  it("a key loses the unique index that it refers to", async () => {
    const connection = await withFamily();
    await connection.execute("CREATE UNIQUE INDEX ix ON parent (name)");
    await connection.execute("CREATE TABLE pet (owner TEXT REFERENCES parent (name))");
    await begun(connection, statement("DROP INDEX ix"));
    const error = await errorOf(commit(connection));
    expect(error.code).toBe("CHECK_FAILED");
    expect(error.message).toContain('"pet"');
  });

  it("nothing was begun", async () => {
    expect((await errorOf(commit(await connected()))).code).toBe("STATEMENT_FAILED");
  });
});

describe("rows that pointed nowhere before", () => {
  async function withOrphan(): Promise<Connection> {
    const connection = await withFamily();
    await connection.execute("PRAGMA foreign_keys = OFF");
    await connection.execute("INSERT INTO child VALUES (30, 99)");
    await connection.execute("PRAGMA foreign_keys = ON");
    return connection;
  }

  it("don't stand in the way", async () => {
    const connection = await withOrphan();
    await begun(connection, statement("UPDATE parent SET name = 'x'"));
    await commit(connection);
  });

  it("nor do they when their table gets another name", async () => {
    const connection = await withOrphan();
    const op: Op = { kind: "renameTable", table: "child", to: "kid" };
    await begun(
      connection,
      statement("ALTER TABLE child RENAME TO kid", op),
      statement("DELETE FROM kid WHERE id = 10"),
    );
    await commit(connection);
  });

  it("don't hide new ones", async () => {
    const connection = await withOrphan();
    await begun(connection, statement("DELETE FROM parent WHERE id = 2"));
    const error = await errorOf(commit(connection));
    expect(error.message).toContain('2 rows of "child"');
    expect(error.message).toContain("(1 did before)");
  });

  it("nor does a key that never fitted its parent", async () => {
    const connection = await withFamily();
    await connection.execute("CREATE TABLE misfit (a TEXT REFERENCES parent (name))");
    await begun(connection, statement("UPDATE child SET parent_id = 1"));
    await commit(connection);
    await begun(connection, statement("DELETE FROM parent WHERE id = 1"));
    expect((await errorOf(commit(connection))).message).toContain('"child"');
  });
});

it("what only adds objects is not checked: a whole database needn't be read for it", async () => {
  const connection = await withFamily();
  const seen: string[] = [];
  const watched: Connection = {
    ...connection,
    query: (sql, parameters) => {
      seen.push(sql);
      return connection.query(sql, parameters);
    },
  };
  const harmless = [
    "CREATE TABLE a (x REFERENCES parent)",
    "CREATE INDEX i ON a (x)",
    "ALTER TABLE a ADD COLUMN y",
    "CREATE VIEW v AS SELECT 1",
  ];
  await begun(watched, ...harmless.map((sql) => statement(sql)));
  await commit(watched);
  expect(seen.filter((sql) => sql.includes("foreign_key_check"))).toEqual([]);
});

describe("a second runner", () => {
  it("waits its turn, says so once, and keeps the process alive meanwhile", async () => {
    const [one, two] = [await withFamily(), await connected()];
    await begun(one, statement("INSERT INTO parent VALUES (3, 'three')"));
    const messages: string[] = [];
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    setTimeout(() => void commit(one), 300);
    await begin(two, [], { lockTimeoutMs: 10_000, onWait: (message) => messages.push(message) });
    clearInterval(ticking);
    expect(await value(two, "SELECT count(*) FROM parent")).toBe(3);
    expect(messages).toEqual(['Another process has "sqlite:///app.db" locked; waiting up to 10 s.']);
    expect(ticks).toBeGreaterThan(10);
    await commit(two);
  });

  it("gives up after the time that it is given", async () => {
    const [one, two] = [await withFamily(), await connected()];
    await begun(one);
    const start = performance.now();
    const error = await errorOf(begin(two, [], { lockTimeoutMs: 200, onWait: () => {} }));
    expect(error.code).toBe("LOCK_TIMEOUT");
    expect(error.exit).toBe(4);
    expect(error.message).toContain("0.2 s");
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it("gets its turn when the process that was first is killed, and finds nothing of its work", async () => {
    const connection = await withFamily();
    const program = `
      const { DatabaseSync } = require("@photostructure/sqlite");
      const db = new DatabaseSync(process.argv[1], { timeout: 0 });
      db.exec("BEGIN IMMEDIATE; CREATE TABLE half (a); INSERT INTO parent VALUES (3, 'three')");
      console.log("begun");
      setInterval(() => db, 1000);`;
    const child = spawn(process.execPath, ["-e", program, join(directory, "app.db")]);
    children.push(child);
    await once(child.stdout, "data");
    const wait: Wait = { lockTimeoutMs: 20_000, onWait: () => child.kill("SIGKILL") };
    await begin(connection, [], wait);
    expect(await connection.query("SELECT * FROM sqlite_master WHERE name = 'half'")).toEqual([]);
    expect(await value(connection, "SELECT count(*) FROM parent")).toBe(2);
    await commit(connection);
  });

  it("commits only when nobody reads any more, and says that it waits", async () => {
    const [writer, reader] = [await withFamily(), await connected()];
    await reader.execute("BEGIN");
    await reader.query("SELECT * FROM parent");
    const messages: string[] = [];
    await begin(writer, [], { lockTimeoutMs: 10_000, onWait: (message) => messages.push(message) });
    await writer.execute("INSERT INTO parent VALUES (3, 'three')");
    setTimeout(() => void reader.execute("COMMIT"), 150);
    await commit(writer);
    expect(messages).toHaveLength(1);
    expect(await value(reader, "SELECT count(*) FROM parent")).toBe(3);
  });
});

describe("begin refuses", () => {
  it("a connection on which a transaction is open, for foreign keys can't be switched there", async () => {
    const connection = await withFamily();
    await connection.execute("BEGIN");
    const error = await errorOf(begin(connection, [], patient));
    expect(error.code).toBe("STATEMENT_FAILED");
    expect(error.message).toContain("foreign_keys = OFF had no effect");
  });

  it.each(["lockMs", "wholeMs"])("a limit for each statement, %s, which SQLite can't keep", async (limit) => {
    const connection = await withFamily();
    const error = await errorOf(begin(connection, [], { ...patient, statementTimeouts: { [limit]: 100 } }));
    expect(error.code).toBe("DIALECT_UNSUPPORTED");
    await begun(connection);
    await rollback(connection);
  });

  it("to begin twice", async () => {
    const connection = await withFamily();
    await begun(connection);
    expect((await errorOf(begin(connection, [], patient))).code).toBe("STATEMENT_FAILED");
    await rollback(connection);
  });
});

it("a database that can only be read is refused at the first write", async () => {
  await withFamily();
  const connection = await connected("sqlite:///app.db?mode=ro");
  await begin(connection, [], patient);
  expect((await errorOf(connection.execute("DELETE FROM child"))).code).toBe("CONNECT_READ_ONLY");
  await rollback(connection);
  expect(await value(connection, "PRAGMA foreign_keys")).toBe(1);
});
