import { describe, expect, test } from "vitest";
import type { EnvironmentContext } from "../../src/bridge/model-commands.ts";
import { openProject } from "../../src/project/open.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { alembicProject, genericEnv, INI, modelsOf } from "./alembic-project.ts";
import { thrownBy } from "./project-directory.ts";

type Files = Readonly<Record<string, string>>;
const MODELS = modelsOf('sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True))');

/** The start of an env.py that has a connection. */
const CONNECTED = `import sqlalchemy as sa
from alembic import context
connection = sa.create_engine("sqlite:///x.db").connect()
`;

const ASYNC = `import asyncio
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import async_engine_from_config
import models

config = context.config

def do_run_migrations(connection):
    context.configure(connection=connection, target_metadata=models.metadata)
    with context.begin_transaction():
        context.run_migrations()

async def run_async_migrations():
    section = config.get_section(config.config_ini_section, {})
    connectable = async_engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()

asyncio.run(run_async_migrations())
`;

const READ: readonly {
  claim: string;
  files: Files;
  more?: Partial<GlobalOptions>;
  gives: Partial<EnvironmentContext>;
}[] = [
  {
    claim: "the generic template",
    files: { "migrations/env.py": genericEnv() },
    gives: {
      url: "sqlite:///app.db",
      dialect: "sqlite",
      versionTable: "alembic_version",
      hasMetadata: true,
      hooks: [],
    },
  },
  {
    claim: "the async template",
    files: { "alembic.ini": INI.replace("sqlite:", "sqlite+aiosqlite:"), "migrations/env.py": ASYNC },
    gives: { url: "sqlite+aiosqlite:///app.db", dialect: "sqlite" },
  },
  {
    claim: "the pyproject template: paths in the TOML, the URL in the ini",
    files: {
      "alembic.ini": "[alembic]\nsqlalchemy.url = sqlite:///two.db\n",
      "pyproject.toml":
        '[project]\nname = "x"\n\n[tool.alembic]\nscript_location = "%(here)s/migrations"\nprepend_sys_path = ["."]\n',
      "migrations/env.py": genericEnv(),
    },
    gives: { url: "sqlite:///two.db" },
  },
  {
    claim: "an engine that the code makes, with a password and a server that isn't there",
    files: {
      "migrations/env.py": genericEnv().replace(
        /engine_from_config\([\s\S]*?\n {4}\)/,
        '__import__("sqlalchemy").create_engine("postgresql+psycopg2://me:se%40cret@nowhere.invalid:1/db")',
      ),
    },
    gives: { url: "postgresql+psycopg2://me:se%40cret@nowhere.invalid:1/db", dialect: "postgresql" },
  },
  {
    claim: "a file whose name has a percent sign and what looks like an escape",
    files: {
      "migrations/env.py": genericEnv().replace(
        /engine_from_config\([\s\S]*?\n {4}\)/,
        '__import__("sqlalchemy").create_engine(__import__("sqlalchemy").URL.create("sqlite", database="a b%3D.db"))',
      ),
    },
    gives: { url: "sqlite:///a%20b%253D.db" },
  },
  {
    claim: "-n: another section",
    files: {
      "alembic.ini": `${INI}[two]\nscript_location = migrations\nprepend_sys_path = .\nsqlalchemy.url = sqlite:///two.db\n`,
      "migrations/env.py": genericEnv(),
    },
    more: { section: "two" },
    gives: { url: "sqlite:///two.db" },
  },
  {
    claim: "-x, in order",
    files: {
      "migrations/env.py": `config_url = "sqlite:///" + "-".join(__import__("alembic").context.get_x_argument()) + ".db"\n${genericEnv().replace("config.get_section(config.config_ini_section, {})", '{"sqlalchemy.url": config_url}')}`,
    },
    more: { x: ["b", "a=1"] },
    gives: { url: "sqlite:///b-a=1.db" },
  },
  {
    claim:
      "an env.py that takes away the first place where modules are looked for, which under Alembic is that of its own command",
    files: {
      "alembic.ini": INI.replace("prepend_sys_path = .\n", ""),
      "lib/models.py": MODELS,
      "models.py": "raise RuntimeError('another one')",
      "migrations/env.py": `import sys\nsys.path = sys.path[1:]\n${genericEnv()}`,
    },
    more: { env: { ...process.env, PYTHONPATH: "lib" } },
    gives: { hasMetadata: true },
  },
  {
    claim: "--url goes in the place of the ini's",
    files: { "migrations/env.py": genericEnv() },
    more: { url: "sqlite:///100%25.db" },
    gives: { url: "sqlite:///100%25.db" },
  },
  {
    claim: "the options of configure()",
    files: {
      "migrations/env.py": genericEnv(
        'version_table="v", version_table_schema="s", include_schemas=True, compare_type=False, compare_server_default=lambda *a: None, include_object=lambda *a: True,',
      ),
    },
    gives: {
      versionTable: "v",
      versionTableSchema: "s",
      includeSchemas: true,
      compareType: false,
      compareServerDefault: "function",
      hooks: ["include_object", "compare_server_default"],
    },
  },
  {
    claim: "what Alembic's own command line would have been told",
    files: {
      "migrations/env.py": `from alembic import context
assert context.get_revision_argument() is None and context.get_starting_revision_argument() is None
assert context.config.cmd_opts.cmd[0].__name__ == "upgrade" and not context.config.cmd_opts.sql
assert context.get_tag_argument() is None
${genericEnv()}`,
    },
    gives: { hasMetadata: true },
  },
  {
    claim: "what isn't said is compared",
    files: { "migrations/env.py": genericEnv() },
    gives: { compareType: true, compareServerDefault: true, includeSchemas: false },
  },
  {
    claim: "printing to standard output is no answer",
    files: { "migrations/env.py": `import os\nprint('{"id": 1, "ok": 1}')\nos.write(1, b"x\\n")\n${genericEnv()}` },
    gives: { dialect: "sqlite" },
  },
  {
    claim: "statements without rows, transactions and isolation levels",
    files: {
      "migrations/env.py": `${CONNECTED}connection = connection.execution_options(isolation_level="AUTOCOMMIT")
connection.execute(sa.text("PRAGMA foreign_keys = ON"))
connection.commit()
context.configure(connection=connection)
connection.dialect.default_schema_name
connection.close()
`,
    },
    gives: { hasMetadata: false },
  },
];

