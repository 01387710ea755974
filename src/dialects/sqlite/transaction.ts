import { setTimeout as sleep } from "node:timers/promises";
import { isLimbeckError, messageOf } from "../../base/error.ts";
import type { Connection, Statement, StatementTimeouts, Wait } from "../contract.ts";
import { fail } from "../errors.ts";
import { checkDangling, countDangling, type DanglingCounts, mayDangle } from "./foreign-key-check.ts";

/** An open transaction of `begin`. */
interface Transaction {
  /** What the connection was set to before, to be set again after. */
  readonly settings: Settings;
  readonly statements: readonly Statement[];
  /** Present when the statements could leave a row pointing nowhere. */
  readonly dangling?: DanglingCounts;
  readonly wait: Wait;
}

interface Settings {
  readonly foreignKeys: unknown;
  readonly legacyAlterTable: unknown;
  readonly busyTimeoutMs: number;
}

/** Between two tries to get the lock; SQLite has no way to be told when it is free. */
const RETRY_MS = 50;

const transactions = new WeakMap<Connection, Transaction>();

/**
 * Begins the transaction in which `statements` will run, as the only writer; waits for another one without blocking the process.
 *
 * Foreign keys are not enforced inside: a table is changed by dropping and remaking it, and the DROP would delete the rows of its
 * children (ON DELETE CASCADE). The switch works outside of a transaction only, so it is thrown before and its effect looked at
 * (source: https://www.sqlite.org/lang_altertable.html §7, https://www.sqlite.org/pragma.html#pragma_foreign_keys). `commit` checks
 * instead that no row points nowhere that didn't before. `legacy_alter_table` is off, so that a rename reaches triggers and views.
 * Of a database that can only be read SQLite begins to read; the first statement that writes says so.
 * Errors: LOCK_TIMEOUT, STATEMENT_FAILED.
 */
export async function begin(connection: Connection, statements: readonly Statement[], wait: Wait): Promise<void> {
  if (transactions.has(connection)) throw fail("STATEMENT_FAILED", "A transaction is open on this connection already.");
  limits(wait.statementTimeouts ?? {});
  const settings = await readSettings(connection);
  try {
    await switchOff(connection, "foreign_keys");
    await switchOff(connection, "legacy_alter_table");
    // SQLite's own waiting would block the process; here it is done between the tries.
    await connection.execute("PRAGMA busy_timeout = 0");
    await takeLock(connection, "BEGIN IMMEDIATE", wait);
  } catch (error) {
    await restore(connection, settings);
    throw error;
  }
  transactions.set(connection, { settings, statements, wait });
  if (!mayDangle(statements)) return;
  try {
    transactions.set(connection, { settings, statements, wait, dangling: await countDangling(connection) });
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

/** A transaction waits for its lock once, at its beginning, and a statement can't be stopped from outside. */
export function limits({ lockMs, wholeMs }: StatementTimeouts): readonly string[] {
  if (lockMs === undefined && wholeMs === undefined) return [];
  const option = lockMs === undefined ? "statementTimeoutMs" : "statementLockTimeoutMs";
  throw fail("DIALECT_UNSUPPORTED", `SQLite has no limit for a single statement: "${option}" can't be kept.`, {
    hint: "Take the option out of the config; `lockTimeoutMs` limits the wait for another process.",
    details: { option },
  });
}

/**
 * Looks for rows that point nowhere, then commits. Throws with the transaction still open when it finds some.
 * Errors: CHECK_FAILED, LOCK_TIMEOUT, STATEMENT_FAILED.
 */
export async function commit(connection: Connection): Promise<void> {
  const transaction = transactions.get(connection);
  if (transaction === undefined)
    throw fail("STATEMENT_FAILED", "There is no transaction to commit on this connection.");
  const { dangling, statements, settings, wait } = transaction;
  if (dangling !== undefined) await checkDangling(connection, dangling, statements);
  // With a rollback journal a commit has to wait for those who read.
  await takeLock(connection, "COMMIT", wait);
  transactions.delete(connection);
  await restore(connection, settings);
}

/** Undoes the open transaction, if there is one. */
export async function rollback(connection: Connection): Promise<void> {
  const transaction = transactions.get(connection);
  if (transaction === undefined) return;
  try {
    await connection.execute("ROLLBACK");
  } catch (error) {
    // After some errors SQLite has rolled back on its own: https://www.sqlite.org/lang_transaction.html §3.
    if (!messageOf(error).includes("no transaction is active")) throw error;
  }
  transactions.delete(connection);
  await restore(connection, transaction.settings);
}

/** Runs a statement that wants a lock, again and again until it gets it or the time is up. */
async function takeLock(connection: Connection, sql: string, wait: Wait): Promise<void> {
  const start = performance.now();
  let hasWaited = false;
  for (;;) {
    try {
      await connection.execute(sql);
      return;
    } catch (error) {
      if (!isLimbeckError(error, "LOCK_TIMEOUT")) throw error;
      const left = wait.lockTimeoutMs - (performance.now() - start);
      if (left <= 0) throw lockTimeout(connection, wait.lockTimeoutMs, error);
      const { display } = connection.target;
      if (!hasWaited) {
        wait.onWait(`Another process has "${display}" locked; waiting up to ${seconds(wait.lockTimeoutMs)} s.`);
      }
      hasWaited = true;
      await sleep(Math.min(RETRY_MS, left));
    }
  }
}

function lockTimeout(connection: Connection, lockTimeoutMs: number, cause: unknown): Error {
  const { display } = connection.target;
  return fail("LOCK_TIMEOUT", `Another process kept "${display}" locked for more than ${seconds(lockTimeoutMs)} s.`, {
    cause,
    details: { database: display, lockTimeoutMs },
  });
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

async function readSettings(connection: Connection): Promise<Settings> {
  return {
    foreignKeys: await pragma(connection, "foreign_keys"),
    legacyAlterTable: await pragma(connection, "legacy_alter_table"),
    busyTimeoutMs: Number(await pragma(connection, "busy_timeout")),
  };
}

async function restore(connection: Connection, settings: Settings): Promise<void> {
  await connection.execute(`PRAGMA busy_timeout = ${settings.busyTimeoutMs}`);
  await connection.execute(`PRAGMA legacy_alter_table = ${settings.legacyAlterTable}`);
  await connection.execute(`PRAGMA foreign_keys = ${settings.foreignKeys}`);
}

/** Sets a switch off and looks whether it is: inside of a transaction SQLite ignores some without a word. */
async function switchOff(connection: Connection, name: string): Promise<void> {
  await connection.execute(`PRAGMA ${name} = OFF`);
  if ((await pragma(connection, name)) === 0) return;
  throw fail("STATEMENT_FAILED", `PRAGMA ${name} = OFF had no effect on "${connection.target.display}".`, {
    hint: "A transaction is open on the connection, or the server isn't SQLite itself. End the transaction first.",
  });
}

/** The value of a setting: the only column of the only row. */
async function pragma(connection: Connection, name: string): Promise<unknown> {
  const [row] = await connection.query(`PRAGMA ${name}`);
  return row === undefined ? undefined : Object.values(row)[0];
}
