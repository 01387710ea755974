import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { plan } from "../../src/project/plan.ts";
import type { Progress } from "../../src/project/results.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { envPy, type PythonRevision, pythonProject } from "./python-project.ts";

/** Writes a line into runs.txt whenever it is executed, which says how. */
const NOTING = `from alembic import context
with open("runs.txt", "a") as file:
    file.write("offline\\n" if context.is_offline_mode() else "online\\n")
`;

const table = (name: string): string =>
  `op.create_table("${name}", sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.Integer))`;

/** What a command said on its way, in words. */
function lines(): { readonly said: string[]; readonly onProgress: (progress: Progress) => void } {
  const said: string[] = [];
  return {
    said,
    onProgress: (progress) => {
      if (progress.kind === "output") said.push(progress.line);
    },
  };
}

it("one run of env.py records all revisions in Python that may drop something; one that can't be recorded stops no other", async () => {
  const revisions: Readonly<Record<string, PythonRevision>> = {
    r1: { up: `${table("a")}\nop.execute("INSERT INTO a (v) VALUES (1)")` },
    r2: { down: "r1", up: `rows = op.get_bind().execute(sa.text("SELECT v FROM a")).all()\nassert rows\n# drop` },
    r3: {
      down: "r2",
      up: 'with op.batch_alter_table("a", recreate="always") as batch:\n    batch.drop_column("v")',
    },
    r4: { down: "r3", up: 'op.drop_table("a")' },
    r5: { down: "r4", up: 'assert op.get_bind().execute(sa.text("SELECT 1")).all()\n# drop' },
  };
  const options = await pythonProject(revisions, { "migrations/env.py": NOTING + envPy() });
  const { said, onProgress } = lines();
  await upgrade(options, { target: "head" }, { onProgress });
  const runs = readFileSync(join(options.cwd, "runs.txt"), "utf8").split("\n");
  expect(runs.filter((run) => run === "offline")).toHaveLength(1);
  expect(said.map((line) => line.replace(/ \d:/, ""))).toEqual([
    expect.stringMatching(/^Nothing is kept of what r2 may drop/),
    "Keeping backup 1 row of a (v)",
    "Keeping backup 1 row of a",
    "Nothing is kept of what r5 may drop, for the same reason",
  ]);
  const written = upgrade(options, { target: "base:r2", sql: true });
  await expect(written).rejects.toMatchObject({
    code: "BRIDGE_CODE_FAILED",
    hint: expect.stringContaining("context.is_offline_mode()"),
  });
});

it("a revision that looks at the database by a module of the project is recorded when its turn has come", async () => {
  const looker = `import sqlite3
def has(name):
    return sqlite3.connect("app.db").execute("SELECT 1 FROM sqlite_master WHERE name = ?", [name]).fetchone() is not None
`;
  const options = await pythonProject(
    {
      r1: { up: `${table("a")}\nop.execute("INSERT INTO a (v) VALUES (1)")\n__import__("time").sleep(4)` },
      r2: { down: "r1", up: 'from looker import has\nif has("a"):\n    op.drop_table("a")' },
    },
    { "looker.py": looker },
  );
  const { said, onProgress } = lines();
  await upgrade(options, { target: "head" }, { onProgress });
  expect(said).toEqual(["Keeping backup 1: 1 row of a"]);
});

it("what an autocommit_block holds is planned, scripted and recorded as what the server lets it be", async () => {
  const url = (await freshDatabase()).replace("postgresql:", "postgresql+psycopg:");
  const inside = (body: string): string => `with op.get_context().autocommit_block():\n    ${body}`;
  const revisions: Readonly<Record<string, PythonRevision>> = {
    r1: {
      up: `${table("a")}\n${inside('op.create_index("ix_v", "a", ["v"], postgresql_concurrently=True)')}\nop.execute("INSERT INTO a (v) VALUES (1)")`,
    },
    r2: { down: "r1", up: inside('op.drop_column("a", "v")') },
  };
  const options = { ...(await pythonProject(revisions)), url };
  const { steps } = await plan(options, { direction: "upgrade", target: "r1", statements: true });
  expect(steps[0]?.statements?.map(({ sql, facts }) => [sql.split(" ", 3).join(" "), facts.transactional])).toEqual([
    ["CREATE TABLE a", true],
    ["CREATE INDEX CONCURRENTLY", false],
    ["INSERT INTO a", true],
  ]);
  const script = await upgrade(options, { target: "base:r2", sql: true });
  expect(script.kind === "script" ? script.sql : "").toMatch(
    /COMMIT;\nCREATE INDEX CONCURRENTLY[^;]*;\nBEGIN;\nINSERT/,
  );
  const { said, onProgress } = lines();
  await upgrade(options, { target: "head" }, { onProgress });
  expect(said).toEqual(["Keeping backup 1: 1 row of a (v)"]);
  expect(await administer(url, "SELECT 1 FROM pg_indexes WHERE indexname = 'ix_v'")).toEqual([]);
});

it("a script begins where the command says: an env.py that says otherwise is refused, and heard where none is written", async () => {
  const env = envPy().replace("literal_binds=True", 'literal_binds=True, starting_rev="r1"');
  const options = await pythonProject(
    { r1: { up: table("a") }, r2: { down: "r1", up: 'op.drop_table("a")' } },
    {
      "migrations/env.py": `${env}\nif context.is_offline_mode():\n    print("from", context.get_starting_revision_argument())\n`,
    },
  );
  const script = await upgrade(options, { target: "r1:r2", sql: true });
  expect(script.kind === "script" ? script.sql : "").toContain("DROP TABLE a");
  await expect(upgrade(options, { target: "r2", sql: true })).rejects.toMatchObject({
    code: "BRIDGE_ENV_OPTION",
    message: expect.stringContaining("the command begins at base"),
  });
  const { steps } = await plan(options, { direction: "upgrade", target: "r2", statements: true });
  expect(steps).toHaveLength(2);
});

it("parameters of what is executed on the connection itself are in the script", async () => {
  const up = `${table("a")}
a = sa.table("a", sa.column("id", sa.Integer), sa.column("v"))
bind = op.get_bind()
bind.execute(sa.text("INSERT INTO a (id, v) VALUES (:id, :v)"), [{"id": 1, "v": 10}, {"id": 2, "v": None}])
bind.execute(a.insert(), {"id": 3, "v": "it's"})
bind.execute(a.update().where(a.c.id == sa.bindparam("one")).values(v=sa.bindparam("v")), {"one": 3, "v": 30})
bind.execute(a.delete().where(a.c.id == sa.bindparam("gone")), {"gone": 2})`;
  const script = await upgrade(await pythonProject({ r1: { up } }), { target: "r1", sql: true });
  const lines = (script.kind === "script" ? script.sql : "").split("\n");
  expect(lines.filter((line) => /(?:INTO|UPDATE|FROM) a /.test(line))).toEqual([
    "INSERT INTO a (id, v) VALUES (1, 10);",
    "INSERT INTO a (id, v) VALUES (2, NULL);",
    "INSERT INTO a (id, v) VALUES (3, 'it''s');",
    "UPDATE a SET v=30 WHERE a.id = 3;",
    "DELETE FROM a WHERE a.id = 2;",
  ]);
});