describe("env.py says, without connecting", () => {
  test.each(READ)("$claim", async ({ files, more, gives }) => {
    const project = await openProject(await alembicProject({ "models.py": MODELS, ...files }, more));
    expect(await project.python.environment()).toMatchObject(gives);
  });
});

/** What PostgreSQL's session is told on the connection that goes to configure(), and what is known of it. */
const SESSIONS: readonly { claim: string; lines: string; engine?: string; gives: EnvironmentContext["session"] }[] = [
  { claim: "nothing", lines: 'connection.execute(sa.text("SET lock_timeout = 1"))', gives: undefined },
  {
    claim: "a search_path",
    lines: 'connection.execute(sa.text("SET search_path TO tenant, public"))',
    gives: { searchPath: "tenant, public" },
  },
  {
    claim: "the last of several, quoted",
    lines: `connection.exec_driver_sql("SET search_path = a")\nconnection.exec_driver_sql('set session search_path="Te;n""ant"; SELECT 1')`,
    gives: { searchPath: '"Te;n""ant"' },
  },
  {
    claim: "one of a parameter",
    lines: `connection.execute(sa.text("SELECT set_config('search_path', :path, false)"), {"path": "a'b"})`,
    gives: { searchPath: "a'b" },
  },
  {
    claim: "the usual one again",
    lines: 'connection.exec_driver_sql("SET search_path TO a; SET search_path TO DEFAULT")',
    gives: undefined,
  },
  {
    claim: "a role",
    lines: `connection.exec_driver_sql('SET ROLE "Owner"')`,
    gives: { role: "Owner" },
  },
  {
    claim: "its own role again",
    lines: 'connection.exec_driver_sql("SET ROLE Owner")\nconnection.exec_driver_sql("RESET ROLE")',
    gives: undefined,
  },
  {
    claim: "an option of the connection",
    engine: "connect_args={'options': '-c statement_timeout=5 -csearch_path=a,\\\\ b'}",
    lines: "",
    gives: { searchPath: "a, b" },
  },
  {
    claim: "an option in the driver's own words",
    engine: "connect_args={'server_settings': {'search_path': 'a'}}",
    lines: "",
    gives: { searchPath: "a" },
  },
  {
    claim: "a listener, and one that wants a real connection",
    lines: `engine = connection.engine
@sa.event.listens_for(engine, "connect")
def real(driver, record):
    driver.cursor().fetchone()[0]
@sa.event.listens_for(engine, "connect")
def begun(driver, record):
    driver.cursor().execute("SET SESSION search_path='%s'" % "a")
connection = engine.connect()`,
    gives: { searchPath: "'a'" },
  },
];

