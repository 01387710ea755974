import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { check } from "../../src/project/check.ts";
import { revision } from "../../src/project/revision.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { alembicProject, genericEnv, INI, modelsOf } from "./alembic-project.ts";
import { thrownBy } from "./project-directory.ts";

const TABLE = `sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.String(5), server_default="x:y"),
  sa.Column("b", sa.ForeignKey("t.id", name="fk")), sa.UniqueConstraint("a", name="uq"), sa.CheckConstraint("a > 'b'", name="ck"))
sa.Index("ix", metadata.tables["t"].c.a.desc())`;

/** Makes the project's database by this script. */
async function inDatabase({ cwd }: GlobalOptions, script: string): Promise<void> {
  const connection = await sqlite.connect(sqlite.target(`sqlite:///${cwd}/app.db`, cwd), { create: true });
  for (const { sql } of sqlite.split(script)) await connection.execute(sql);
  await connection.close();
}

/** A hook of these lines, in which `context`, `parents` and `directives` are there, and `config`. */
function envWith(lines: string): string {
  const body = lines
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  return genericEnv("process_revision_directives=hook,").replace(
    "config = context.config\n",
    `config = context.config\n\ndef hook(context, parents, directives):\n${body}\n`,
  );
}

const KEPT: readonly { claim: string; hook: string; file: RegExp; has?: string }[] = [
  { claim: "a hook that does nothing", hook: "pass", file: /_first\.ts$/ },
  {
    claim: "one that leaves out what is empty, as Flask-Migrate's",
    hook: "if getattr(config.cmd_opts, 'autogenerate', False) and directives[0].upgrade_ops.is_empty():\n    directives[:] = []",
    file: /_first\.ts$/,
  },
  { claim: "an id of its own", hook: "directives[0].rev_id = '0001'", file: /^0001_first\.ts$/, has: '"0001"' },
  { claim: "another message", hook: "directives[0].message += ' table'", file: /_first_table\.ts$/ },
  { claim: "a label", hook: "directives[0].branch_label = 'main'", file: /_first\.ts$/, has: '"main"' },
  {
    claim: "a Rewriter that finds nothing to rewrite",
    hook: `from alembic.autogenerate.rewriter import Rewriter
from alembic.operations import ops
writer = Rewriter()
@writer.rewrites(ops.DropColumnOp)
def nothing(context, revision, op):
    return []
writer(context, parents, directives)`,
    file: /_first\.ts$/,
  },
];

describe("process_revision_directives is honoured", () => {
  test.each(KEPT)("$claim", async ({ hook, file, has }) => {
    const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": envWith(hook) });
    const found = await revision(options, { autogenerate: true, message: "first", format: "ts" });
    expect(found).toMatchObject({ kind: "written" });
    const path = found.kind === "written" ? found.revision.path : "";
    expect(basename(path)).toMatch(file);
    expect(readFileSync(path, "utf8")).toContain(has ?? "op.createTable");
  });

  test("one that empties the list: no file is written", async () => {
    const env = envWith(
      "assert [type(op).__name__ for op in directives[0].upgrade_ops.ops][:2] == ['CreateTableOp', 'ModifyTableOps']\ndirectives[:] = []",
    );
    const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": env });
    expect(await revision(options, { autogenerate: true, format: "ts" })).toEqual({ kind: "unchanged" });
  });
});

test.each([
  { claim: "is asked about", environment: "revision_environment = yes\n", file: /^0001_first\.ts$/ },
  { claim: "isn't asked about", environment: "", file: /^[0-9a-f]{12}_first\.ts$/ },
])('a revision that nobody generated: the hook $claim it with "$environment"', async ({ environment, file }) => {
  const env = envWith("assert directives[0].upgrade_ops.is_empty()\ndirectives[0].rev_id = '0001'");
  const ini = INI.replace("[alembic]\n", `[alembic]\n${environment}`);
  const options = await alembicProject({ "alembic.ini": ini, "models.py": modelsOf(TABLE), "migrations/env.py": env });
  const found = await revision(options, { message: "first", format: "ts" });
  expect(basename(found.kind === "written" ? found.revision.path : "")).toMatch(file);
});

