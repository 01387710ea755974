import type { Connection } from "../contract.ts";

/** Modes that change how SQL is read. Source: https://dev.mysql.com/doc/refman/9.7/en/sql-mode.html. */
const READING = [
  ...["ANSI_QUOTES", "ANSI", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "IGNORE_SPACE", "ORACLE", "DB2", "MSSQL"],
] as const;

const QUIET_SECONDS = 28_800;
/** MariaDB's limits of a transaction in which nothing is done. */
const IDLE = ["idle_transaction_timeout", "idle_write_transaction_timeout", "idle_readonly_transaction_timeout"];

/**
 * What a session of Limbeck is: modes that change how SQL is read are taken away, and strictness is added, so that no value is cut off
 * without an error; references and unique keys are checked, also where the server leaves that out. Lists are read whole: GROUP_CONCAT cuts at 1024 bytes by default. And it may be quiet for as long as servers allow by
 * default, whatever this one allows: it has the lock of the runners while a function or a revision in Python is at work.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html#sysvar_wait_timeout,
 * https://mariadb.com/kb/en/transaction-timeouts/ (MariaDB's alone, in a comment that MySQL passes over).
 */
export const opening = settings("SESSION");

/**
 * Makes the session what it was when it was opened, where raw SQL is over and Limbeck's own statements come, or those of another revision:
 * `SET sql_mode = ''`, `SET foreign_key_checks = 0` and their like hold for the SQL that says so, and lets nothing else pass unchecked.
 */
export async function restore(connection: Connection, isOver: boolean): Promise<void> {
  if (isOver) await connection.execute(settings("GLOBAL"));
}

function settings(base: "SESSION" | "GLOBAL"): string {
  const modes = READING.reduce<string>(
    (text, mode) => `REPLACE(${text}, ',${mode},', ',')`,
    `CONCAT(',', @@${base}.sql_mode, ',')`,
  );
  return [
    `SET SESSION sql_mode = TRIM(BOTH ',' FROM CONCAT(${modes}, 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'))`,
    "group_concat_max_len = 16777216",
    ...["autocommit = 1", "foreign_key_checks = 1", "unique_checks = 1"],
    `wait_timeout = CAST(GREATEST(@@${base}.wait_timeout, ${QUIET_SECONDS}) AS SIGNED) /*M!, ${IDLE.map((name) => `${name} = 0`).join(", ")} */`,
  ].join(", ");
}
