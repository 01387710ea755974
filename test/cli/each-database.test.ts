import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { pythonProject } from "../project/python-project.ts";
import { testPython } from "../servers/python.ts";
import { limbeck } from "./project.ts";

beforeAll(async () => void (await testPython()), 300_000);

/** An env.py of two databases, which writes down each time it is executed. */
const ENV = `from sqlalchemy import create_engine, pool
from alembic import context

with open("executed", "a") as file:
    file.write("x")
for name in ("one", "two"):
    with create_engine(f"sqlite:///{name}.db", poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, upgrade_token=f"{name}_upgrades")
        with context.begin_transaction():
            context.run_migrations(engine_name=name)
`;
const REVISION = `from alembic import op
revision = "a1"
down_revision = None
def upgrade(engine_name):
    op.execute("CREATE TABLE t (id INTEGER)")
def downgrade(engine_name):
    op.execute("DROP TABLE t")
`;

test("env.py says once which databases there are, and is executed once more for each in which it runs revisions", async () => {
  const files = { "migrations/env.py": ENV, "migrations/versions/a1.py": REVISION, executed: "" };
  const { cwd, python } = await pythonProject({}, files);
  const executions = () => readFileSync(join(cwd, "executed"), "utf8").length;
  const done = async (line: string) => JSON.parse((await limbeck(cwd, `--python ${python} --json ${line}`)).out);
  expect(await done("upgrade head")).toMatchObject({ one: { heads: ["a1"] }, two: { heads: ["a1"] } });
  expect(executions()).toBe(3);
  expect(Object.keys(await done("current"))).toEqual(["one", "two"]);
  expect(executions()).toBe(4);
}, 120_000);
