import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { claim } from "./shared-server.ts";

/** Versions of SQLAlchemy that a test can ask for. */
export type SqlalchemyVersion = "2.0" | "2.1";

const SQLALCHEMY: { readonly [V in SqlalchemyVersion]: string } = {
  "2.0": "sqlalchemy==2.0.54",
  "2.1": "sqlalchemy==2.1.1",
};
/** What is installed beside it into the virtual environment of the tests. */
const PACKAGES = [
  "alembic==1.20.0",
  "greenlet==3.5.6",
  "aiosqlite==0.22.1",
  "psycopg2-binary==2.9.13",
  "psycopg[binary]==3.3.6",
  "asyncpg==0.31.0",
  "pymysql==1.2.3",
  "aiomysql==0.3.2",
];
/** Flask and what it needs that Alembic doesn't. */
const FLASK = [
  "flask==3.1.3",
  "flask-sqlalchemy==3.1.1",
  "werkzeug==3.1.9",
  "itsdangerous==2.2.0",
  "click==8.5.0",
  "blinker==1.9.0",
  "jinja2==3.1.6",
];
const INSTALL = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
const LIMIT_MS = 300_000;
const run = promisify(execFile);

/**
 * Absolute path of the interpreter of a virtual environment with Alembic and SQLAlchemy, made once per machine and version and used by
 * all runs. `LIMBECK_TEST_PYTHON` names another one, with SQLAlchemy 2.0. What can't be made is an error of the test: nothing is skipped.
 */
export async function testPython(version: SqlalchemyVersion = "2.0"): Promise<string> {
  const named = process.env["LIMBECK_TEST_PYTHON"];
  if (version === "2.0" && named !== undefined && named !== "") return named;
  const [alembic = "", ...drivers] = PACKAGES;
  const packages = [alembic, SQLALCHEMY[version], ...drivers];
  const key = packages.map((name) => name.replaceAll(/[^a-z0-9.]+/gi, "-")).join("_");
  const directory = join(tmpdir(), `limbeck-python-${userInfo().uid}-${key}`);
  await madeOnce(directory, () => make(directory, packages));
  return join(directory, "venv", "bin", "python");
}

/** Absolute path of a directory with Flask and Flask-SQLAlchemy, for PYTHONPATH; made as that Python is. */
export async function flaskPath(): Promise<string> {
  const directory = join(tmpdir(), `limbeck-flask-${userInfo().uid}-${FLASK.join("_").replaceAll("=", "")}`);
  const python = await testPython();
  await madeOnce(directory, () =>
    run(python, [...INSTALL, "--no-deps", "--target", directory, ...FLASK], { timeout: LIMIT_MS }),
  );
  return directory;
}

async function madeOnce(directory: string, make: () => Promise<unknown>): Promise<void> {
  const ready = join(directory, "ready");
  if (existsSync(ready)) return;
  const lock = `${directory}.making`;
  if (claim(lock)) {
    try {
      rmSync(directory, { recursive: true, force: true });
      await make();
      writeFileSync(ready, "");
    } finally {
      rmSync(lock, { recursive: true });
    }
    return;
  }
  const end = Date.now() + LIMIT_MS;
  while (Date.now() < end && existsSync(lock)) await sleep(100);
  if (!existsSync(ready)) throw new Error(`"${directory}" was not made; remove "${lock}" if no test runs.`);
}

async function make(directory: string, packages: readonly string[]): Promise<void> {
  const python = join(directory, "venv", "bin", "python");
  try {
    await run("python3", ["-m", "venv", join(directory, "venv")]);
    await run(python, [...INSTALL, ...packages], { timeout: LIMIT_MS });
  } catch (cause) {
    throw new Error(
      `The virtual environment of the tests can't be made in "${directory}" (${packages.join(" ")}); LIMBECK_TEST_PYTHON can name an interpreter that has them.`,
      { cause },
    );
  }
}
