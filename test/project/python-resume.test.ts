import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { downgrade } from "../../src/project/downgrade.ts";
import { plan } from "../../src/project/plan.ts";
import { repair } from "../../src/project/repair.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { ASYNC_ENV, type PythonRevision, pythonProject, pythonRevision, versionFile } from "./python-project.ts";

beforeAll(async () => void (await testPython()), 300_000);

const PEOPLE: PythonRevision = {
  up: `op.create_table("people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)), sa.Column("age", sa.Integer))
op.execute("INSERT INTO people (name) VALUES ('50%'), (NULL), ('x')")`,
  back: 'op.drop_table("people")',
};
const APART = "with op.get_context().autocommit_block():\n    ";

type Options = GlobalOptions & { readonly url: string };

async function project(up: string, driver = "psycopg2", back = "", more = {}): Promise<Options> {
  const url = (await freshDatabase()).replace("postgresql:", `postgresql+${driver}:`);
  const options = { ...(await pythonProject({ a1: PEOPLE, a2: { down: "a1", up, back } }, more)), url };
  await upgrade(options, { target: "a1" });
  return options;
}

async function column({ url }: Options, sql: string): Promise<readonly unknown[]> {
  return (await administer(url.replace(/\+\w+:/, ":"), sql)).flatMap((row) => Object.values(row));
}

function addRevision({ cwd }: Options, id: string, given: PythonRevision): void {
  writeFileSync(join(cwd, versionFile(id)), pythonRevision(id, given));
}

const run = (options: Options) => upgrade(options, { target: "head" });
/** Makes of the last statement that is committed one at which the run ended, and of which the journal wasn't told that it is done. */
async function cutOffAtLast(options: Options): Promise<void> {
  const [text] = await column(options, "SELECT plan FROM limbeck.limbeck_journal WHERE plan IS NOT NULL");
  const { done, known, refused: _, ...plan } = JSON.parse(String(text));
  const cut = { ...plan, done: done.slice(0, -1), known: known.slice(0, -1), at: done.at(-1), next: known.at(-1)[0] };
  await column(
    options,
    `UPDATE limbeck.limbeck_journal SET plan = '${JSON.stringify(cut).replaceAll("'", "''")}' WHERE plan IS NOT NULL`,
  );
}

const INDEXES =
  "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'people'::regclass AND NOT indisprimary ORDER BY 1";
const OUTCOMES = "SELECT revision || ' ' || outcome FROM limbeck.limbeck_journal ORDER BY id";

/** What autogenerate writes for a column that must not be NULL, and a unique index. */
const SAFE = `op.add_column("people", sa.Column("size", sa.Integer))
op.create_check_constraint("named", "people", "name IS NOT NULL", postgresql_not_valid=True)
${APART}op.execute('ALTER TABLE people VALIDATE CONSTRAINT named')
    op.create_index("ix_name", "people", ["name"], unique=True, postgresql_concurrently=True)
op.alter_column("people", "name", nullable=False)
op.drop_constraint("named", "people")`;

test("goes on at the statement that failed, whose half-built index is taken away", async () => {
  const options = await project(SAFE);
  expect(await thrownBy(() => run(options))).toMatch(
    /^RUN_REVISION_FAILED .*"named".*Committed are:\n {4}1\. ALTER TABLE people ADD COLUMN size INTEGER\n {4}2\. .* NOT VALID$/s,
  );
  expect((await status(options)).unfinished).toMatchObject({ statements: { done: 2 } });
  expect((await repair(options, {})).open).toEqual([
    expect.stringMatching(/a2" is half-applied: the command that was interrupted goes on with it; by hand: --done a2/),
  ]);
  expect(await plan(options, { direction: "upgrade", target: "head" })).toMatchObject({
    steps: [{ revision: "a2", halfApplied: { done: 2 } }],
  });
  await column(options, "UPDATE people SET name = 'x' WHERE name IS NULL");
  expect(await thrownBy(() => run(options))).toMatch(
    /^RUN_REVISION_FAILED .*"ix_name".*3\. ALTER TABLE people VALIDATE/s,
  );
  expect(await column(options, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_name'::regclass")).toEqual([
    false,
  ]);
  await column(options, "UPDATE people SET name = 'y' WHERE id = 2");
  expect((await run(options)).kind).toBe("ran");
  expect(await column(options, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_name'::regclass")).toEqual([
    true,
  ]);
  expect(
    await column(
      options,
      "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'name'",
    ),
  ).toEqual([true]);
  expect(await column(options, OUTCOMES)).toEqual(["a1 done", "a2 done"]);
  expect(await column(options, "SELECT count(*) FROM limbeck.limbeck_journal WHERE plan IS NOT NULL")).toEqual(["0"]);
});

test("goes on behind parameters and an answer that it looks at, by an asynchronous driver too", async () => {
  const up = `count = op.get_bind().execute(sa.text("UPDATE people SET age = :age WHERE name = :name"), {"age": 5, "name": "x"}).rowcount
op.bulk_insert(sa.table("people", sa.column("name")), [{"name": "a"}, {"name": "b"}])
${APART}op.get_bind().execute(sa.text("INSERT INTO people (name, age) VALUES (:name, :age)"), {"name": "50%", "age": count})
    op.execute("SET application_name = 'it'")
    op.execute("ALTER TABLE people ADD CONSTRAINT aged CHECK (age IS NOT NULL)")
op.execute(sa.text("UPDATE people SET age = :count").bindparams(count=count + 1))`;
  const options = await project(up, "asyncpg", "", { "migrations/env.py": ASYNC_ENV });
  expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*"aged".*\n {4}3\. INSERT [^\n]*$/s);
  await column(options, "UPDATE people SET age = 0 WHERE age IS NULL");
  await run(options);
  expect(await column(options, "SELECT name || age FROM people ORDER BY id")).toEqual([
    "50%2",
    null,
    "x2",
    "a2",
    "b2",
    "50%2",
  ]);
});

