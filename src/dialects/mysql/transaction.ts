import { isLimbeckError } from "../../base/error.ts";
import type { CommitOptions, Connection, Statement, Wait } from "../contract.ts";
import { fail } from "../errors.ts";
import { lockAlone, releaseLock } from "./runner-lock.ts";
import { isMariadb } from "./server.ts";

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
    for (const sql of timeouts(connection, wait)) await connection.execute(sql);
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

/** Seconds, at least one: both settings take whole ones. */
function timeouts({ server }: Connection, { statementTimeouts: { lockMs, wholeMs } = {} }: Wait): readonly string[] {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
  const lock = ["lock_wait_timeout", "innodb_lock_wait_timeout"];
  // MySQL can bound a SELECT alone: https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html#sysvar_max_execution_time.
  const whole =
    wholeMs === undefined || !isMariadb(server) ? [] : [`SET SESSION max_statement_time = ${wholeMs / 1000}`];
  return [...(lockMs === undefined ? [] : lock.map((name) => `SET SESSION ${name} = ${seconds(lockMs)}`)), ...whole];
}

/** What was done is done by now: a connection that breaks here loses the lock with its session, and that's no failure of the work. */
async function releaseQuietly(connection: Connection): Promise<void> {
  try {
    await releaseLock(connection);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
  }
}
