import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { heads } from "../../src/project/heads.ts";
import { merge } from "../../src/project/merge.ts";
import { revision } from "../../src/project/revision.ts";
import type { GlobalOptions, RevisionInput } from "../../src/project/use-cases.ts";
import { alembicProject, genericEnv, INI, modelsOf } from "./alembic-project.ts";
import { thrownBy, writeFiles } from "./project-directory.ts";

const MAKO = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}
"""
# the project's own template, \${create_date.year > 2000}
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}

def upgrade():
    \${upgrades if upgrades else "pass"}

def downgrade():
    \${downgrades if downgrades else "pass"}
`;
const USERS = modelsOf(
  `sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(50)))`,
);

function project(files: Readonly<Record<string, string>> = {}): Promise<GlobalOptions> {
  return alembicProject({
    "models.py": USERS,
    "migrations/env.py": genericEnv(),
    "migrations/script.py.mako": MAKO,
    ...files,
  });
}

async function write(options: GlobalOptions, input: RevisionInput = { autogenerate: true }): Promise<string> {
  const result = await revision(options, { revId: "abc123", message: "m", ...input });
  if (result.kind !== "written") throw new Error("no revision was written");
  return readFileSync(result.revision.path, "utf8");
}

async function withDatabase(options: GlobalOptions, script: string): Promise<GlobalOptions> {
  const connection = await sqlite.connect(sqlite.target("sqlite:///app.db", options.cwd), { create: true });
  for (const { sql } of sqlite.split(script)) await connection.execute(sql);
  await connection.close();
  return options;
}

describe("the file", () => {
  test("is Python, by the project's own template", async () => {
    const text = await write(await project());
    expect(text).toMatch(/^"""m\n\nRevision ID: abc123\nRevises: \nCreate Date: \d{4}-/);
    expect(text).toContain("# the project's own template, True");
    expect(text).toContain(`
def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )

def downgrade():
    op.drop_table("users")
`);
  });

  test("is laid out as Alembic's generic one where there is no template", async () => {
    const options = await alembicProject({ "models.py": USERS, "migrations/env.py": genericEnv() });
    const text = await write(options, { message: 'say "hi" \\ """' });
    expect(text).toMatch(/^"""say "hi" \\\\ \\"\\"\\"\n\nRevision ID: abc123\nRevises:\nCreate Date: /);
    expect(text).toContain('revision: str = "abc123"\ndown_revision: Union[str, Sequence[str], None] = None\n');
    expect(text).toContain('def upgrade() -> None:\n    """Upgrade schema."""\n    pass\n');
  });

  test("of a merge is Python, too", async () => {
    const options = await project();
    await write(options, { revId: "a1" });
    await write(options, { revId: "b2", heads: ["base"] });
    const merged = await merge(options, { revisions: ["heads"], revId: "c3" });
    const path = merged.kind === "written" ? merged.revision.path : "";
    expect(path).toMatch(/\.py$/);
    expect(readFileSync(path, "utf8")).toContain("down_revision = ('a1', 'b2')");
  });

  test("names labels and dependencies as Alembic does", async () => {
    const options = await project();
    await write(options, { revId: "a1" });
    const text = await write(options, { heads: ["base"], branchLabels: ["billing"], dependsOn: ["a1"] });
    expect(text).toContain("down_revision = None\nbranch_labels = ('billing',)\ndepends_on = 'a1'\n");
  });

  test("has the message between quotation marks, whatever is in it", async () => {
    const options = await project();
    const text = await write(options, { message: 'a\\b """ c' });
    expect(text).toMatch(/^"""a\\\\b \\"\\"\\" c\n/);
    expect((await heads(options, {}))[0]?.message).toBe('a\\b """ c');
  });

  test("has what env.py gives to its template, where that is run", async () => {
    const mako = MAKO.replace("# the project's", `# \${who}, the project's`);
    const env = genericEnv('template_args={"who": "me"},');
    const options = await project({ "migrations/script.py.mako": mako, "migrations/env.py": env });
    expect(await write(options)).toContain("# me, the project's own");
    const asked = INI.replace("[alembic]", "[alembic]\nrevision_environment = true");
    const empty = await project({ "migrations/script.py.mako": mako, "migrations/env.py": env, "alembic.ini": asked });
    expect(await write(empty, {})).toContain("# me, the project's own");
  });

  test("has no way back where the template of the project has none", async () => {
    const forward = MAKO.replace(/def downgrade[\s\S]*/, "");
    const text = await write(await project({ "migrations/script.py.mako": forward }));
    expect(text).toContain("op.create_table(");
    expect(text).not.toContain("drop_table");
  });

  test.each([
    ["forgets the labels", MAKO.replace(`branch_labels = \${repr(branch_labels)}\n`, ""), "BRIDGE_TEMPLATE"],
    ["makes no Python", MAKO.replace("revision = ", "revision = '"), "BRIDGE_TEMPLATE"],
    ["fails", MAKO.replace("message}", "nothing.at.all}"), "BRIDGE_TEMPLATE"],
    ["leaves out the changes", MAKO.replace(/def upgrade[\s\S]*/, ""), "BRIDGE_TEMPLATE"],
    ["leaves out what goes back", MAKO.replace(/(def downgrade.*)[\s\S]*/, "$1\n    pass\n"), "BRIDGE_TEMPLATE"],
  ])("is not written by a template that %s", async (_what, mako, code) => {
    const options = await project({ "migrations/script.py.mako": mako });
    expect(await thrownBy(() => write(options, { autogenerate: true, branchLabels: ["l"] }))).toContain(code);
    expect(readdirSync(join(options.cwd, "migrations/versions"))).toEqual([".keep"]);
  });
});

