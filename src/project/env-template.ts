import { readPythonTokens } from "../revisions/text-python.ts";

/**
 * Whether an env.py does what one of Alembic's templates does (generic and async, with an ini or a pyproject.toml; 1.12 to 1.20), so that
 * the URL is the ini's and the version table the usual one. It may import more, set up logging or not, name its models, and give flags to
 * configure() that are about comparing: anything else, another word even, and only running it tells. One that
 * names its models and does nothing says nothing else either.
 */
export function isTemplateEnv(text: string): boolean {
  const statements = statementsOf(text);
  const words = statements?.filter((statement) => !isAside(statement)).join("\n");
  const isMute = words === "" && statements !== undefined && statements.length > 0;
  return isMute || (words !== undefined && TEMPLATES.includes(words));
}

/** Arguments of configure() that are about comparing. */
const FLAGS =
  /(?: , (?:compare_type|compare_server_default|include_schemas|render_as_batch|transaction_per_migration) = (?:True|False))+/g;

const ONLINE = `
if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
`;

const OFFLINE = `
config = context.config
def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=target_metadata, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
`;

const GENERIC = `${OFFLINE}
def run_migrations_online():
    connectable = engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()
${ONLINE}`;

const ASYNC = `${OFFLINE}
def do_run_migrations(connection: Connection):
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
async def run_async_migrations():
    connectable = async_engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()
def run_migrations_online():
    asyncio.run(run_async_migrations())
${ONLINE}`;

const IMPORTS = `
from logging.config import fileConfig
from sqlalchemy import engine_from_config
from sqlalchemy import pool
from sqlalchemy import engine_from_config, pool
from alembic import context
import asyncio
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import async_engine_from_config
`;

const TEMPLATES: readonly string[] = [GENERIC, ASYNC].map((text) => (statementsOf(text) ?? []).join("\n"));
const OWN_IMPORTS: ReadonlySet<string> = new Set(statementsOf(IMPORTS));
/** Every name that a template uses: an import that binds one of them would change what it does, but for that of the models. */
const OWN_NAMES: ReadonlySet<string> = new Set(`${GENERIC}${ASYNC}${IMPORTS}`.match(/\w+/g));

/** The logical lines, each with single spaces between its tokens, and what doesn't matter in one left out; undefined for no Python. */
function statementsOf(text: string): readonly string[] | undefined {
  let isBroken = false;
  const next = readPythonTokens(text, () => {
    isBroken = true;
    return new Error("no Python");
  });
  const statements: string[] = [];
  let words: string[] = [];
  try {
    for (let token = next(); ; token = next()) {
      if (token.kind !== "newline" && token.kind !== "end") {
        words.push(token.kind === "string" && token.value !== undefined ? JSON.stringify(token.value) : token.text);
        continue;
      }
      if (words.length > 0) statements.push(plain(words.join(" ")));
      words = [];
      if (token.kind === "end") return statements;
    }
  } catch (error) {
    if (isBroken) return undefined;
    throw error;
  }
}

function plain(statement: string): string {
  return statement
    .replace(/ - ?> None/, "")
    .replaceAll(" , { }", "")
    .replace(FLAGS, "")
    .replaceAll(/ ,(?= [)}])/g, "")
    .replace(/(?<=[(,] target_metadata = )[\w. ]+(?= [,)])/, "target_metadata");
}

/** A statement that changes neither the URL nor the version table. */
function isAside(statement: string): boolean {
  if (/^"(?:[^"\\]|\\.)*"$/.test(statement)) return true;
  if (/^target_metadata (?:: [\w. ]+ )?= (?:\[ )?[\w., ]+(?: \])?$/.test(statement)) return true;
  if (statement === "if config . config_file_name is not None :") return true;
  if (/^fileConfig \( config \. config_file_name(?: , disable_existing_loggers = (?:True|False))? \)$/.test(statement))
    return true;
  return OWN_IMPORTS.has(statement) || importsOthers(statement);
}

function importsOthers(statement: string): boolean {
  const list = /^(?:from [\w. ]+ )?import (?:\( )?([\w., ]+?)(?: \))?$/.exec(statement)?.[1];
  if (list === undefined) return false;
  const bound = list.split(" , ").map((item) => (/ as (\w+)$/.exec(item)?.[1] ?? item.split(" ")[0]) as string);
  return bound.every((name) => name === "target_metadata" || !OWN_NAMES.has(name));
}
