import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { current } from "../../src/project/current.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { plan } from "../../src/project/plan.ts";
import { repair } from "../../src/project/repair.ts";
import type { Progress } from "../../src/project/results.ts";
import { stamp } from "../../src/project/stamp.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import {
  envPy,
  type PythonRevision,
  pythonProject,
  pythonRevision,
  rowsIn,
  tablesIn,
  versionFile,
} from "./python-project.ts";

// Made once per machine.
beforeAll(async () => void (await testPython()), 300_000);

const PEOPLE: PythonRevision = {
  up: `print("this goes to the terminal")
people = op.create_table("people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
op.bulk_insert(people, [{"name": "ann"}, {"name": "bob"}])`,
  back: 'op.drop_table("people")',
};
const ANEW = `with op.batch_alter_table("people") as batch:
    batch.alter_column("name", nullable=False)
    batch.create_unique_constraint("uq_name", ["name"])`;
const REQUIRED: PythonRevision = {
  down: "a1",
  up: `connection = op.get_bind()
for person, in connection.execute(sa.text("SELECT id FROM people")).fetchall():
    connection.execute(sa.text("UPDATE people SET name = upper(name) || :end WHERE id = :id"), {"end": "!", "id": person})
${ANEW}`,
  back: `with op.batch_alter_table("people") as batch:
    batch.drop_constraint("uq_name")
    batch.alter_column("name", nullable=True)`,
};
const table = (name: string) => ({
  up: `op.create_table("${name}", sa.Column("id", sa.Integer, primary_key=True))`,
  back: `op.drop_table("${name}")`,
});

const versions = async (options: GlobalOptions) =>
  (await rowsIn(options, "SELECT version_num FROM alembic_version ORDER BY 1")).flat();
const outcomes = async (options: GlobalOptions) =>
  (
    await rowsIn(options, "SELECT direction || ' ' || revision || ' ' || outcome FROM limbeck_journal ORDER BY id")
  ).flat();
const connectTo = ({ cwd }: GlobalOptions): Promise<Connection> =>
  sqlite.connect(sqlite.target(`sqlite:///${join(cwd, "app.db")}`, cwd), { create: true });

describe("revisions in Python", () => {
  test("go up and down, in transactions with their rows of the version table and of the journal", async () => {
    const options = await pythonProject({ a1: PEOPLE, a2: REQUIRED });
    const seen: Progress[] = [];
    const up = await upgrade(options, { target: "head" }, { onProgress: (progress) => seen.push(progress) });
    expect(up).toMatchObject({ from: [], heads: ["a2"], steps: [{ revision: "a1" }, { revision: "a2" }] });
    const kinds = seen.map((progress) => progress.kind).filter((kind) => kind !== "output");
    expect(kinds).toEqual(["stepStarted", "stepDone", "stepStarted", "stepDone"]);
    expect(seen.filter((progress) => progress.kind === "output")).toEqual([
      { kind: "output", line: "this goes to the terminal" },
    ]);
    expect(await rowsIn(options, "SELECT name FROM people")).toEqual([["ANN!"], ["BOB!"]]);
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a2" }], isAtHeads: true });
    expect(await downgrade(options, { target: "-1" })).toMatchObject({ from: ["a2"], heads: ["a1"] });
    expect(await downgrade(options, { target: "base" })).toMatchObject({ from: ["a1"], heads: [] });
    expect(await tablesIn(options)).toEqual(["limbeck_backup_1", "limbeck_backups"]);
    expect(await outcomes(options)).toEqual([
      "upgrade a1 done",
      "upgrade a2 done",
      "downgrade a2 done",
      "downgrade a1 done",
    ]);
  });

  test("alternate with TypeScript and SQL in one graph", async () => {
    const typescript = `import { column, integer, type Op } from "limbeck";
export const revision = "b2";
export const downRevision = "b1";
export function upgrade(op: Op) { op.createTable("two", [column("id", integer(), { primaryKey: true })]); }
export function downgrade(op: Op) { op.dropTable("two"); }
`;
    const sql = `-- revision: b4
-- down revision: b3
-- limbeck:upgrade
CREATE TABLE four (id INTEGER PRIMARY KEY);
-- limbeck:downgrade
DROP TABLE four;
`;
    const options = await pythonProject(
      { b1: table("one"), b3: { down: "b2", ...table("three") }, b5: { down: "b4", ...table("five") } },
      { "migrations/versions/b2.ts": typescript, "migrations/versions/b4.sql": sql },
    );
    await upgrade(options, { target: "head" });
    expect(await tablesIn(options)).toEqual(["five", "four", "one", "three", "two"]);
    expect(await versions(options)).toEqual(["b5"]);
    await downgrade(options, { target: "b1" });
    expect(await tablesIn(options)).toEqual(["one"]);
    expect(await outcomes(options)).toHaveLength(9);
  });

  test("can be stamped", async () => {
    const options = await pythonProject({ a1: PEOPLE, a2: REQUIRED });
    await stamp(options, { revisions: ["a1"] });
    expect(await versions(options)).toEqual(["a1"]);
  });
});

