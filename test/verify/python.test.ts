import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { verify } from "../../src/project/verify.ts";
import { envPy, type PythonRevision, pythonProject } from "../project/python-project.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";

const users: PythonRevision = {
  up: 'op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(80), nullable=False), sa.Column("name", sa.String(40)))',
  back: 'op.drop_table("users")',
};

/** Looks at the rows, as only a connection can, and forgets one thing on the way back. */
const changes: Readonly<Record<string, PythonRevision>> = {
  a1: users,
  b2: {
    down: "a1",
    up: `op.add_column("users", sa.Column("letters", sa.Integer))
for id, email in op.get_bind().execute(sa.text("SELECT id, email FROM users")).all():
    op.execute(sa.text("UPDATE users SET letters = :n WHERE id = :id").bindparams(n=len(email), id=id))`,
    back: 'op.drop_column("users", "letters")',
  },
  b3: { down: "b2", up: "pass", back: 'raise NotImplementedError("nobody knows the way")' },
  c3: {
    down: "b3",
    up: `op.create_index("ix_users_email", "users", ["email"])
op.get_bind().execute(sa.text("DELETE FROM users WHERE name IS NULL"))`,
    back: "pass",
  },
  d4: {
    down: "a1",
    up: `# limbeck-ignore data-loss: names are kept elsewhere
op.execute("UPDATE users SET name = 'x'")`,
    back: "pass",
  },
};

const urls: Readonly<Record<string, () => Promise<string>>> = {
  SQLite: async () => "sqlite:///app.db",
  MariaDB: async () => (await freshMysqlDatabase("mariadb-10.11")).replace("mysql:", "mariadb+pymysql:"),
  PostgreSQL: async () => (await freshDatabase()).replace("postgresql:", "postgresql+psycopg:"),
};

it.each(Object.entries(urls))(
  "revisions in Python make the round trip in the project's own Python, on %s",
  async (_, urlOf) => {
    const url = await urlOf();
    const options = { ...(await pythonProject(changes, { "migrations/env.py": envPy() })), url };
    const { revisions } = await verify(options, { targets: [], all: true });
    expect(revisions.map(({ revision, ok }) => [revision, ok])).toEqual([
      ["a1", true],
      ["b2", true],
      ["b3", false],
      ["c3", false],
      ["d4", true],
    ]);
    expect(revisions[4]?.notes.join("\n")).toContain("as the revision says: names are kept elsewhere");
    const found = revisions[3]?.findings.map(({ kind, step }) => `${kind} ${step}`);
    expect(found).toEqual(["schema downgrade", "failed upgrade again", "data upgrade"]);
    expect(revisions[2]?.findings).toMatchObject([{ kind: "irreversible", message: /nobody knows the way/ }]);
    expect(revisions[1]?.rows).toBe(20);
  },
  // Each revision in a Python of its own.
  240_000,
);

it("an env.py that doesn't take the URL it is given is led to the scratch database", async () => {
  const env = envPy({ engine: 'engine = __import__("sqlalchemy").create_engine("sqlite:///app.db")' });
  const options = await pythonProject({ a1: users }, { "migrations/env.py": env });
  expect((await verify(options, { targets: [] })).ok).toBe(true);
  expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
});

it("of several databases of one env.py each is verified, and has evidence of its own", async () => {
  const env = `from sqlalchemy import create_engine
from alembic import context

for name in ("one", "two"):
    with create_engine(f"sqlite:///{name}.db").connect() as connection:
        context.configure(connection=connection, upgrade_token=f"{name}_upgrades", downgrade_token=f"{name}_downgrades")
        with context.begin_transaction():
            context.run_migrations()
`;
  const options = await pythonProject({ a1: users }, { "migrations/env.py": env });
  for (const database of ["one", "two"]) {
    const { revisions, known, ok } = await verify({ ...options, database }, { targets: [] });
    expect([revisions.map(({ revision }) => revision), known, ok]).toEqual([["a1"], [], true]);
  }
  const lock = readFileSync(join(options.cwd, "migrations/limbeck.lock"), "utf8");
  expect(Object.keys(JSON.parse(lock).verified)).toEqual(["a1 of one on sqlite 3", "a1 of two on sqlite 3"]);
  expect((await verify({ ...options, database: "two" }, { targets: [] })).known).toEqual(["a1"]);
  // env.py has connected to the first on its way to the second.
  expect(readFileSync(join(options.cwd, "one.db"))).toHaveLength(0);
  expect(existsSync(join(options.cwd, "two.db"))).toBe(false);
});

it("an env.py that can't be led there is found out before anything runs", async () => {
  const creator = 'creator=lambda: __import__("sqlite3").connect("app.db")';
  const env = envPy({ engine: `engine = __import__("sqlalchemy").create_engine("sqlite:///app.db", ${creator})` });
  const options = await pythonProject(changes, { "migrations/env.py": env });
  await expect(verify(options, { targets: [], all: true })).rejects.toMatchObject({ code: "BRIDGE_ANOTHER_DATABASE" });
});

it("the scratch database of SQLite that Python opens is a file, gone with its directory when it is closed", async () => {
  const connection = await sqlite.scratch(undefined, { shared: true });
  const { file = "" } = connection.target;
  await connection.execute("CREATE TABLE t (a)");
  expect(existsSync(file)).toBe(true);
  await connection.close();
  expect(existsSync(dirname(file))).toBe(false);
});
