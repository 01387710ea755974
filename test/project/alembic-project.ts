import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { testPython } from "../servers/python.ts";
import { inDirectory, projectDirectory } from "./project-directory.ts";

export const INI = "[alembic]\nscript_location = migrations\nprepend_sys_path = .\nsqlalchemy.url = sqlite:///app.db\n";

/** An env.py as Alembic's generic template writes it; `options` are more lines of the call of configure(). */
export function genericEnv(options = ""): string {
  return `from sqlalchemy import engine_from_config, pool
from alembic import context
import models

config = context.config

def run_migrations_offline():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=models.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()

def run_migrations_online():
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=models.metadata,
            ${options}
        )
        with context.begin_transaction():
            context.run_migrations()

if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
`;
}

/** A module `models` with these lines, in which `metadata` and `sa` are there. */
export function modelsOf(lines: string): string {
  return `import sqlalchemy as sa\nfrom sqlalchemy.dialects import mysql, postgresql, sqlite\n\nmetadata = sa.MetaData()\n\n${lines}\n`;
}

/** An Alembic project of these files beside an ini and a versions directory; gone after the test. */
export async function alembicProject(
  files: Readonly<Record<string, string>>,
  more: Partial<GlobalOptions> = {},
): Promise<GlobalOptions> {
  const directory = projectDirectory({ "alembic.ini": INI, "migrations/versions/.keep": "", ...files });
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  return inDirectory(directory, { env, python: await testPython(), ...more });
}
