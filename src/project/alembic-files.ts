import { existsSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { type ConfigText, hasAlembicTable } from "./alembic-options.ts";
import { isFlaskMigrate } from "./flask-migrate.ts";

const INI = "alembic.ini";
const TOML = "pyproject.toml";
const FLASK_DIRECTORY = "migrations";

type ReadText = (path: string) => string;

/** Whether a file is one of those that Alembic reads. */
export function isAlembicFile(path: string): boolean {
  return extname(path) === ".ini" || basename(path) === TOML;
}

/**
 * The file that makes `directory` an Alembic project, absolute: the one that ALEMBIC_CONFIG names, an alembic.ini, a pyproject.toml that
 * has a `[tool.alembic]`, or the alembic.ini of Flask-Migrate where `flask db init` puts it.
 */
export function findAlembicFile(directory: string, named: string | undefined, readText: ReadText): string | undefined {
  if (named !== undefined && named !== "") return resolve(directory, named);
  const ini = join(directory, INI);
  return existsSync(ini) ? ini : (tomlIn(directory, readText)?.path ?? flaskIniIn(directory));
}

/** The ini and the pyproject.toml of a project, one of which is at `path`; the other one is looked for in `cwd`, as Alembic does. */
export function alembicFiles(
  path: string,
  cwd: string,
  readText: ReadText,
): { readonly ini?: ConfigText; readonly toml?: ConfigText } {
  const file = { path, text: readText(path) };
  if (basename(path) === TOML) {
    const ini = join(cwd, INI);
    return { toml: file, ...(existsSync(ini) ? { ini: { path: ini, text: readText(ini) } } : {}) };
  }
  const toml = tomlIn(cwd, readText);
  return { ini: file, ...(toml === undefined ? {} : { toml }) };
}

function flaskIniIn(directory: string): string | undefined {
  const ini = join(directory, FLASK_DIRECTORY, INI);
  return existsSync(ini) && isFlaskMigrate(join(directory, FLASK_DIRECTORY, "env.py")) ? ini : undefined;
}

/** A pyproject.toml without a table of Alembic's is another tool's affair. */
function tomlIn(directory: string, readText: ReadText): ConfigText | undefined {
  const path = join(directory, TOML);
  if (!existsSync(path)) return undefined;
  const file = { path, text: readText(path) };
  return hasAlembicTable(file) ? file : undefined;
}