test("the names that env.py has for the places in its template are those of one database, too", async () => {
  const mako = `revision = \${repr(up_revision)}\ndown_revision = \${repr(down_revision)}\ndef upgrade():\n    \${up}\ndef downgrade():\n    \${down}\n`;
  const env = genericEnv('upgrade_token="up", downgrade_token="down",');
  const files = { "models.py": modelsOf(TABLE), "migrations/env.py": env, "migrations/script.py.mako": mako };
  const found = await revision(await alembicProject(files), { autogenerate: true });
  expect(readFileSync(found.kind === "written" ? found.revision.path : "", "utf8")).toContain('op.drop_table("t")');
});

test("of several databases it sees what each of them needs, one after the other", async () => {
  const env = `import sqlalchemy as sa
from alembic import context
seen = []
def hook(migration, parents, directives):
    script = directives[0]
    seen.append([ops.is_empty() for ops in script.upgrade_ops_list])
    if len(script.upgrade_ops_list) == 2:
        assert seen == [[False], [False, False]], seen
        script.message = "of " + script.upgrade_ops_list[1].upgrade_token
metadata = sa.MetaData()
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True))
for name in ("first", "second"):
    with sa.create_engine(f"sqlite:///{name}.db").connect() as connection:
        context.configure(connection=connection, upgrade_token=f"{name}_upgrades", downgrade_token=f"{name}_downgrades",
            target_metadata=metadata, process_revision_directives=hook)
        context.run_migrations(engine_name=name)
`;
  const mako = `"""\${message}"""
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
% for name in ("first", "second"):
def upgrade_\${name}():
    \${context.get(name + "_upgrades", "pass")}
def downgrade_\${name}():
    \${context.get(name + "_downgrades", "pass")}
% endfor
`;
  const options = await alembicProject({ "migrations/env.py": env, "migrations/script.py.mako": mako });
  const found = await revision(options, { autogenerate: true, message: "first" });
  expect(found).toMatchObject({ kind: "written", revision: { message: "of second_upgrades" } });
});

const REFUSED: readonly { claim: string; hook: string }[] = [
  { claim: "a new table taken away, and not its index", hook: "directives[0].upgrade_ops.ops.pop(0)" },
  { claim: "another order", hook: "directives[0].upgrade_ops.ops.reverse()" },
  { claim: "an operation changed in place", hook: "directives[0].upgrade_ops.ops[0].columns[1].nullable = False" },
  {
    claim: "an operation of its own",
    hook: "from alembic.operations import ops\ndirectives[0].downgrade_ops.ops.append(ops.ExecuteSQLOp('select 1'))",
  },
  { claim: "two revisions of one", hook: "directives.append(directives[0])" },
  { claim: "imports of a revision in TypeScript", hook: "directives[0].imports.add('import x')" },
];

const REWRITER = `from alembic.autogenerate.rewriter import Rewriter
from alembic.operations import ops
writer = Rewriter()
@writer.rewrites(ops.DropTableOp)
def nothing(context, revision, op):
    return []
writer(context, parents, directives)`;
const LEAVES_OUT = `from alembic.operations import ops
script = directives[0]
script.upgrade_ops.ops[:] = [op for op in script.upgrade_ops.ops if not isinstance(op, ops.DropTableOp)]`;

describe("what a hook takes away isn't written, nor does check see it", () => {
  test.each([
    { claim: "by a Rewriter, which sees both directions", hook: REWRITER, back: false },
    { claim: "of the upgrade alone: nothing undoes it", hook: LEAVES_OUT, back: true },
  ])("$claim", async ({ hook, back }) => {
    const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": envWith(hook) });
    await inDatabase(options, "CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY)");
    const changes = [{ text: "Create table t" }, { text: "Create index ix on t" }];
    expect(await check(options, {})).toMatchObject({ kind: "differs", changes });
    const found = await revision(options, { autogenerate: true, noRenames: true });
    expect(found).toMatchObject({ kind: "written", changes });
    const text = readFileSync(found.kind === "written" ? found.revision.path : "", "utf8");
    expect([text.includes("old"), text.includes('op.drop_table("t")')]).toEqual([false, back]);
  });

  test("all of it: no file is written", async () => {
    const models = modelsOf(
      `sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))`,
    );
    const options = await alembicProject({ "models.py": models, "migrations/env.py": envWith(REWRITER) });
    await inDatabase(options, "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY); CREATE TABLE old (id INTEGER)");
    expect(await check(options, {})).toEqual({ kind: "same" });
    expect(await revision(options, { autogenerate: true })).toEqual({ kind: "unchanged" });
  });
});

