import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { current } from "../../src/project/current.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { plan } from "../../src/project/plan.ts";
import { repair } from "../../src/project/repair.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { ASYNC_ENV, type PythonRevision, pythonProject } from "./python-project.ts";

beforeAll(async () => void (await testPython()), 300_000);

const PEOPLE: PythonRevision = {
  up: `people = op.create_table("people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)), mysql_charset="utf8mb4", mariadb_charset="utf8mb4")
op.bulk_insert(people, [{"name": "50%"}])`,
  back: 'op.drop_table("people")',
};
const AGE: PythonRevision = {
  down: "a1",
  up: `op.add_column("people", sa.Column("age", sa.Integer))
op.get_bind().execute(sa.text("UPDATE people SET age = :age"), {"age": 5})`,
  back: 'op.drop_column("people", "age")',
};

/** `role` is quoted for MySQL alone. Its rows refer to others of them. */
const TREE_AGAIN = `op.create_table("tree", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), sa.Column("up", sa.Integer), sa.Column("role_id", sa.Integer),
    sa.ForeignKeyConstraint(["up"], ["tree.id"], name="f"), sa.ForeignKeyConstraint(["role_id"], ["role.id"], name="g"))
op.create_index("ups", "tree", ["up"])`;
const TREE: PythonRevision = {
  up: `op.create_table("role", sa.Column("id", sa.Integer, primary_key=True))\n${TREE_AGAIN}`,
  back: 'op.drop_table("tree")\nop.drop_table("role")',
};
const DROP = 'op.drop_table("tree")';
const TREE_ROWS =
  "INSERT INTO `role` VALUES (1); INSERT INTO tree VALUES (9, NULL, 1); INSERT INTO tree VALUES (5, 9, 1), (1, 5, 1)";
const TREE_TEXTS = "SELECT concat_ws(' ', id, up, role_id) FROM tree ORDER BY id";

