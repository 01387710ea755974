import { expect, it } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import type { Progress } from "../../src/project/results.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { envPy, type PythonRevision, pythonProject } from "./python-project.ts";

const revisions: Readonly<Record<string, PythonRevision>> = {
  a1: {
    up: `op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(80)), sa.Column("note", sa.String(80)))
op.create_table("posts", sa.Column("id", sa.Integer, primary_key=True), sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id")))
op.create_table("likes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("post_id", sa.Integer, sa.ForeignKey("posts.id")))
op.execute("INSERT INTO users VALUES (1, 'a@x', 'n1'), (2, 'b''@x', NULL)")
op.execute("INSERT INTO posts VALUES (5, 2)")
op.execute("INSERT INTO likes VALUES (9, 5)")`,
    back: 'op.drop_table("likes")\nop.drop_table("posts")\nop.drop_table("users")',
  },
  b2: {
    down: "a1",
    up: `with op.batch_alter_table("users") as batch:
    batch.drop_column("email")
op.execute("DROP TABLE likes")
op.drop_table("posts")`,
    back: `with op.batch_alter_table("users") as batch:
    batch.add_column(sa.Column("email", sa.String(80)))
op.create_table("posts", sa.Column("id", sa.Integer, primary_key=True), sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id")))
op.create_table("likes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("post_id", sa.Integer, sa.ForeignKey("posts.id")))`,
  },
  c3: {
    down: "b2",
    up: 'rows = op.get_bind().execute(sa.text("SELECT * FROM users")).all()\nassert rows\nop.execute("DROP TABLE IF EXISTS nowhere")',
    back: "pass",
  },
};

const urls: Readonly<Record<string, () => Promise<string>>> = {
  SQLite: async () => "sqlite:///app.db",
  PostgreSQL: async () => (await freshDatabase()).replace("postgresql:", "postgresql+psycopg:"),
  MariaDB: async () => (await freshMysqlDatabase("mariadb-10.11")).replace("mysql:", "mariadb+pymysql:"),
};

it.each(Object.entries(urls))(
  "what a revision in Python drops is kept, and comes back with its downgrade, on %s",
  async (_, urlOf) => {
    const url = await urlOf();
    const options = { ...(await pythonProject(revisions)), url };
    const lines: string[] = [];
    const onProgress = (progress: Progress): void => {
      if (progress.kind === "output") lines.push(progress.line);
    };
    await upgrade(options, { target: "a1" });
    await upgrade(options, { target: "b2" }, { onProgress });
    expect(lines.map((line) => line.replace(/ \d:/, "")).sort()).toEqual([
      "Keeping backup 1 row of likes",
      "Keeping backup 1 row of posts",
      "Keeping backup 2 rows of users (email)",
    ]);
    lines.length = 0;
    await downgrade(options, { target: "-1" }, { onProgress });
    expect(lines.map((line) => line.replace(/\d:/, "N:"))).toContain("Putting back backup N: 1 row of likes");
    const dialect = await dialectFor(url);
    const connection = await dialect.connect(dialect.target(url, options.cwd), { create: false });
    expect(await connection.query("SELECT id, email, note FROM users ORDER BY id")).toEqual([
      { id: 1, email: "a@x", note: "n1" },
      { id: 2, email: "b'@x", note: null },
    ]);
    expect(await connection.query("SELECT post_id, user_id FROM likes JOIN posts ON posts.id = post_id")).toEqual([
      { post_id: 5, user_id: 2 },
    ]);
    await connection.close();
    lines.length = 0;
    await upgrade(options, { target: "head" }, { onProgress });
    expect(lines.filter((line) => line.startsWith("Nothing is kept of what c3 may drop"))).toHaveLength(1);
  },
  // Six runs of Python.
  240_000,
);

