import { isLimbeckError, messageOf } from "../../base/error.ts";
import type { CommitOptions, Connection, Statement, StatementTimeouts, Wait } from "../contract.ts";
import { fail } from "../errors.ts";
import { beginAlone, releaseSession } from "./runner-lock.ts";

/** Connections in a transaction of `begin`. */
const open = new WeakSet<Connection>();

/**
 * Begins a transaction as the only runner of its scope, and waits for another one without blocking the process. Each statement sees what
 * is committed when it begins (READ COMMITTED), so that the books are read as the runner before left them.
 * The timeouts for statements hold in this transaction alone: they'd leave an invalid index behind a `CREATE INDEX CONCURRENTLY`.
 * Errors: LOCK_TIMEOUT, STATEMENT_FAILED.
 */
export async function begin(connection: Connection, _: readonly Statement[], wait: Wait): Promise<void> {
  if (open.has(connection)) throw fail("STATEMENT_FAILED", "A transaction is open on this connection already.");
  try {
    await beginAlone(
      connection,
      ["BEGIN ISOLATION LEVEL READ COMMITTED", ...limits(wait.statementTimeouts ?? {})],
      wait,
    );
  } catch (error) {
    // Where the connection itself broke, there is nothing left to undo. Outside of a transaction ROLLBACK only warns.
    if (!isLimbeckError(error, "CONNECT_FAILED")) await connection.execute("ROLLBACK");
    await releaseQuietly(connection);
    throw error;
  }
  open.add(connection);
}

/**
 * Checks the deferred constraints, then commits. Throws with the transaction still open when one doesn't hold.
 * Errors: CHECK_FAILED, STATEMENT_FAILED.
 */
export async function commit(connection: Connection, { keepsLock = false }: CommitOptions = {}): Promise<void> {
  if (!open.has(connection)) throw fail("STATEMENT_FAILED", "There is no transaction to commit on this connection.");
  await checkDeferred(connection);
  await connection.execute("COMMIT");
  open.delete(connection);
  if (!keepsLock) await releaseQuietly(connection);
}

/** Undoes the open transaction, if there is one, and gives the lock back. For a connection that broke the server has done both. */
export async function rollback(connection: Connection): Promise<void> {
  if (open.has(connection)) {
    open.delete(connection);
    try {
      await connection.execute("ROLLBACK");
    } catch (error) {
      if (!isLimbeckError(error, "CONNECT_FAILED")) throw error;
    }
  }
  await releaseQuietly(connection);
}

/** Limits that end with the transaction. Source: https://www.postgresql.org/docs/18/runtime-config-client.html */
export function limits({ lockMs, wholeMs }: StatementTimeouts): readonly string[] {
  return [
    ...(lockMs === undefined ? [] : [`SET LOCAL lock_timeout = ${Math.round(lockMs)}`]),
    ...(wholeMs === undefined ? [] : [`SET LOCAL statement_timeout = ${Math.round(wholeMs)}`]),
  ];
}

/** At COMMIT a fault would end the transaction before anybody could tell what was wrong with what. */
async function checkDeferred(connection: Connection): Promise<void> {
  try {
    await connection.execute("SET CONSTRAINTS ALL IMMEDIATE");
  } catch (error) {
    // Class 23: a constraint is violated. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    const isFault = isLimbeckError(error, "STATEMENT_FAILED") && /^23/.test(String(error.details["sqlState"]));
    if (!isFault) throw error;
    const detail = error.details["detail"];
    const words = messageOf(error.cause) + (detail === undefined ? "" : `: ${detail}`);
    throw fail("CHECK_FAILED", `A deferred constraint doesn't hold at the end of the transaction: ${words}`, {
      cause: error,
      details: error.details,
    });
  }
}

/** What was done is done by now: a connection that breaks here loses the lock with its session, and that's no failure of the work. */
async function releaseQuietly(connection: Connection): Promise<void> {
  try {
    await releaseSession(connection);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
  }
}