describe("types", () => {
  test("are spelt as the models have them, custom ones with their imports", async () => {
    const types = `import sqlalchemy as sa
class Money(sa.types.TypeDecorator):
    impl = sa.Numeric(12, 2)
    cache_ok = True
    def __repr__(self):
        return "Money()"
class Odd(sa.types.TypeDecorator):
    impl = sa.String(7)
    cache_ok = True
    def __repr__(self):
        return "Odd<7>"
`;
    const lines = `import shop_types
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("price", shop_types.Money()), sa.Column("odd", shop_types.Odd()),
  sa.Column("u", sa.Uuid()), sa.Column("mood", sa.Enum("a", "b", name="mood")), sa.Column("flag", sa.Boolean(create_constraint=True, name="ck_flag")),
  sa.Column("data", sa.JSON().with_variant(sqlite.JSON(), "sqlite")))`;
    const text = await write(await project({ "shop_types.py": types, "models.py": modelsOf(lines) }));
    expect(text).toContain("import sqlalchemy as sa\nfrom sqlalchemy.dialects import sqlite\nimport shop_types\n");
    for (const part of [
      'sa.Column("price", shop_types.Money(), nullable=True)',
      'sa.Column("odd", sa.String(length=7), nullable=True)',
      'sa.Column("u", sa.Uuid(), nullable=True)',
      'sa.Column("mood", sa.Enum("a", "b", name="mood"), nullable=True)',
      'sa.Column("flag", sa.Boolean(), nullable=True)',
      'sa.CheckConstraint("flag IN (0, 1)", name=op.f("ck_flag"))',
      'sa.JSON().with_variant(sqlite.JSON(), "sqlite")',
    ]) {
      expect(text).toContain(part);
    }
  });
});

test("a prefix that the template imports stands before a type of the project's", async () => {
  const lines = `class Money(sa.types.TypeDecorator):
    impl = sa.Numeric(12, 2)
    cache_ok = True
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("price", Money()))`;
  const env = genericEnv('user_module_prefix="own.",');
  const mako = MAKO.replace("import sqlalchemy as sa\n", "import sqlalchemy as sa\nimport models as own\n");
  const files = { "models.py": modelsOf(lines), "migrations/env.py": env, "migrations/script.py.mako": mako };
  const text = await write(await project(files));
  expect(text).toContain('sa.Column("price", own.Money(precision=12, scale=2), nullable=True)');
  expect(text).not.toContain("import models\n");
});

