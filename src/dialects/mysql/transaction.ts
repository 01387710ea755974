import { isLimbeckError } from "../../base/error.ts";
import type { CommitOptions, Connection, Statement, StatementTimeouts, Wait } from "../contract.ts";
import { fail } from "../errors.ts";
import { lockAlone, releaseLock } from "./runner-lock.ts";

/** Connections in a transaction of `begin`. */
const open = new WeakSet<Connection>();

/**
 * Begins a transaction as the only runner of its scope, and waits for another one. The lock belongs to the session, so that it spans
 * the statements that commit by themselves. The timeouts hold for the session until the lock is given back: a statement that changes
 * a table's definition waits for everybody who uses the table, for a year if nobody says otherwise.
 * Errors: LOCK_TIMEOUT, STATEMENT_FAILED. Source: https://dev.mysql.com/doc/refman/9.7/en/metadata-locking.html.
 */
export async function begin(connection: Connection, _: readonly Statement[], wait: Wait): Promise<void> {
  if (open.has(connection)) throw fail("STATEMENT_FAILED", "A transaction is open on this connection already.");
  await lockAlone(connection, wait);
  try {
    for (const sql of limits(wait.statementTimeouts ?? {})) await connection.execute(sql);
    await connection.execute("START TRANSACTION");
  } catch (error) {
    await releaseQuietly(connection);
    throw error;
  }
  open.add(connection);
}

/** Commits; MySQL defers no checks. Errors: STATEMENT_FAILED. */
export async function commit(connection: Connection, { keepsLock = false }: CommitOptions = {}): Promise<void> {
  if (!open.has(connection)) throw fail("STATEMENT_FAILED", "There is no transaction to commit on this connection.");
  await connection.execute("COMMIT");
  open.delete(connection);
  if (!keepsLock) await releaseQuietly(connection);
}

/** Undoes the open transaction, if there is one, and gives the lock back. */
export async function rollback(connection: Connection): Promise<void> {
  if (open.has(connection)) {
    open.delete(connection);
    await connection.execute("ROLLBACK");
  }
  await releaseQuietly(connection);
}

/**
 * Settings of the session by which its statements have these limits, in whole seconds for locks. MySQL bounds no statement but a SELECT, so
 * that the limit of the whole is MariaDB's alone, in a comment that MySQL passes over.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html#sysvar_max_execution_time, https://mariadb.com/kb/en/comment-syntax/.
 */
export function limits({ lockMs, wholeMs }: StatementTimeouts): readonly string[] {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
  const lock = ["lock_wait_timeout", "innodb_lock_wait_timeout"];
  return [
    ...(lockMs === undefined ? [] : lock.map((name) => `SET SESSION ${name} = ${seconds(lockMs)}`)),
    ...(wholeMs === undefined
      ? []
      : [`SET @limbeck_limit = 1 /*M!, SESSION max_statement_time = ${wholeMs / 1000} */`]),
  ];
}

/** What was done is done by now: a connection that breaks here loses the lock with its session, and that's no failure of the work. */
async function releaseQuietly(connection: Connection): Promise<void> {
  try {
    await releaseLock(connection);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
  }
}