describe("a revision in Python that fails", () => {
  const FAILING: PythonRevision = {
    down: "a1",
    up: `${table("more").up}
op.execute("INSERT INTO more VALUES (1)")
op.execute("INSERT INTO nowhere VALUES (1)")`,
  };

  test("leaves nothing, is named with its line, and runs when it is corrected", async () => {
    const options = await pythonProject({ a1: PEOPLE, a2: FAILING });
    const message = await thrownBy(() => upgrade(options, { target: "head" }));
    const path = join(options.cwd, versionFile("a2"));
    expect(message).toContain(`RUN_REVISION_FAILED The upgrade of revision "a2" (${path}:14) failed`);
    expect(message).toContain("no such table: nowhere");
    expect(message).toContain('in upgrade: op.execute("INSERT INTO nowhere VALUES (1)")');
    expect(message).toContain("the database is at a1");
    expect(await tablesIn(options)).toEqual(["people"]);
    expect(await outcomes(options)).toEqual(["upgrade a1 done", "upgrade a2 failed"]);
    writeFileSync(path, pythonRevision("a2", { down: "a1", ...table("more") }));
    await upgrade(options, { target: "head" });
    expect(await tablesIn(options)).toEqual(["more", "people"]);
  });

  test("by not being Python, or for want of a function, is found before anything runs", async () => {
    const broken = await pythonProject({ a1: PEOPLE, a2: { down: "a1", up: "this is no Python" } });
    expect(await thrownBy(() => upgrade(broken, { target: "head" }))).toMatch(
      /^BRIDGE_CODE_FAILED .*a2_\.py:12: .*SyntaxError/s,
    );
    expect(await tablesIn(broken)).toEqual([]);
    const lacking = await pythonProject({ a1: { ...PEOPLE, back: null }, a2: REQUIRED });
    await upgrade(lacking, { target: "head" });
    expect(await thrownBy(() => downgrade(lacking, { target: "base" }))).toMatch(
      /^BRIDGE_FUNCTION_MISSING .*"downgrade"/,
    );
    expect(await versions(lacking)).toEqual(["a2"]);
  });

  test("after it has committed a part of itself is half-applied, and repair settles it", async () => {
    const up = `${table("before").up}
with op.get_context().autocommit_block():
    op.execute("VACUUM")
${table("after").up}
raise ValueError("too late")`;
    const options = await pythonProject({ a1: PEOPLE, a2: { down: "a1", up } });
    const message = await thrownBy(() => upgrade(options, { target: "head" }));
    expect(message).toContain("What this revision committed by itself stays");
    expect(await tablesIn(options)).toEqual(["before", "people"]);
    expect(await versions(options)).toEqual(["a1"]);
    expect((await status(options)).unfinished).toMatchObject({ revision: "a2", outcome: "failed" });
    // It goes on, and fails where it has failed.
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /too late.*Committed are:\n {4}1\. CREATE TABLE "before" [^\n]*\n {4}2\. VACUUM$/s,
    );
    await repair(options, { done: "a2" });
    expect(await versions(options)).toEqual(["a2"]);
  });
});

