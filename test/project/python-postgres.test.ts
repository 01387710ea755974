import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { current } from "../../src/project/current.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { plan } from "../../src/project/plan.ts";
import { repair } from "../../src/project/repair.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { verify } from "../../src/project/verify.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { fakePooler } from "../servers/postgres-pooler.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { type PythonRevision, pythonProject } from "./python-project.ts";

beforeAll(async () => void (await testPython()), 300_000);

const PEOPLE: PythonRevision = {
  up: `op.create_table("people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
op.execute("INSERT INTO people (name) VALUES ('50%')")`,
  back: 'op.drop_table("people")',
};
const INDEX: PythonRevision = {
  down: "a1",
  up: `with op.get_context().autocommit_block():
    op.create_index("ix_name", "people", ["name"], postgresql_concurrently=True)`,
  back: 'op.drop_index("ix_name")',
};

async function project(
  revisions: Readonly<Record<string, PythonRevision>>,
  more: Readonly<Record<string, string>> = {},
) {
  const url = await freshDatabase();
  return { ...(await pythonProject(revisions, more)), url };
}

async function column({ url = "", cwd }: GlobalOptions, sql: string): Promise<readonly unknown[]> {
  const dialect = await dialectFor(url);
  const connection = await dialect.connect(dialect.target(url, cwd), { create: false });
  try {
    return (await connection.query(sql)).flatMap((row) => Object.values(row));
  } finally {
    await connection.close();
  }
}

/** What others know a session of Limbeck's by; undefined behind a pooler. */
async function sessionOf({ url = "", cwd }: GlobalOptions): Promise<string | undefined> {
  const dialect = await dialectFor(url);
  const session = await dialect.connect(dialect.target(url, cwd), { create: false });
  return await dialect.watch?.sessionOf(session).finally(() => session.close());
}

/** A session of an application that has read a table and not ended its transaction. */
async function holding({ url = "", cwd }: GlobalOptions, table: string) {
  const dialect = await dialectFor(url);
  const session = await dialect.connect(dialect.target(url, cwd), { create: false });
  await session.execute("SET application_name = 'the application'");
  await session.execute("BEGIN");
  await session.query(`SELECT * FROM ${table}`);
  return session;
}

const outcomes = "SELECT direction || ' ' || revision || ' ' || outcome FROM limbeck.limbeck_journal ORDER BY id";

test("revisions in Python run where Limbeck's own connection keeps the lock, in parts too", async () => {
  const options = await project({ a1: PEOPLE, a2: INDEX });
  await upgrade(options, { target: "head" });
  expect(await column(options, "SELECT name FROM people")).toEqual(["50%"]);
  expect(await column(options, "SELECT indexname FROM pg_indexes WHERE tablename = 'people' ORDER BY 1")).toEqual([
    "ix_name",
    "people_pkey",
  ]);
  await downgrade(options, { target: "base" });
  expect(await column(options, outcomes)).toEqual([
    "upgrade a1 done",
    "upgrade a2 done",
    "downgrade a2 done",
    "downgrade a1 done",
  ]);
});

test("one that fails leaves nothing", async () => {
  const failing = 'op.add_column("people", sa.Column("age", sa.Integer))\nop.execute("SELECT nonsense")';
  const options = await project({ a1: PEOPLE, a2: { down: "a1", up: failing } });
  expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
    /^RUN_REVISION_FAILED .*a2_\.py:13\) failed.*column "nonsense" does not exist/s,
  );
  expect(await current(options)).toMatchObject({ revisions: [{ revision: "a1" }] });
  const columns = "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'people' ORDER BY 1";
  expect(await column(options, columns)).toEqual(["id", "name"]);
});

const table = (name: string): string => `op.create_table("${name}", sa.Column("id", sa.Integer, primary_key=True))`;

/** Where nothing is to be kept, no revision has to be looked at before. */
const AT_ONCE = { target: "head", withoutBackup: "a test" };