/** As in Alembic's cookbook: https://alembic.sqlalchemy.org/en/latest/cookbook.html#apply-custom-sorting-to-table-columns-within-create-table */
const SORTING = `from alembic.autogenerate.rewriter import Rewriter
from alembic.operations import ops
from sqlalchemy import Column
writer = Rewriter()
@writer.rewrites(ops.CreateTableOp)
def order(context, revision, op):
    print("sorting", op.table_name)
    columns = sorted(op.columns, key=lambda one: {"id": 1000}.get(one.key, 0) if isinstance(one, Column) else 2000)
    return ops.CreateTableOp(op.table_name, columns, schema=op.schema, **op.kw)
writer(context, parents, directives)`;
const IN_PLACE = `for container in (directives[0].upgrade_ops, directives[0].downgrade_ops):
    for op in container.ops:
        if hasattr(op, "columns"):
            op.columns.sort(key=lambda one: getattr(one, "name", None) == "id")`;

test.each([SORTING, IN_PLACE])("columns of new tables come in the order of a hook, there and back", async (hook) => {
  const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": envWith(hook) });
  await inDatabase(options, "CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY, z TEXT COLLATE NOCASE)");
  const found = await revision(options, { autogenerate: true, noRenames: true });
  const text = readFileSync(found.kind === "written" ? found.revision.path : "", "utf8");
  expect([...text.matchAll(/sa\.Column\(\s*"(\w+)"/g)].map(([, name]) => name)).toEqual(["a", "b", "id", "z", "id"]);
});

/** As in Alembic's cookbook: https://alembic.sqlalchemy.org/en/latest/cookbook.html#adding-if-not-exists-and-if-exists-to-autogenerate-operations */
const GUARDING = `from alembic.autogenerate.rewriter import Rewriter
from alembic.operations import ops
writer = Rewriter()
@writer.rewrites(ops.CreateTableOp)
@writer.rewrites(ops.CreateIndexOp)
@writer.rewrites(ops.AddColumnOp)
def made(context, revision, op):
    op.if_not_exists = True
    return op
@writer.rewrites(ops.DropTableOp)
@writer.rewrites(ops.DropIndexOp)
@writer.rewrites(ops.DropColumnOp)
def dropped(context, revision, op):
    op.if_exists = True
    return op
writer(context, parents, directives)`;

test("IF [NOT] EXISTS is said where a hook says so, there and back", async () => {
  const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": envWith(GUARDING) });
  await inDatabase(options, "CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY)");
  expect(await check(options, {})).toMatchObject({ kind: "differs" });
  const found = await revision(options, { autogenerate: true, noRenames: true });
  const text = readFileSync(found.kind === "written" ? found.revision.path : "", "utf8");
  const [up = "", down = ""] = text.split("def downgrade");
  expect(up.match(/if_not_exists=True/g)).toHaveLength(2);
  expect(up).toMatch(/op\.drop_table\(\s*"old", if_exists=True\)/);
  expect(down.match(/if_exists=True/g)).toHaveLength(2);
  expect(down.match(/if_not_exists=True/g)).toHaveLength(1);
});

test("what hooks print and log is told", async () => {
  const env = envWith(SORTING).replace(
    'print("sorting", op.table_name)',
    'print("sorting", op.table_name); __import__("logging").warning("logged")',
  );
  const options = await alembicProject({
    "models.py": modelsOf(TABLE),
    "migrations/env.py": `print("not this")\n${env}`,
  });
  const printed: string[] = [];
  await revision({ ...options, onPrinted: (text) => printed.push(text) }, { autogenerate: true });
  expect(printed.join("")).toBe("sorting t\nWARNING:root:logged\n");
});

test("imports that a hook names are in a revision in Python", async () => {
  const env = envWith("directives[0].imports.add('import os')");
  const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": env });
  const found = await revision(options, { autogenerate: true });
  expect(readFileSync(found.kind === "written" ? found.revision.path : "", "utf8")).toMatch(/^import os$/m);
});

describe("what a hook changes in a revision is refused", () => {
  test.each(REFUSED)("$claim", async ({ hook }) => {
    const options = await alembicProject({ "models.py": modelsOf(TABLE), "migrations/env.py": envWith(hook) });
    const said = await thrownBy(() => revision(options, { autogenerate: true, format: "ts" }));
    expect(said).toContain("BRIDGE_HOOK_UNSUPPORTED");
  });
});