test.each([
  ["autogenerate_plugins", 'autogenerate_plugins=["alembic.autogenerate.*", "~alembic.autogenerate.comments"],'],
  ["sqlalchemy_module_prefix", 'sqlalchemy_module_prefix="sqla.",'],
])("%s of env.py is refused, not passed over", async (name, option) => {
  const said = await thrownBy(async () => write(await project({ "migrations/env.py": genericEnv(option) })));
  expect(said).toContain("BRIDGE_HOOK_UNSUPPORTED");
  expect(said).toContain(name);
});

describe("post-write hooks", () => {
  const hooks = (lines: string): string => `${INI}\n[post_write_hooks]\n${lines}\n`;

  test("of the ini run on the file", async () => {
    const script = "import sys\nopen(sys.argv[1], 'a').write('# ' + ' '.join(sys.argv[2:]) + chr(10))\n";
    const ini = hooks(
      "hooks = first, second\nfirst.type = module\nfirst.module = note_hook\nfirst.options = --one 'two three'\nsecond.type = exec\nsecond.executable = true\nsecond.options = REVISION_SCRIPT_FILENAME",
    );
    const options = await project({ "alembic.ini": ini, "note_hook.py": script });
    const result = await revision(options, { revId: "abc123" });
    expect(result).toMatchObject({ hooks: [{ name: "first" }, { name: "second" }] });
    const [name = ""] = readdirSync(join(options.cwd, "migrations/versions")).filter((file) => file.endsWith(".py"));
    expect(readFileSync(join(options.cwd, "migrations/versions", name), "utf8")).toContain("# --one two three\n");
  });

  test.each([
    ["of a type that env.py registers", "a.type = mine", 'has the type "mine"'],
    [
      "of a program that isn't installed",
      "a.type = console_scripts\na.entrypoint = nothing-of-the-kind",
      "nothing-of-the-kind",
    ],
    ["without its program", "a.type = exec", 'has no "executable"'],
  ])("%s are refused before there is a file", async (_what, lines, words) => {
    const options = await project({ "alembic.ini": hooks(`hooks = a\n${lines}`) });
    const said = await thrownBy(() => write(options, {}));
    expect(said).toContain("BRIDGE_WRITE_HOOK");
    expect(said).toContain(words);
    expect(readdirSync(join(options.cwd, "migrations/versions"))).toEqual([".keep"]);
  });

  test("don't run on a revision in another language", async () => {
    const options = await project({ "alembic.ini": hooks("hooks = a\na.type = exec\na.executable = false") });
    expect(await thrownBy(() => revision(options, { format: "sql" }))).toBe("nothing");
    expect(await thrownBy(() => revision(options, {}))).toContain("HOOK_FAILED");
  });
});

describe("a table that SQLite can't alter", () => {
  const CHANGED = modelsOf(
    `sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(50), nullable=False, unique=True))`,
  );

  test("is changed in batch mode", async () => {
    const made = `CREATE TABLE users (\n\tid INTEGER NOT NULL, \n\temail VARCHAR(50), \n\tPRIMARY KEY (id), \n\tUNIQUE (email)\n)`;
    const options = await withDatabase(await project({ "models.py": CHANGED }), made);
    expect(await write(options)).toContain(`def upgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column(
            "email", existing_type=sa.String(length=50), nullable=False
        )
`);
  });

  test("is changed by SQL where SQLAlchemy doesn't read what it has", async () => {
    const made = "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(50) UNIQUE)";
    const options = await withDatabase(await project({ "models.py": CHANGED }), made);
    const text = await write(options);
    expect(text).not.toContain("batch_alter_table");
    expect(text).toContain(`'CREATE TABLE "limbeck_new_users" (\\n'`);
  });
});

test("nothing is left behind by a revision that can't be written", async () => {
  const options = await project({ "models.py": "raise RuntimeError('broken')" });
  expect(await thrownBy(() => write(options))).toContain("broken");
  expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
  writeFiles(options.cwd, { "models.py": USERS });
  expect(await write(options)).toContain("create_table");
});