test("one that fails behind others leaves those, and takes the lock that they had for the journal", async () => {
  const options = await project({
    a1: PEOPLE,
    a2: { down: "a1", up: table("two") },
    a3: { down: "a2", up: `${table("three")}\nop.execute("SELECT nonsense")` },
    a4: { down: "a3", up: table("four") },
  });
  expect(await thrownBy(() => upgrade(options, AT_ONCE))).toMatch(
    /^RUN_REVISION_FAILED .*a3_\.py:13\) failed.*the database is at a2/s,
  );
  expect(await column(options, outcomes)).toEqual(["upgrade a1 done", "upgrade a2 done", "upgrade a3 failed"]);
  const tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
  expect(await column(options, tables)).toEqual(["alembic_version", "people", "two"]);
  expect(await column(options, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
});

/** Fails where the revision is in the transaction of the one before, or has anything from it. */
const AT_FIRST = `row = op.get_bind().execute(sa.text("SELECT current_setting('transaction_isolation'), current_setting('lock_timeout') = '1ms', xmin::text::bigint = txid_current() FROM alembic_version")).one()
assert tuple(row) == ("read committed", False, False), row`;

test("each has a transaction of its own, though the one before begins it", async () => {
  const own = 'op.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")\nop.execute("SET LOCAL lock_timeout = 1")';
  const options = await project({
    a1: { up: table("one") },
    a2: { down: "a1", up: `${own}\n${table("two")}` },
    a3: { down: "a2", up: `${AT_FIRST}\n${table("three")}` },
  });
  await upgrade(options, AT_ONCE);
  expect(await column(options, outcomes)).toEqual(["a1", "a2", "a3"].map((id) => `upgrade ${id} done`));
});

test("one whose commit is refused leaves those before it, and is undone", async () => {
  const broken = `op.execute("CREATE TABLE child (id int REFERENCES people DEFERRABLE INITIALLY DEFERRED)")
if not __import__("os").path.exists("corrected"):
    op.execute("INSERT INTO child VALUES (7)")`;
  const options = await project({
    a1: PEOPLE,
    a2: { down: "a1", up: table("two") },
    a3: { down: "a2", up: broken },
    a4: { down: "a3", up: table("four") },
  });
  expect(await thrownBy(() => upgrade(options, AT_ONCE))).toMatch(
    /^RUN_REVISION_FAILED .*a3.*violates foreign key constraint.*the database is at a2/s,
  );
  const tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
  expect(await column(options, tables)).toEqual(["alembic_version", "people", "two"]);
  writeFileSync(join(options.cwd, "corrected"), "");
  await upgrade(options, AT_ONCE);
  expect(await column(options, tables)).toEqual(["alembic_version", "child", "four", "people", "two"]);
});

/** One of which commits a part of itself. */
const FOUR: Readonly<Record<string, PythonRevision>> = {
  a1: PEOPLE,
  a2: INDEX,
  a3: { down: "a2", up: table("three") },
  a4: { down: "a3", up: table("four") },
};
const numbered = "SELECT id || ' ' || revision || ' ' || outcome FROM limbeck.limbeck_journal ORDER BY id";
const NUMBERED = ["1 a1 done", "2 a2 done", "3 a3 done", "4 a4 done"];

test("several number their rows of the journal one behind the other", async () => {
  const options = await project(FOUR);
  await upgrade(options, AT_ONCE);
  expect(await column(options, numbered)).toEqual(NUMBERED);
});

test("several run behind a pooler, where no session keeps the lock", async () => {
  const options = await project(FOUR);
  const pooler = await fakePooler(options.url);
  try {
    const through = { ...options, url: pooler.url };
    expect(await sessionOf(through)).toBeUndefined();
    await upgrade(through, AT_ONCE);
    expect(await column(options, numbered)).toEqual(NUMBERED);
    expect(await column(options, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
  } finally {
    pooler.close();
  }
});

test("several end when the session ends that keeps other runners out, and when that of Python does", async () => {
  const ended = (which: string): string =>
    `op.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND ${which}")`;
  const chain = (up: string) =>
    project({
      a1: { up: 'op.execute("SELECT 1")' },
      a2: { down: "a1", up },
      a3: { down: "a2", up: 'op.execute("SELECT pg_sleep(0.3)")' },
      a4: { down: "a3", up: 'op.execute("SELECT pg_sleep(2)")' },
    });
  const alone = await chain(ended("pid = pg_backend_pid()"));
  expect(await thrownBy(() => upgrade(alone, AT_ONCE))).toMatch(/^RUN_REVISION_FAILED .*the database is at a1/s);
  expect(await column(alone, outcomes)).toEqual(["upgrade a1 done", "upgrade a2 failed"]);
  const once = ended("pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')");
  const unlocked = await chain(
    `if not __import__("os").path.exists("ended"):\n    open("ended", "w").close()\n    ${once}`,
  );
  expect(await thrownBy(() => upgrade(unlocked, AT_ONCE))).toMatch(/^CONNECT_FAILED /);
  const done = await column(unlocked, outcomes);
  expect([
    ["upgrade a1 done"],
    ["upgrade a1 done", "upgrade a2 done"],
    ["upgrade a1 done", "upgrade a2 done", "upgrade a3 done"],
  ]).toContainEqual(done);
  expect((await upgrade(unlocked, AT_ONCE)).kind).toBe("ran");
});

const THEN_CONCURRENTLY = `with op.get_context().autocommit_block():
    op.create_index("ix_name", "people", ["name"], postgresql_concurrently=True)`;
const committing: readonly (readonly [string, string])[] = [
  ["by the connection", "op.get_bind().commit()"],
  ["by the connection, and then an autocommit_block", `op.get_bind().commit()\n${THEN_CONCURRENTLY}`],
  ["by SQL", 'op.execute("COMMIT")'],
];
describe("a revision that commits by itself", () => {
  test.each(committing)("is finished as any other, %s", async (_claim, up) => {
    const options = await project({
      a1: PEOPLE,
      a2: { down: "a1", up: `op.execute("ALTER TABLE people ADD a int")\n${up}` },
    });
    await upgrade(options, { target: "head" });
    expect(await column(options, outcomes)).toEqual(["upgrade a1 done", "upgrade a2 done"]);
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a2" }] });
  });

  test.each(committing)("and fails then is known to be half-applied, %s", async (_claim, up) => {
    const failing = `op.execute("ALTER TABLE people ADD a int")\n${up}\nop.execute("SELECT nonsense")`;
    const options = await project({ a1: PEOPLE, a2: { down: "a1", up: failing } });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /^RUN_REVISION_FAILED .*column "nonsense" does not exist.*What this revision committed by itself stays/s,
    );
    expect((await repair(options, {})).open).toEqual([
      expect.stringMatching(/goes on with it; .*1\. ALTER TABLE people ADD a int/s),
    ]);
  });
});

test.each([
  'op.execute("SET ROLE python_guest")',
  'op.execute("SET LOCAL ROLE python_guest")',
  `op.get_bind().execute(sa.text("SELECT set_config('role', :role, false)"), {"role": "python_guest"})`,
  `op.execute("DO $$ BEGIN SET ROLE python_guest; END $$")`,
])("a role that a revision takes, and that may not write Limbeck's tables, ends with it: %s", async (taking) => {
  const take = `${taking}\nop.create_table("mine", sa.Column("name", sa.Text))`;
  const options = await project({
    a1: PEOPLE,
    a2: { down: "a1", up: take },
    a3: { down: "a2", up: 'op.create_table("ours", sa.Column("a", sa.Integer))' },
    a4: { down: "a3", up: `${take.replace('"mine"', '"people"')}\n${THEN_CONCURRENTLY}`.replaceAll("people", "later") },
  });
  await administer(options.url, "CREATE ROLE python_guest; GRANT CREATE, USAGE ON SCHEMA public TO python_guest");
  try {
    await upgrade(options, { target: "head" });
    expect(await column(options, outcomes)).toEqual([1, 2, 3, 4].map((n) => `upgrade a${n} done`));
    expect(
      await column(
        options,
        "SELECT relname || ' ' || relowner::regrole FROM pg_class WHERE relname IN ('mine', 'ours', 'later', 'ix_name') ORDER BY 1",
      ),
    ).toEqual(["ix_name python_guest", "later python_guest", "mine python_guest", "ours postgres"]);
  } finally {
    await administer(options.url, "DROP OWNED BY python_guest; DROP ROLE python_guest");
  }
});

test("a type that was dropped is made again by the next table that has it, in one run and in a script", async () => {
  const made = (values: string): string => `op.create_table("t", sa.Column("e", sa.Enum(${values}, name="kinds")))`;
  const options = await project({
    a1: { up: made('"x"'), back: 'op.drop_table("t")\nop.execute("DROP TYPE kinds")' },
    a2: { down: "a1", up: 'op.drop_table("t")\nsa.Enum(name="kinds").drop(op.get_bind())', back: made('"x"') },
    a3: {
      down: "a2",
      up: made('"x", "y"'),
      back: 'op.drop_table("t")\nop.execute("DROP TYPE IF EXISTS public.kinds")',
    },
  });
  const script = await upgrade(options, { target: "base:a3", sql: true });
  const types = (script.kind === "script" ? script.sql : "").split("\n").filter((line) => / TYPE /.test(line));
  expect(types).toEqual([
    "CREATE TYPE kinds AS ENUM ('x');",
    "DROP TYPE kinds;",
    "CREATE TYPE kinds AS ENUM ('x', 'y');",
  ]);
  const { revisions } = await verify(options, { targets: [] });
  expect(revisions.flatMap(({ findings }) => findings)).toEqual([]);
  await upgrade(options, { target: "head" });
  expect(await column(options, "SELECT enumlabel FROM pg_enum ORDER BY 1")).toEqual(["x", "y"]);
});

test("a backslash in a text of a script is one", async () => {
  const up = `t = op.create_table("t", sa.Column("v", sa.Text))\nop.bulk_insert(t, [{"v": "C:\\\\x"}])`;
  const script = await upgrade(await project({ a1: { up } }), { target: "a1", sql: true });
  expect(script.kind === "script" ? script.sql : "").toContain("VALUES ('C:\\x')");
});

test("two runners run each revision once", async () => {
  const options = await project({
    a1: PEOPLE,
    a2: INDEX,
    a3: { down: "a2", up: 'op.execute("SELECT pg_sleep(0.2)")' },
  });
  await Promise.all([1, 2].map(() => upgrade(options, { target: "head" })));
  expect(await column(options, outcomes)).toEqual(["upgrade a1 done", "upgrade a2 done", "upgrade a3 done"]);
});

test("the plan has the SQL", async () => {
  const options = await project({ a1: PEOPLE });
  const { steps } = await plan(options, { direction: "upgrade", target: "head", statements: true });
  expect(steps[0]?.statements?.map(({ sql }) => sql.replaceAll(/\s+/g, " "))).toEqual([
    "CREATE TABLE people ( id SERIAL NOT NULL, name VARCHAR(20), PRIMARY KEY (id) )",
    "INSERT INTO people (name) VALUES ('50%')",
  ]);
});

/** An alembic.ini with Limbeck's own options in it. */
const limited = (options: string) => ({
  "alembic.ini": `[alembic]\nscript_location = migrations\nprepend_sys_path = .\nsqlalchemy.url = postgresql://nowhere\n\n[limbeck]\n${options}`,
});

test.each([
  {
    claim: "a whole statement",
    limit: "statement_timeout_ms = 300",
    up: 'op.execute("SELECT pg_sleep(20)")',
    says: "statement timeout",
  },
  {
    claim: "the wait for a lock",
    limit: "statement_lock_timeout_ms = 300",
    up: 'op.execute("ALTER TABLE people ADD a int")',
    says: "lock timeout",
  },
  {
    claim: "a statement behind an autocommit_block",
    limit: "statement_lock_timeout_ms = 300",
    up: 'with op.get_context().autocommit_block():\n    op.execute("SELECT 1")\nop.execute("ALTER TABLE people ADD a int")',
    says: "lock timeout",
  },
])("the timeouts of [limbeck] hold for revisions in Python: $claim", async ({ limit, up, says }) => {
  const url = await freshDatabase();
  const options = { ...(await pythonProject({ a1: PEOPLE, a2: { down: "a1", up } }, limited(limit))), url };
  await upgrade(options, { target: "a1" });
  const dialect = await dialectFor(url);
  const other = await dialect.connect(dialect.target(url, options.cwd), { create: false });
  try {
    await other.execute("BEGIN");
    await other.execute("LOCK TABLE people");
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      new RegExp(`^RUN_REVISION_FAILED .*canceling statement due to ${says}`, "s"),
    );
  } finally {
    await other.close();
  }
});

const locked: readonly (readonly [string, string])[] = [
  ["an op", 'op.add_column("people", sa.Column("age", sa.Integer))'],
  ["raw SQL with a percent sign", "op.execute(\"ALTER TABLE people ADD COLUMN age text DEFAULT '5%'\")"],
  ["a statement of the connection's own", 'op.get_bind().exec_driver_sql("DROP TABLE people")'],
];
test.each(locked)("who has the lock that a revision doesn't get in time is said: %s", async (_claim, up) => {
  const options = await project({ a1: PEOPLE, a2: { down: "a1", up } }, limited("statement_lock_timeout_ms = 300"));
  await upgrade(options, { target: "a1" });
  const session = await holding(options, "people");
  try {
    const error = await upgrade(options, { target: "head" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "RUN_REVISION_FAILED",
      message: expect.stringMatching(/process \d+, the application.*it has ACCESS SHARE on "people"/s),
      hint: expect.stringContaining("statement_lock_timeout_ms"),
    });
  } finally {
    await session.close();
  }
  expect((await upgrade(options, { target: "head" })).kind).toBe("ran");
});