describe("what Alembic lets a revision do", () => {
  test("autocommit_block commits what came before it, and the journal has one row in the end", async () => {
    const up = `${table("before").up}
with op.get_context().autocommit_block():
    op.execute("VACUUM")
${table("after").up}`;
    const options = await pythonProject({ a1: { up } });
    await upgrade(options, { target: "head" });
    expect(await tablesIn(options)).toEqual(["after", "before"]);
    expect(await outcomes(options)).toEqual(["upgrade a1 done"]);
  });

  test("on_version_apply is called in the revision's transaction, with what run_migrations was given", async () => {
    const hook = `def applied(ctx, step, heads, run_args):
    ctx.connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS log (line TEXT)")
    words = [step.up_revision_id, str(step.is_upgrade), *sorted(heads), *step.down_revision_ids, step.up_revision.doc, run_args["who"]]
    ctx.connection.exec_driver_sql("INSERT INTO log VALUES (?)", (" ".join(words),))

`;
    const env = envPy({ options: "on_version_apply=applied" }).replaceAll(
      "run_migrations()",
      'run_migrations(who="me")',
    );
    const given = (id: string, more: PythonRevision) => pythonRevision(id, more).replaceAll("grade():", "grade(who):");
    const options = await pythonProject(
      {},
      {
        "migrations/env.py": hook + env,
        [versionFile("a1")]: given("a1", table("one")),
        [versionFile("a2")]: given("a2", { down: "a1", ...table("two") }),
      },
    );
    await upgrade(options, { target: "head" });
    await downgrade(options, { target: "a1" });
    expect((await rowsIn(options, "SELECT line FROM log")).flat()).toEqual([
      "a1 True a1 make a1 me",
      "a2 True a2 a1 make a2 me",
      "a2 False a1 a1 make a2 me",
    ]);
  });

  const CHILDREN: PythonRevision = {
    up: `op.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT)")
op.execute("CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) ON DELETE CASCADE)")
op.execute("INSERT INTO parents VALUES (1, 'a')")
op.execute("INSERT INTO children VALUES (1, 1)")`,
  };
  const ENFORCED = envPy({ before: 'connection.exec_driver_sql("PRAGMA foreign_keys = ON"); connection.commit()' });
  const rebuild = (more: string): PythonRevision => ({
    down: "a1",
    up: `with op.batch_alter_table("parents") as batch:
    batch.alter_column("name", nullable=False)
${more}`,
  });

  test("a table that is made anew keeps the rows that refer to it, where references are enforced", async () => {
    const options = await pythonProject({ a1: CHILDREN, a2: rebuild("") }, { "migrations/env.py": ENFORCED });
    await upgrade(options, { target: "head" });
    expect(await rowsIn(options, "SELECT * FROM children")).toEqual([[1, 1]]);
  });

  test("and rows that would refer to nothing undo the revision", async () => {
    const options = await pythonProject(
      { a1: CHILDREN, a2: rebuild('op.execute("DELETE FROM parents")') },
      { "migrations/env.py": ENFORCED },
    );
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /refer to rows that aren't there: 1 of "children" to "parents"/,
    );
    expect(await rowsIn(options, "SELECT * FROM parents")).toEqual([[1, "a"]]);
  });

  test("a revision that makes nothing anew deletes the rows that refer to the deleted ones", async () => {
    const options = await pythonProject(
      { a1: CHILDREN, a2: { down: "a1", up: 'op.execute("DELETE FROM parents")' } },
      { "migrations/env.py": ENFORCED },
    );
    await upgrade(options, { target: "head" });
    expect(await rowsIn(options, "SELECT * FROM children")).toEqual([]);
  });
});

