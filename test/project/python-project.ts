import { join } from "node:path";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { testPython } from "../servers/python.ts";
import { inDirectory, projectDirectory } from "./project-directory.ts";

/** A revision as a user of Alembic writes it; the bodies are indented here. */
export interface PythonRevision {
  readonly down?: string | readonly string[];
  readonly dependsOn?: string;
  readonly label?: string;
  readonly up?: string;
  /** null leaves the function out. */
  readonly back?: string | null;
}

const INI = `[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
path_separator = os
sqlalchemy.url = sqlite:///app.db
`;

/** What the templates of Alembic do, with a place for more lines before configure() and in its call. */
export function envPy(
  more: { readonly before?: string; readonly options?: string; readonly engine?: string } = {},
): string {
  return `from sqlalchemy import engine_from_config, event, pool
from alembic import context

config = context.config
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    ${more.engine ?? 'engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)'}
    with engine.connect() as connection:
        ${more.before ?? "pass"}
        context.configure(connection=connection${more.options === undefined ? "" : `, ${more.options}`})
        with context.begin_transaction():
            context.run_migrations()
`;
}

/** The same with an engine whose driver is asynchronous. */
export const ASYNC_ENV = `import asyncio
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import async_engine_from_config

config = context.config

def run(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()

async def main():
    engine = async_engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()

asyncio.run(main())
`;

/** The text of a revision's file. */
export function pythonRevision(id: string, given: PythonRevision): string {
  const { down = null, dependsOn = null, label = null, up = "", back = "" } = given;
  return `"""make ${id}"""
import sqlalchemy as sa
from alembic import op

revision = ${python(id)}
down_revision = ${python(down)}
branch_labels = ${python(label)}
depends_on = ${python(dependsOn)}


def upgrade():
${indented(up)}
${back === null ? "" : `\n\ndef downgrade():\n${indented(back)}\n`}`;
}

/** A new Alembic project on SQLite with these revisions, and the options of a verb that is called in it. */
export async function pythonProject(
  revisions: Readonly<Record<string, PythonRevision>>,
  more: Readonly<Record<string, string>> = {},
): Promise<GlobalOptions & { readonly python: string }> {
  const files = Object.entries(revisions).map(([id, given]) => [versionFile(id), pythonRevision(id, given)]);
  const directory = projectDirectory({
    "alembic.ini": INI,
    "migrations/env.py": envPy(),
    ...Object.fromEntries(files),
    ...more,
  });
  return { ...inDirectory(directory, { env: process.env }), python: await testPython() };
}

/** Where the file of a revision is. */
export function versionFile(id: string): string {
  return `migrations/versions/${id}_.py`;
}

/** What a query of the project's database returns: a list for each row. */
export async function rowsIn({ cwd }: GlobalOptions, sql: string): Promise<readonly (readonly unknown[])[]> {
  const connection = await sqlite.connect(sqlite.target(`sqlite:///${join(cwd, "app.db")}`, cwd), { create: false });
  try {
    return (await connection.query(sql)).map((row) => Object.values(row));
  } finally {
    await connection.close();
  }
}

/** The names of the tables but Limbeck's and Alembic's own. */
export async function tablesIn(options: GlobalOptions): Promise<readonly unknown[]> {
  const own = "'alembic_version', 'limbeck_journal'";
  const sql = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN (${own}) ORDER BY name`;
  return (await rowsIn(options, sql)).flat();
}

function python(value: string | readonly string[] | null): string {
  if (value === null) return "None";
  if (typeof value === "string") return JSON.stringify(value);
  return `(${value.map((each) => `${JSON.stringify(each)},`).join(" ")})`;
}

function indented(body: string): string {
  const lines = body.trim() === "" ? ["pass"] : body.trim().split("\n");
  return lines.map((line) => (line === "" ? "" : `    ${line}`)).join("\n");
}