/** Each downgrade as autogenerate of Alembic's writes it: of the rows that are there it knows nothing. */
const strict: Readonly<Record<string, PythonRevision>> = {
  a1: {
    up: `op.create_table("orgs", sa.Column("id", sa.Integer, primary_key=True))
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(80), nullable=False), sa.Column("org_id", sa.Integer, nullable=False),
    sa.UniqueConstraint("email", name="u_email"), sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="f_org"))
op.execute("INSERT INTO orgs VALUES (7), (8)")
op.execute("INSERT INTO users VALUES (1, 'a''s', 8), (2, '100%', 7)")`,
    back: 'op.drop_table("users")\nop.drop_table("orgs")',
  },
  b2: {
    down: "a1",
    up: `with op.batch_alter_table("users") as batch:
    batch.drop_constraint("f_org", type_="foreignkey")
    batch.drop_constraint("u_email", type_="unique")
    batch.drop_column("email")
    batch.drop_column("org_id")
op.drop_table("orgs")`,
    back: `op.create_table("orgs", sa.Column("id", sa.Integer, primary_key=True))
with op.batch_alter_table("users", recreate="always" if op.get_context().dialect.name == "sqlite" else "never") as batch:
    batch.add_column(sa.Column("email", sa.String(80), nullable=False))
    batch.add_column(sa.Column("org_id", sa.Integer, nullable=False))
    batch.create_unique_constraint("u_email", ["email"])
    batch.create_foreign_key("f_org", "orgs", ["org_id"], ["id"])`,
  },
};

it.each(Object.entries(urls))(
  "what a downgrade in Python adds has its values before it has its constraints, on %s",
  async (_, urlOf) => {
    const url = await urlOf();
    const options = { ...(await pythonProject(strict)), url };
    await upgrade(options, { target: "head" });
    await downgrade(options, { target: "-1" });
    const dialect = await dialectFor(url);
    const connection = await dialect.connect(dialect.target(url, options.cwd), { create: false });
    const found = await connection.query(
      "SELECT u.id, email, org_id FROM users u JOIN orgs ON orgs.id = org_id ORDER BY 1",
    );
    const { tables } = await dialect.inspect(connection, { exclude: [] });
    await connection.close();
    expect(found).toEqual([
      { id: 1, email: "a's", org_id: 8 },
      { id: 2, email: "100%", org_id: 7 },
    ]);
    const users = tables.find(({ name }) => name === "users");
    const strictOnes = users?.columns.map((column) => [column.name, column.nullable, column.default]);
    expect(strictOnes?.toSorted()).toEqual([
      ["email", false, undefined],
      ["id", false, undefined],
      ["org_id", false, undefined],
    ]);
    expect([users?.uniques.length, users?.foreignKeys.length]).toEqual([1, 1]);
  },
  240_000,
);

it.each(Object.entries(urls).filter(([name]) => name !== "SQLite"))(
  "what a downgrade makes around rows that come back has the percent signs that the revision has, on %s",
  async (_, urlOf) => {
    // MariaDB is what the server says, and not the URL.
    const url = (await urlOf()).replace("mariadb+", "mysql+");
    const make = `op.create_table("shares", sa.Column("id", sa.Integer, primary_key=True), sa.Column("share", sa.String(9), server_default="50%", comment="1% each"))`;
    const add = `op.add_column("shares", sa.Column("part", sa.String(9), nullable=False, comment="100% sure"))`;
    const two: Readonly<Record<string, PythonRevision>> = {
      a1: { up: `${make}\n${add}`, back: "pass" },
      b2: { down: "a1", up: 'op.drop_column("shares", "part")', back: add },
      c3: { down: "b2", up: 'op.drop_table("shares")', back: make },
    };
    // As the driver would want it, where env.py doesn't say how parameters are written.
    const env = envPy().replace(', dialect_opts={"paramstyle": "named"}', "");
    const options = { ...(await pythonProject(two, { "migrations/env.py": env })), url };
    await upgrade(options, { target: "a1" });
    const dialect = await dialectFor(url);
    const connection = await dialect.connect(dialect.target(url, options.cwd), { create: false });
    await connection.execute("INSERT INTO shares (id, part) VALUES (1, 'p%')");
    const tables = async () =>
      JSON.stringify((await dialect.inspect(connection, { exclude: [], only: [{ name: "shares" }] })).tables);
    const before = await tables();
    expect(before).toContain("100% sure");
    await upgrade(options, { target: "c3" });
    await downgrade(options, { target: "a1" });
    expect(await tables()).toBe(before);
    expect(await connection.query("SELECT share, part FROM shares")).toEqual([{ share: "50%", part: "p%" }]);
    await connection.close();
  },
);
