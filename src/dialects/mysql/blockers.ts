import { isLimbeckError } from "../../base/error.ts";
import type { Connection, Row, Server, Statement } from "../contract.ts";
import { parseStatement } from "./parse.ts";
import { isMariadb } from "./server.ts";

/**
 * The sessions that have a lock on the definition of a table that the statement wanted, as each has whose transaction has read or written
 * its rows, in words. Empty when the statement's tables aren't known. Source: https://dev.mysql.com/doc/refman/9.7/en/performance-schema-metadata-locks-table.html,
 * https://mariadb.com/kb/en/metadata-lock-info-plugin/ (which has to be installed: without it the sessions of open transactions are named).
 */
export async function blockers(connection: Connection, statement: Statement): Promise<readonly string[]> {
  const names = tablesOf(statement, connection.server);
  if (names.length === 0) return [];
  const rows = await holders(connection, names);
  return rows.map(
    (row) =>
      `session ${String(row["id"])} of ${String(row["user"])} (${String(row["state"])}) has ${String(row["what"])}`,
  );
}

function tablesOf({ sql, facts }: Statement, server: Server): readonly string[] {
  if (facts.locks !== "unknown") return [...new Set(facts.locks.map(({ relation }) => relation))];
  const parsed = parseStatement(sql, server);
  return parsed.kind === "write" && parsed.table !== undefined ? [parsed.table] : [];
}

async function holders(connection: Connection, names: readonly string[]): Promise<readonly Row[]> {
  const marks = names.map(() => "?").join(", ");
  if (!isMariadb(connection.server)) return connection.query(mysql(marks), names);
  try {
    return await connection.query(mariadb(marks), names);
  } catch (error) {
    if (!isLimbeckError(error, "STATEMENT_FAILED")) throw error;
    return connection.query(TRANSACTIONS);
  }
}

const WHO = "COALESCE(CONCAT(p.USER, '@', p.HOST), '?') AS user, CONCAT(p.COMMAND, ' for ', p.TIME, ' s') AS state";

const mysql = (names: string) => `
SELECT DISTINCT p.ID AS id, ${WHO}, CONCAT(l.LOCK_TYPE, ' on "', l.OBJECT_NAME, '"') AS what
FROM performance_schema.metadata_locks l JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
  JOIN information_schema.PROCESSLIST p ON p.ID = t.PROCESSLIST_ID
WHERE l.OBJECT_TYPE = 'TABLE' AND l.OBJECT_SCHEMA = DATABASE() AND l.OBJECT_NAME IN (${names}) AND l.LOCK_STATUS = 'GRANTED'
  AND p.ID <> CONNECTION_ID()
ORDER BY p.ID`;

const mariadb = (names: string) => `
SELECT DISTINCT p.ID AS id, ${WHO}, CONCAT(l.LOCK_MODE, ' on "', l.TABLE_NAME, '"') AS what
FROM information_schema.METADATA_LOCK_INFO l JOIN information_schema.PROCESSLIST p ON p.ID = l.THREAD_ID
WHERE l.TABLE_SCHEMA = DATABASE() AND l.TABLE_NAME IN (${names}) AND p.ID <> CONNECTION_ID()
ORDER BY p.ID`;

const TRANSACTIONS = `
SELECT DISTINCT p.ID AS id, ${WHO}, CONCAT('a transaction open since ', t.trx_started) AS what
FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
WHERE p.ID <> CONNECTION_ID()
ORDER BY p.ID`;