describe("a revision whose Python is killed", () => {
  test.each([
    ["between two statements that commit by themselves", async () => undefined],
    ["before the journal is told of one that the server has carried out", cutOffAtLast],
  ])("%s, goes on", async (_claim, meanwhile: (options: Options) => Promise<void>) => {
    const options = await project(`import os
op.execute("INSERT INTO people (name) VALUES ('once')")
${APART}op.create_index("ix_age", "people", ["age"], postgresql_concurrently=True)
    if os.path.exists("kill"):
        os.kill(os.getpid(), 9)
    op.create_index("ix_name", "people", ["name"], postgresql_concurrently=True)`);
    writeFileSync(join(options.cwd, "kill"), "");
    expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*SIGKILL/s);
    rmSync(join(options.cwd, "kill"));
    await meanwhile(options);
    await run(options);
    expect(await column(options, INDEXES)).toEqual(["ix_age", "ix_name"]);
    expect(await column(options, "SELECT count(*) FROM people WHERE name = 'once'")).toEqual(["1"]);
    expect(await column(options, OUTCOMES)).toEqual(["a1 done", "a2 done"]);
  });

  test("at a statement of which nothing tells whether it was carried out, is left to its author", async () => {
    const options =
      await project(`${APART}op.execute(sa.text("UPDATE people SET age = :age WHERE id = 1").bindparams(age=1))
    op.execute("ALTER TABLE people ADD CONSTRAINT aged CHECK (age IS NOT NULL)")`);
    expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*"aged"/s);
    await cutOffAtLast(options);
    expect(await thrownBy(() => run(options))).toMatch(
      /^JOURNAL_DIRTY .*nothing tells whether the statement was carried out.*1\. UPDATE people SET age = .*the run ended here/s,
    );
  });
});

test("goes on at a statement that was refused when another one has failed before it came again", async () => {
  const options = await project(`${APART}op.execute("INSERT INTO people (name) VALUES ('a')")
    op.execute("SET " + open("value").read())
    op.execute("ALTER TABLE people ADD CONSTRAINT aged CHECK (age IS NOT NULL)")`);
  const set = (value: string) => writeFileSync(join(options.cwd, "value"), value);
  set("application_name = 'a'");
  expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*"aged"/s);
  await column(options, "UPDATE people SET age = 1");
  set("nowhere = 1");
  expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*nowhere/s);
  set("application_name = 'a'");
  await run(options);
  expect(await column(options, "SELECT conname FROM pg_constraint WHERE conname = 'aged'")).toEqual(["aged"]);
  expect(await column(options, "SELECT count(*) FROM people WHERE name = 'a'")).toEqual(["1"]);
});