/** Python takes long to start: what depends on the driver and the lock alone is asked of the first server. */
describe.each(wantedFlavors)("revisions in Python on %s", (flavor) => {
  const onFirst = test.runIf(flavor === wantedFlavors[0]);

  async function project(
    revisions: Readonly<Record<string, PythonRevision>>,
    more: Readonly<Record<string, string>> = {},
    driver = flavor === "mysql-9" ? "mysql+pymysql" : "mariadb+pymysql",
  ) {
    const server = await freshMysqlDatabase(flavor);
    return { ...(await pythonProject(revisions, more)), url: server.replace("mysql:", `${driver}:`), server };
  }

  test("go up and down, under the lock of the server", async () => {
    const options = await project({ a1: PEOPLE, a2: AGE });
    await Promise.all((flavor === wantedFlavors[0] ? [1, 2] : [1]).map(() => upgrade(options, { target: "head" })));
    expect(await valuesIn(options, "SELECT name, age FROM people")).toEqual(["50%", 5]);
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a2" }] });
    await downgrade(options, { target: "base" });
    expect(await valuesIn(options, OUTCOMES)).toEqual([
      "upgrade a1 done",
      "upgrade a2 done",
      "downgrade a2 done",
      "downgrade a1 done",
    ]);
    expect(await valuesIn(options, "SELECT plan FROM limbeck_journal WHERE plan IS NOT NULL")).toEqual([]);
  });

  onFirst("an env.py with an async engine runs them, too", async () => {
    const driver = flavor === "mysql-9" ? "mysql+aiomysql" : "mariadb+aiomysql";
    const options = await project({ a1: PEOPLE, a2: AGE }, { "migrations/env.py": ASYNC_ENV }, driver);
    await upgrade(options, { target: "head" });
    expect(await valuesIn(options, "SELECT age FROM people")).toEqual([5]);
  });

  test("one that fails before it has changed anything leaves nothing to settle", async () => {
    const options = await project({
      a1: PEOPLE,
      a2: { down: "a1", up: 'op.add_column("nowhere", sa.Column("a", sa.Integer))' },
    });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /^RUN_REVISION_FAILED .*a2_\.py:12\) failed.*nowhere.*Nothing of this revision was applied; the database is at a1/s,
    );
    expect(await valuesIn(options, "SELECT outcome FROM limbeck_journal WHERE plan IS NOT NULL")).toEqual([]);
    expect((await upgrade(options, { target: "a1" })).kind).toBe("ran");
  });

  test("one that fails behind a change of the schema is half-applied, and says so", async () => {
    const failing = `op.execute("INSERT INTO people (name) VALUES ('100%')")
op.add_column("people", sa.Column("age", sa.Integer))
op.execute("INSERT INTO people (age) VALUES (7)")
op.execute("SELECT nonsense")`;
    const options = await project({ a1: PEOPLE, a2: { down: "a1", up: failing } });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /^RUN_REVISION_FAILED .*a2_\.py:15\) failed.*What this revision committed by itself stays; the rest is undone, and the version table says a1.*Committed are:\n {4}1\. INSERT INTO people.*\n {4}2\. ALTER TABLE people ADD COLUMN age INTEGER$/s,
    );
    const committed = [
      expect.stringMatching(/^1\. INSERT INTO people/),
      "2. ALTER TABLE people ADD COLUMN age INTEGER",
    ];
    expect((await status(options)).unfinished).toMatchObject({ statements: { done: 2 }, committed });
    expect((await repair(options, {})).open).toEqual([
      expect.stringMatching(
        /a2" is half-applied: the command that was interrupted goes on with it; by hand: --done a2 or --undone a2; committed are:\n {4}1\. INSERT .*\n {4}2\. ALTER/,
      ),
    ]);
    expect(await valuesIn(options, "SELECT count(*) FROM people WHERE age = 7")).toEqual([0]);
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /^RUN_REVISION_FAILED .*nonsense.*Committed are:\n {4}1\. INSERT .*\n {4}2\. ALTER TABLE people ADD COLUMN age INTEGER$/s,
    );
    await administerMysql(options.server, "ALTER TABLE people DROP COLUMN age");
    await repair(options, { undone: "a2" });
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a1" }] });
  });

  test("one that fails at a change of the schema has committed what is before it, and not that", async () => {
    const failing = `op.execute("UPDATE people SET name = 'x'")
op.add_column("people", sa.Column("name", sa.Integer))`;
    const options = await project({ a1: PEOPLE, a2: { down: "a1", up: failing } });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /Duplicate column.*Committed are:\n {4}1\. UPDATE people SET name = 'x'$/s,
    );
    expect(await valuesIn(options, "SELECT name FROM people")).toEqual(["x"]);
  });

  test("one that failed goes on at the statement that failed, and executes nothing twice", async () => {
    const failing = `people = sa.table("people", sa.column("name"))
op.execute(people.insert().values(name="100%"))
op.add_column("people", sa.Column("age", sa.Integer))
op.get_bind().execute(sa.text("UPDATE people SET age = :age"), {"age": 7})
op.create_unique_constraint("named", "people", ["name"])
op.execute("INSERT INTO people (name) VALUES ('z')")`;
    const options = await project({ a1: PEOPLE, a2: { down: "a1", up: failing } });
    await upgrade(options, { target: "a1" });
    await administerMysql(options.server, "INSERT INTO people (name) VALUES ('50%')");
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /^RUN_REVISION_FAILED .*Duplicate entry.*\n {4}3\. UPDATE people SET age = [^\n]*$/s,
    );
    await administerMysql(options.server, "UPDATE people SET name = 'y', age = age + 1 WHERE id = 2");
    await upgrade(options, { target: "head" });
    expect(await valuesIn(options, "SELECT concat_ws(' ', name, age) FROM people ORDER BY id")).toEqual([
      ...["50% 7", "y 8", "100% 7", "z"],
    ]);
    expect(await valuesIn(options, OUTCOMES)).toEqual(["upgrade a1 done", "upgrade a2 done"]);
  });

  test("one that is killed is told of with what the server knows of it, and goes on", async () => {
    const killed = `import os
op.execute("UPDATE people SET name = 'x'")
op.add_column("people", sa.Column("age", sa.Integer))
op.drop_column("people", "name")
if not os.path.exists("spare"):
    os.kill(os.getpid(), 9)
op.execute("INSERT INTO people (age) VALUES (7)")`;
    const options = await project({ a1: PEOPLE, a2: { down: "a1", up: killed } });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(/^RUN_REVISION_FAILED .*SIGKILL/s);
    const { unfinished } = await status(options);
    expect(unfinished?.committed).toEqual([
      "1. UPDATE people SET name = 'x'",
      "2. ALTER TABLE people ADD COLUMN age INTEGER",
      expect.stringMatching(/^3\. ALTER TABLE people DROP COLUMN `?name`? \(the run ended here; it is carried out\)$/),
    ]);
    writeFileSync(join(options.cwd, "spare"), "");
    await upgrade(options, { target: "head" });
    expect(await valuesIn(options, "SELECT age FROM people ORDER BY id")).toEqual([null, 7]);
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a2" }] });
    expect((await status(options)).unfinished).toBeUndefined();
  });

  test("what a downgrade puts back comes behind the statement that is executed, whatever that quotes", async () => {
    const options = await project({ a1: TREE, a2: { down: "a1", up: DROP, back: TREE_AGAIN } }, {}, "mysql+pymysql");
    await upgrade(options, { target: "a1" });
    await administerMysql(options.server, TREE_ROWS);
    await upgrade(options, { target: "a2" });
    await downgrade(options, { target: "a1" });
    expect(await valuesIn(options, TREE_TEXTS)).toEqual(["1 5 1", "5 9 1", "9 1"]);
  });

  test("what can't be put back is told of as what failed, and is put back when the downgrade goes on", async () => {
    const options = await project({ a1: TREE, a2: { down: "a1", up: DROP, back: TREE_AGAIN } }, {}, "mysql+pymysql");
    await upgrade(options, { target: "a1" });
    await administerMysql(options.server, TREE_ROWS);
    await upgrade(options, { target: "a2" });
    await administerMysql(options.server, "DELETE FROM `role`");
    expect(await thrownBy(() => downgrade(options, { target: "a1" }))).toMatch(
      /^RUN_REVISION_FAILED .*\[SQL: INSERT INTO `tree`.*Committed are:\n {4}1\. CREATE TABLE tree [^\n]*$/s,
    );
    expect(await thrownBy(() => downgrade(options, { target: "a1" }))).toMatch(
      /^RUN_REVISION_FAILED .*\[SQL: INSERT INTO `tree`.*Committed are:\n {4}1\. CREATE TABLE tree [^\n]*$/s,
    );
    await administerMysql(options.server, "INSERT INTO `role` VALUES (1)");
    await downgrade(options, { target: "a1" });
    expect(await valuesIn(options, TREE_TEXTS)).toEqual(["1 5 1", "5 9 1", "9 1"]);
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a1" }] });
  });

  test("what came, went and changed while one was interrupted comes back as it was when that was dropped", async () => {
    const up = `op.create_unique_constraint("named", "people", ["name"])\nop.drop_column("people", "age")\nop.drop_table("gone")`;
    const back = `op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True))
op.add_column("people", sa.Column("age", sa.Integer))
op.drop_constraint("named", "people", type_="unique")`;
    const start = `${PEOPLE.up}\nop.create_table("gone", sa.Column("id", sa.Integer, primary_key=True))\nop.add_column("people", sa.Column("age", sa.Integer))`;
    const options = await project({ a1: { up: start }, a2: { down: "a1", up, back } });
    await upgrade(options, { target: "a1" });
    const texts = "SELECT concat_ws(' ', id, name, age) FROM people UNION ALL SELECT concat('gone ', id) FROM gone";
    await administerMysql(
      options.server,
      "INSERT INTO people (name, age) VALUES ('50%', 7); INSERT INTO gone VALUES (1), (2)",
    );
    expect(await thrownBy(() => upgrade(options, { target: "a2" }))).toMatch(/^RUN_REVISION_FAILED .*Duplicate entry/s);
    await administerMysql(
      options.server,
      "UPDATE people SET name = id, age = id + 10; DELETE FROM gone WHERE id = 1; INSERT INTO gone VALUES (3)",
    );
    await upgrade(options, { target: "a2" });
    await downgrade(options, { target: "a1" });
    expect(await valuesIn(options, texts)).toEqual(["1 1 11", "2 2 12", "gone 2", "gone 3"]);
  });

  onFirst("one of which an older Limbeck has written less down is left to its author", async () => {
    const failing = `op.add_column("people", sa.Column("age", sa.Integer))\nop.execute("SELECT nonsense")`;
    const options = await project({ a1: PEOPLE, a2: { down: "a1", up: failing } });
    await thrownBy(() => upgrade(options, { target: "head" }));
    const plan = { version: 1, guest: true, done: [], at: "ALTER TABLE people ADD COLUMN nowhere INT" };
    await administerMysql(
      options.server,
      `UPDATE limbeck_journal SET plan = '${JSON.stringify(plan)}' WHERE plan IS NOT NULL`,
    );
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
      /^JOURNAL_DIRTY .*only its author knows.*1\. ALTER TABLE people ADD COLUMN nowhere INT \(the run ended here; it is not carried out\)/s,
    );
    await repair(options, { done: "a2" });
    expect(await current(options)).toMatchObject({ revisions: [{ revision: "a2" }] });
  });

  onFirst("the wait for a lock has the limit of the config, and who has it is named", async () => {
    const ini = "[alembic]\nscript_location = migrations\nprepend_sys_path = .\nsqlalchemy.url = x://\n\n[limbeck]\n";
    const options = await project(
      { a1: PEOPLE, a2: AGE },
      { "alembic.ini": `${ini}statement_lock_timeout_ms = 1000\n` },
    );
    await upgrade(options, { target: "a1" });
    const dialect = await dialectFor(options.server);
    const session = await dialect.connect(dialect.target(options.server, options.cwd), { create: false });
    try {
      await session.execute("START TRANSACTION");
      await session.query("SELECT * FROM people");
      expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(
        /^RUN_REVISION_FAILED .*Lock wait timeout exceeded.*Nothing of this revision was applied/s,
      );
    } finally {
      await session.close();
    }
    expect((await upgrade(options, { target: "head" })).kind).toBe("ran");
  });

  onFirst("the plan and the script have their SQL", async () => {
    const options = await project({ a1: PEOPLE, a2: AGE });
    const { steps } = await plan(options, { direction: "upgrade", target: "a1", statements: true });
    expect(steps[0]?.statements?.map(({ sql }) => sql.replaceAll(/\s+/g, " "))).toEqual([
      "CREATE TABLE people ( id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(20), PRIMARY KEY (id) )CHARSET=utf8mb4",
      expect.stringMatching(/^INSERT INTO people \(name\) VALUES \('50%'\)$/),
    ]);
    const script = await upgrade(options, { target: "a1", sql: true });
    expect(script).toMatchObject({ kind: "script", sql: expect.stringMatching(/CREATE TABLE people/) });
  });
});

const OUTCOMES = "SELECT concat(direction, ' ', revision, ' ', outcome) FROM limbeck_journal ORDER BY id";

async function valuesIn({ server }: { readonly server: string }, sql: string): Promise<readonly unknown[]> {
  return (await administerMysql(server, sql)).flatMap((row) => Object.values(row));
}
