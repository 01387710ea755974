import { LimbeckError, messageOf } from "../../base/error.ts";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { firstLine } from "../first-line.ts";

/** The fields of a server's error that are used. Source: https://dev.mysql.com/doc/refman/9.7/en/error-message-elements.html. */
interface ServerError extends Error {
  /** The number's name: `ER_DUP_ENTRY`. */
  readonly code: string;
  readonly errno: number;
  readonly sqlState: string;
}

/** True when the server itself refused the statement; other errors mean that it can't be talked to. */
export function isStatementFault(error: unknown): error is ServerError | LimbeckError {
  if (error instanceof LimbeckError) return true;
  if (!(error instanceof Error && "errno" in error && "sqlState" in error && "code" in error)) return false;
  return typeof error.errno === "number" && typeof error.sqlState === "string" && !ENDS.has(error.errno);
}

/** Errors after which the session is gone: shutdown, killed connection. Source: https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html. */
const ENDS: ReadonlySet<number> = new Set([1053, 1152, 1927, 3169, 4031]);

/** The server waited for a lock of rows (1205), of a table's definition (1205), or gave one up for another session (1213). */
const LOCKED: ReadonlySet<number> = new Set([1205, 1213]);
/** The server, or this session, takes no writes. */
const READ_ONLY: ReadonlySet<number> = new Set([1290, 1792, 1836]);

/** The server ended the statement at a limit of time of its own. */
const TOO_LONG: ReadonlySet<number> = new Set([1969, 3024]);

/** The disk of the server is full, or a table that has a bound is. */
const FULL: ReadonlySet<number> = new Set([1021, 1114]);
/** InnoDB's own words for a full disk, in an error that has no number of its own. */
const NO_ROOM = /Temp file write failure|No space left/;

/** The server has no such way for this statement, as it is said or because of how the table is. */
const DEMANDS: ReadonlySet<number> = new Set([1845, 1846]);
/** MySQL: columns came and went in an instant as often as a table can take: 255 times, 64 before 9.1. */
const ROW_VERSIONS = 4092;

/** True for the error about a table that can't count one more column that came or went in an instant. */
export function isRowVersionsFault({ details }: LimbeckError): boolean {
  return details["errno"] === ROW_VERSIONS;
}

/** The coded error for a statement that the server refused. */
export function statementError(error: ServerError | LimbeckError, sql: string, target: ConnectionTarget): LimbeckError {
  if (error instanceof LimbeckError) return error;
  const { code, errno, sqlState } = error;
  const words = messageOf(error);
  const more = { cause: error, details: { sqlState, errno, sql, database: target.display } };
  if (LOCKED.has(errno)) {
    const message = `Another session keeps a lock that a statement needs: ${words}, in: ${firstLine(sql)}`;
    return fail("LOCK_TIMEOUT", message, more);
  }
  if (DEMANDS.has(errno))
    return fail(
      "DEMAND_REFUSED",
      `The server can't do this in the way that the statement demands: ${words}, in: ${firstLine(sql)}`,
      more,
    );
  if (errno === ROW_VERSIONS) {
    const message = `The table has had columns added and dropped in an instant as often as the server can: ${words}, in: ${firstLine(sql)}`;
    return fail("DEMAND_REFUSED", message, {
      ...more,
      hint: "Write ALGORITHM=INPLACE, LOCK=NONE in its place: then the rows are written anew while others read and write them, and the server counts from 0 again. Operations such as op.addColumn do that by themselves.",
    });
  }
  if (READ_ONLY.has(errno))
    return fail("CONNECT_READ_ONLY", `"${target.display}" can't be written to: ${words}.`, {
      ...more,
      hint: "Give the URL of the primary, where this is a replica; or have read_only and super_read_only turned off, or run as an account that may write all the same.",
    });
  if (FULL.has(errno) || NO_ROOM.test(words))
    return fail(
      "STATEMENT_FAILED",
      `The server has no room for what a statement writes: ${words}, in: ${firstLine(sql)}`,
      {
        ...more,
        hint: "Make room where the server keeps its data and its temporary files, or raise the bound of the table that is full, and run the same command again.",
      },
    );
  if (TOO_LONG.has(errno)) {
    return fail(
      "STATEMENT_FAILED",
      `The server ended a statement that took too long: ${words}, in: ${firstLine(sql)}`,
      {
        ...more,
        hint: "Raise the limit, max_statement_time of MariaDB or max_execution_time of MySQL, for this account or in the server; or give the run one of its own with `statementTimeoutMs` in the config. The statement has changed nothing.",
      },
    );
  }
  return fail(
    "STATEMENT_FAILED",
    `The server refused a statement: ${words} (${errno}, ${code}), in: ${firstLine(sql)}`,
    more,
  );
}