describe("a revision isn't gone on with", () => {
  const failing = `${APART}op.execute("ALTER TABLE people ADD CONSTRAINT aged CHECK (age IS NOT NULL)")`;
  const reading = `open("value").read().strip()`;

  test.each([
    [
      "with other parameters",
      `op.execute(sa.text("INSERT INTO people (name) VALUES (:name)").bindparams(name=${reading}))`,
    ],
    ["with another statement", `op.execute("INSERT INTO people (name) VALUES ('" + ${reading} + "')")`],
    [
      "to its end before",
      `if ${reading} == "a":\n    op.execute("INSERT INTO people (name) VALUES ('a')")\nelse:\n    return`,
    ],
  ])("where it goes another way, %s: nothing is changed", async (_claim, up) => {
    const options = await project(`${up}\n${failing}`);
    writeFileSync(join(options.cwd, "value"), "a");
    expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*"aged"/s);
    await column(options, "UPDATE people SET age = 1");
    writeFileSync(join(options.cwd, "value"), "b");
    expect(await thrownBy(() => run(options))).toMatch(
      /^BRIDGE_PARTS_DIFFER The upgrade of revision "a2" \(.*at statement 1 it now .*INSERT INTO people/s,
    );
    expect(await column(options, "SELECT string_agg(name, ',' ORDER BY id) FROM people")).toEqual(["50%,x,a"]);
    writeFileSync(join(options.cwd, "value"), "a");
    await run(options);
    expect(await column(options, OUTCOMES)).toEqual(["a1 done", "a2 done"]);
  });

  test.each([
    [
      "asked the database something",
      `op.get_bind().execute(sa.text("SELECT count(*) FROM people")).scalar()`,
      /it has asked the database something/,
    ],
    [
      "had an answer from what it changed",
      `op.get_bind().execute(sa.text("UPDATE people SET name = 'x' RETURNING id")).all()`,
      /what statement 1 has answered/,
    ],
    ["made a temporary table", `op.execute("CREATE TEMPORARY TABLE t (a int)")`, /ends with its session/],
    [
      "gone past SQLAlchemy",
      `op.get_bind().connection.cursor().execute("UPDATE people SET name = 'x'")`,
      /its file says `connection`/,
    ],
  ])("when it has %s before", async (_claim, up, why) => {
    const options = await project(`${up}\n${failing}`);
    const error = await thrownBy(() => run(options));
    expect(error).toMatch(/^RUN_REVISION_FAILED .*"aged"/s);
    await column(options, "UPDATE people SET age = 1");
    const message = await thrownBy(() => run(options));
    expect(message).toMatch(/^JOURNAL_DIRTY /);
    expect(message).toMatch(why);
    expect(await thrownBy(() => repair(options, { undo: "a2" }))).toMatch(/^RUN_NOT_UNDOABLE /);
  });

  test("by a file that was edited", async () => {
    const options = await project(`op.execute("INSERT INTO people (name) VALUES ('a')")\n${failing}`);
    await thrownBy(() => run(options));
    appendFileSync(join(options.cwd, versionFile("a2")), "\n# edited\n");
    expect(await thrownBy(() => run(options))).toMatch(/^JOURNAL_DIRTY .*its file was changed since/s);
  });
});

test("a downgrade that goes on puts back what was kept, once", async () => {
  const back = `op.add_column("people", sa.Column("age", sa.Integer))
${APART}op.execute("ALTER TABLE people ADD CONSTRAINT named CHECK (name IS NOT NULL)")
op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True), sa.Column("word", sa.Text, nullable=False))`;
  const up = `op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True), sa.Column("word", sa.Text, nullable=False))
op.execute("INSERT INTO gone VALUES (1, 'one')")`;
  const options = await project(up, "psycopg2", 'op.drop_table("gone")');
  addRevision(options, "a3", { down: "a2", up: 'op.drop_column("people", "age")\nop.drop_table("gone")', back });
  await upgrade(options, { target: "a2" });
  await column(options, "UPDATE people SET age = id");
  await run(options);
  expect(await thrownBy(() => downgrade(options, { target: "a2" }))).toMatch(/^RUN_REVISION_FAILED .*"named"/s);
  await column(options, "UPDATE people SET name = 'n', age = 9 WHERE name IS NULL");
  await downgrade(options, { target: "a2" });
  expect(await column(options, "SELECT age FROM people ORDER BY id")).toEqual([1, 9, 3]);
  expect(await column(options, "SELECT word FROM gone")).toEqual(["one"]);
});

test("one that has done something else than was expected says that nothing more is kept", async () => {
  const up = `if not op.get_context().as_sql:
    op.execute("UPDATE people SET age = id")
op.create_check_constraint("named", "people", "name IS NOT NULL", postgresql_not_valid=True)
${APART}op.execute("ALTER TABLE people VALIDATE CONSTRAINT named")
op.drop_column("people", "age")`;
  const options = await project(up, "psycopg2", 'op.add_column("people", sa.Column("age", sa.Integer))');
  await column(options, "UPDATE people SET age = 7");
  expect(await thrownBy(() => run(options))).toMatch(/^RUN_REVISION_FAILED .*"named"/s);
  await column(options, "UPDATE people SET name = 'n' WHERE name IS NULL");
  const said: string[] = [];
  await upgrade(
    options,
    { target: "head" },
    { onEvent: (event) => event.kind === "noted" && said.push(event.message) },
  );
  expect(said).toEqual([expect.stringMatching(/^Nothing more is kept of what a2 is still to drop, .* stays$/)]);
  await downgrade(options, { target: "a1" });
  expect(await column(options, "SELECT age FROM people ORDER BY id")).toEqual([7, 7, 7]);
});