describe("env.py", () => {
  const two = { a1: PEOPLE, a2: REQUIRED };
  const ASYNC = `import asyncio
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import async_engine_from_config
from alembic import context

config = context.config

def do_run_migrations(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()

async def run_async():
    section = {**config.get_section(config.config_ini_section), "sqlalchemy.url": "sqlite+aiosqlite:///app.db"}
    engine = async_engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await engine.dispose()

asyncio.run(run_async())
`;
  const OWN_BEGIN = `from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "begin")
def begin(connection):
    connection.exec_driver_sql("BEGIN")
`;
  const OWN_END = `${OWN_BEGIN}
@event.listens_for(Engine, "connect")
def connect(driver, _):
    driver.isolation_level = None
`;
  const ENDING = `        context.execute("COMMIT")
        context.execute("PRAGMA foreign_keys = OFF")
        context.execute("BEGIN IMMEDIATE")
        with context.begin_transaction():
            context.run_migrations()
        context.execute("END")
`;
  test.each([
    ["connects asynchronously", ASYNC],
    ["begins a transaction around all", envPy().replace("engine.connect()", "engine.begin()")],
    ["reads before it configures", envPy({ before: 'connection.exec_driver_sql("SELECT 1")' })],
    ["wants one transaction for all", envPy({ options: "transaction_per_migration=False, transactional_ddl=False" })],
    ["begins transactions by a listener of its own", OWN_BEGIN + envPy()],
    [
      "ends what a listener of its own has begun",
      OWN_END +
        envPy().replace("        with context.begin_transaction():\n            context.run_migrations()\n", ENDING),
    ],
  ])("that %s runs revisions one by one", async (_, text) => {
    const options = await pythonProject(
      { ...two, a3: { down: "a2", up: `${table("gone").up}\nraise ValueError("no")` } },
      { "migrations/env.py": text },
    );
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toContain("ValueError: no");
    expect(await versions(options)).toEqual(["a2"]);
    expect(await tablesIn(options)).toEqual(["people"]);
    expect(await rowsIn(options, "SELECT name FROM people")).toEqual([["ANN!"], ["BOB!"]]);
  });

  test.each([
    ["", 'from sqlalchemy import create_engine; engine = create_engine("sqlite:///app.db")'],
    [
      ", by an engine that its application has connected before",
      'from sqlalchemy import create_engine; engine = create_engine("sqlite:///app.db"); engine.connect().close()',
    ],
  ])("that takes its URL from elsewhere is led to the database that --url says%s", async (_, engine) => {
    const options = await pythonProject(two, { "migrations/env.py": envPy({ engine }) });
    const elsewhere = { ...options, url: "sqlite:///other.db" };
    await upgrade(elsewhere, { target: "head" });
    expect((await current(elsewhere)).isAtHeads).toBe(true);
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
  });

  test("that makes its connections itself, to another database than --url says, is refused, and nothing is done", async () => {
    const engine =
      'from sqlalchemy import create_engine; engine = create_engine("sqlite:///app.db", creator=lambda: __import__("sqlite3").connect("app.db"))';
    const options = await pythonProject(two, { "migrations/env.py": envPy({ engine }) });
    const elsewhere = { ...options, url: "sqlite:///other.db" };
    expect(await thrownBy(() => upgrade(elsewhere, { target: "head" }))).toMatch(
      /^BRIDGE_ANOTHER_DATABASE .*app\.db.*other\.db/,
    );
    expect(existsSync(join(options.cwd, "app.db")) ? await tablesIn(options) : []).toEqual([]);
  });

  test("gets the database that --url says", async () => {
    const options = await pythonProject(two);
    await upgrade({ ...options, url: "sqlite:///other.db" }, { target: "head" });
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
  });

  test("that doesn't run migrations is told of", async () => {
    const text = envPy().replaceAll("context.run_migrations()", "pass");
    const options = await pythonProject(two, { "migrations/env.py": text });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(/^BRIDGE_ENV_INCOMPLETE /);
  });
});

