import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf } from "../../base/error.ts";
import type { Connection, ConnectionTarget, ConnectOptions } from "../contract.ts";
import { isKeyword } from "../ddl-token.ts";
import { fail } from "../errors.ts";
import { type Database, RESULT, resultCode } from "./database.ts";
import { loadDriver } from "./driver.ts";
import { split } from "./split.ts";
import { statementError } from "./statement-error.ts";
import { tokenize } from "./tokens.ts";
import { urlOptions } from "./url.ts";

/** How long a statement waits for a lock that another process holds for a moment. */
const BUSY_TIMEOUT_MS = 5_000;

/** The oldest SQLite that has everything that `inspect` asks for (`PRAGMA table_list`). Source: https://www.sqlite.org/changes.html, 3.37.0. */
const OLDEST_VERSION: readonly [number, number] = [3, 37];

/**
 * Opens the database with foreign keys enforced, as every driver does on its own.
 * Errors: CONNECT_DATABASE_MISSING, CONNECT_NOT_A_DATABASE, CONNECT_FAILED, CONNECT_DRIVER_MISSING, LOCK_TIMEOUT.
 */
export async function connect(target: ConnectionTarget, options: ConnectOptions): Promise<Connection> {
  const { mode, busyTimeoutMs = BUSY_TIMEOUT_MS } = urlOptions(target);
  const readOnly = options.readOnly === true || mode === "ro";
  if (target.file !== undefined) checkFile(target.file, options.create && !readOnly && mode !== "rw");
  const driver = await loadDriver([...new Set([target.directory ?? process.cwd(), process.cwd()])]);
  const openAs = (asReader: boolean): Database =>
    readable(open(() => driver.open(target.file ?? ":memory:", { readOnly: asReader, busyTimeoutMs }), target));
  try {
    const database = readOnly && mode !== "ro" ? openReader(openAs) : openAs(readOnly);
    return connectionOf(database, target, checkedVersion(database, driver.name));
  } catch (error) {
    throw statementError(error, FIRST_READ, target);
  }
}

/** A writer that was killed leaves its journal behind, which no reader may roll back: then it's opened for writing first. */
function openReader(openAs: (asReader: boolean) => Database): Database {
  try {
    return openAs(true);
  } catch (error) {
    if (resultCode(error) !== RESULT.readOnly) throw error;
    openAs(false).close();
    return openAs(true);
  }
}

const FIRST_READ = "PRAGMA schema_version";

/** Reads the file for the first time, and so finds out whether it is a database; closes it when it isn't. */
function readable(database: Database): Database {
  try {
    database.all(FIRST_READ, []);
    database.run("PRAGMA foreign_keys = ON", []);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens an empty database in memory, gone when it is closed. */
export function scratch(): Promise<Connection> {
  return connect({ dialect: "sqlite", url: "sqlite://", display: "sqlite://" }, { create: true });
}

function checkFile(file: string, mayCreate: boolean): void {
  const found = statusOf(file);
  if (found?.isDirectory()) throw fail("CONNECT_NOT_A_DATABASE", `"${file}" is a directory, not a database file.`);
  if (found !== undefined) return;
  if (!mayCreate) throw fail("CONNECT_DATABASE_MISSING", `There is no database file "${file}".`, { details: { file } });
  const directory = dirname(file);
  if (statusOf(directory)?.isDirectory() !== true) throw noDirectory(file, directory);
  checkWritable(directory, file);
}

function noDirectory(file: string, directory: string): Error {
  return fail("CONNECT_FAILED", `The database "${file}" can't be made: there is no directory "${directory}".`, {
    hint: `Make the directory, or check the path in the URL.`,
    details: { file, directory },
  });
}

function checkWritable(directory: string, file: string): void {
  try {
    accessSync(directory, constants.W_OK);
  } catch (cause) {
    const message = `The database "${file}" can't be made: its directory "${directory}" can't be written to.`;
    throw fail("CONNECT_READ_ONLY", message, { cause, details: { file, directory } });
  }
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    // A file where the path wants a directory: nothing can be there.
    if (cause instanceof Error && "code" in cause && cause.code === "ENOTDIR") return undefined;
    throw fail("CONNECT_FAILED", `"${path}" can't be looked at: ${messageOf(cause)}.`, { cause });
  }
}

function open(openDatabase: () => Database, target: ConnectionTarget): Database {
  try {
    return openDatabase();
  } catch (cause) {
    const subject = target.file ?? target.display;
    if (resultCode(cause) === RESULT.notADatabase) throw statementError(cause, "", target);
    throw fail("CONNECT_FAILED", `"${subject}" can't be opened: ${messageOf(cause)}.`, {
      cause,
      details: { file: subject },
    });
  }
}

function checkedVersion(database: Database, driver: string): string {
  const version = String(database.all("SELECT sqlite_version() AS version", [])[0]?.["version"]);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor >= OLDEST_VERSION[1])) return version;
  database.close();
  throw fail("CONNECT_FAILED", `${driver} has SQLite ${version}; Limbeck needs ${OLDEST_VERSION.join(".")} or newer.`, {
    hint: `Update ${driver}.`,
  });
}

function connectionOf(database: Database, target: ConnectionTarget, version: string): Connection {
  let isOpen = true;
  /** Runs one statement; a driver's error becomes a coded one. */
  async function using<T>(sql: string, run: () => T): Promise<T> {
    try {
      checkSingle(sql);
      return run();
    } catch (error) {
      throw statementError(error, sql, target);
    }
  }
  return {
    server: { version },
    target,
    query: (sql, parameters = []) => using(sql, () => database.all(sql, parameters)),
    execute: (sql, parameters = []) =>
      using(sql, () => {
        const changes = database.run(sql, parameters);
        return changesRows(sql) ? changes : 0;
      }),
    close: async () => {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

/** Some drivers run the first statement and leave out the others without a word. */
function checkSingle(sql: string): void {
  const count = /;\s*\S/.test(sql) ? split(sql).length : 1;
  if (count === 1) return;
  throw fail("STATEMENT_FAILED", `The SQL has ${count} statements where one is expected.`, {
    hint: "Run them one by one.",
    details: { sql },
  });
}

/** After any other statement SQLite's `changes()` still tells about an earlier one. Source: https://www.sqlite.org/c3ref/changes.html */
function changesRows(sql: string): boolean {
  const [first] = tokenize(sql.slice(0, 1000));
  return ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].some((verb) => isKeyword(first, verb));
}