describe("what env.py tells its session is known", () => {
  test.each(SESSIONS)("$claim", async ({ lines, engine, gives }) => {
    const made = engine === undefined ? "" : `, ${engine}`;
    const env = CONNECTED.replace('"sqlite:///x.db"', `"postgresql+psycopg2://h/d"${made}`);
    const project = await openProject(
      await alembicProject({ "migrations/env.py": `${env}${lines}\ncontext.configure(connection=connection)\n` }),
    );
    expect((await project.python.environment())?.session).toEqual(gives);
  });
});

test("an env.py that asks for rows is given those of its database", async () => {
  const env = `${CONNECTED}name = connection.execute(sa.text("SELECT 'v' || 1")).scalar()
context.configure(connection=connection, version_table=name)
`;
  const project = await openProject(await alembicProject({ "migrations/env.py": env }));
  expect(await project.python.environment()).toMatchObject({ versionTable: "v1" });
});

test("MySQL's USE goes in the place of the URL's database", async () => {
  const env = `${CONNECTED.replace("sqlite:///x.db", "mysql+pymysql://h/d")}connection.execute(sa.text("USE \`a b\`"))
context.configure(connection=connection)
`;
  const project = await openProject(await alembicProject({ "migrations/env.py": env }));
  expect(await project.python.environment()).toMatchObject({ url: "mysql+pymysql://h/a%20b" });
});

const REFUSED: readonly { claim: string; env: string; says: readonly string[] }[] = [
  { claim: "no configure()", env: "x = 1", says: ["BRIDGE_ENV_INCOMPLETE", "env.py"] },
  {
    claim: "several databases",
    env: `${CONNECTED}context.configure(connection=connection)\ncontext.configure(url="sqlite://")\n`,
    says: ["BRIDGE_ENV_SEVERAL", "several databases: 1, 2"],
  },
  {
    claim: "an import that isn't there, with its place",
    env: "from alembic import context\nimport nothing_at_all\n",
    says: ["BRIDGE_CODE_FAILED", "env.py:2", "No module named 'nothing_at_all'"],
  },
  { claim: "a syntax error, with its place", env: "x = 1\ny = = 2\n", says: ["BRIDGE_CODE_FAILED", "env.py", "2"] },
  {
    claim: "an exception in a module of the project, with the way to it",
    env: "from alembic import context\nimport broken\n",
    says: ["BRIDGE_CODE_FAILED", "broken.py:3", "ValueError: no", "env.py:2", "in deep"],
  },
  { claim: "sys.exit()", env: "import sys\nsys.exit(3)\n", says: ["BRIDGE_CODE_FAILED", "env.py:2", "SystemExit"] },
  {
    claim: "a process that dies, with its last words",
    env: 'import os, sys\nsys.stderr.write("last words\\n")\nos._exit(3)\n',
    says: ["BRIDGE_CRASHED", "exit code 3", "last words"],
  },
  {
    claim: "a crash of a compiled module, with the line of Python that called it",
    env: "import ctypes\nctypes.string_at(0)\n",
    says: ["BRIDGE_CRASHED", "SIGSEGV", "Segmentation fault", 'env.py", line 2'],
  },
  {
    claim: "rows of a database that isn't there",
    env: `${CONNECTED.replace("x.db", "no/x.db")}print(connection.execute(sa.text("select 1")).scalar())\n`,
    says: ["BRIDGE_CODE_FAILED", "env.py:3", "unable to open database file"],
  },
  {
    claim: "revisions that are elsewhere",
    env: `${CONNECTED}context.script.version_locations = ["migrations/sqlite"]\n`,
    says: ["BRIDGE_ENV_LOCATIONS", "migrations/sqlite"],
  },
  {
    claim: "a connection that is to write a script",
    env: `${CONNECTED}context.configure(connection=connection, as_sql=True)\n`,
    says: ["BRIDGE_ENV_OPTION", "as_sql=True"],
  },
  {
    claim: "waiting for an answer on standard input",
    env: 'input("password: ")\n',
    says: ["BRIDGE_CODE_FAILED", "EOFError"],
  },
];

describe("refused", () => {
  test.each(REFUSED)("$claim", async ({ env, says }) => {
    const broken = "def deep():\n\n    raise ValueError('no')\n\ndeep()\n";
    const project = await openProject(
      await alembicProject({ "models.py": MODELS, "broken.py": broken, "migrations/env.py": env }),
    );
    const said = await thrownBy(() => project.python.environment());
    for (const word of says) expect(said).toContain(word);
  });
});