describe("a second runner", () => {
  test("waits for whoever writes, and says so", async () => {
    const options = await pythonProject({ a1: PEOPLE }, { "app.db": "" });
    const other = await connectTo(options);
    await other.execute("BEGIN IMMEDIATE");
    let hasWaited = false;
    const onProgress = ({ kind }: Progress): void => {
      if (kind !== "waiting") return;
      hasWaited = true;
      setTimeout(() => void other.execute("COMMIT"), 200);
    };
    expect(await upgrade(options, { target: "head" }, { onProgress })).toMatchObject({ heads: ["a1"] });
    expect(hasWaited).toBe(true);
    await other.close();
  });

  test("finds nothing left to do: each revision runs once", async () => {
    const options = await pythonProject({ a1: PEOPLE, a2: REQUIRED, a3: { down: "a2", ...table("three") } });
    await Promise.all([1, 2].map(() => upgrade(options, { target: "head" })));
    expect(await outcomes(options)).toEqual(["upgrade a1 done", "upgrade a2 done", "upgrade a3 done"]);
  });
});

describe("without a connection", () => {
  const LOGS: PythonRevision = {
    up: `${table("logs").up}
op.execute("INSERT INTO logs (id) VALUES (1)")
op.bulk_insert(sa.table("logs", sa.column("id", sa.Integer)), [{"id": 2}, {"id": 3}])`,
    back: 'op.drop_table("logs")',
  };

  test("the plan shows the SQL that Alembic would run", async () => {
    const options = await pythonProject({ a1: LOGS });
    const { steps } = await plan(options, { direction: "upgrade", target: "head", statements: true });
    expect(steps[0]?.statements?.map((statement) => statement.sql.replaceAll(/\s+/g, " "))).toEqual([
      "CREATE TABLE logs ( id INTEGER NOT NULL, PRIMARY KEY (id) )",
      "INSERT INTO logs (id) VALUES (1)",
      "INSERT INTO logs (id) VALUES (2)",
      "INSERT INTO logs (id) VALUES (3)",
    ]);
  });

  test("the plan shows how a table is made anew, where Alembic's own offline mode gives up", async () => {
    const options = await pythonProject({ a1: PEOPLE, a2: { down: "a1", up: ANEW } });
    await upgrade(options, { target: "a1" });
    const { steps } = await plan(options, { direction: "upgrade", target: "head", statements: true });
    expect(steps[0]?.statements?.map((statement) => statement.sql.split("(")[0]?.trim())).toEqual([
      "CREATE TABLE _alembic_tmp_people",
      "INSERT INTO _alembic_tmp_people",
      "DROP TABLE people",
      "ALTER TABLE _alembic_tmp_people RENAME TO people",
    ]);
  });

  test("the script does what the run does", async () => {
    const anew = `with op.batch_alter_table("logs") as batch:
    batch.alter_column("line", nullable=False, server_default="?")`;
    const options = await pythonProject({
      a1: LOGS,
      a2: {
        down: "a1",
        up: `op.add_column("logs", sa.Column("line", sa.String(9)))\nop.execute("UPDATE logs SET line = 'x'")\n${anew}`,
      },
      a3: { down: "a2", ...table("two") },
    });
    const script = await upgrade(options, { target: "head", sql: true });
    const lines = (script.kind === "script" ? script.sql : "").split("\n").filter((line) => !line.startsWith("."));
    const connection = await connectTo(options);
    for (const { sql } of sqlite.split(lines.join("\n"))) await connection.execute(sql);
    await connection.close();
    expect(await tablesIn(options)).toEqual(["logs", "two"]);
    expect(await rowsIn(options, "SELECT id, line FROM logs")).toEqual([1, 2, 3].map((id) => [id, "x"]));
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a3" }] });
  });
});
