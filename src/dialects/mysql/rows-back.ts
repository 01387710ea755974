import type { Dialect } from "../contract.ts";

/**
 * InnoDB looks up what a row refers to as the row comes, and not at the end of the statement: rows of a table that refer to others of it come
 * in one INSERT without that, where the table refers to nothing else. All of them were there when they were kept.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html and
 * https://dev.mysql.com/doc/refman/9.7/en/optimizer-hints.html (SET_VAR), https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/set-commands/set-statement;
 * on MySQL 9.7, MariaDB 10.11 and 11.8.
 */
export const rowsBack: NonNullable<Dialect["rowsBack"]> = {
  isKeptAsText: () => false,
  into: "",
  inserted([{ name, foreignKeys }], insert) {
    const refersToItself = foreignKeys.length > 0 && foreignKeys.every(({ references }) => references.table === name);
    return [refersToItself ? insert.replace(/^INSERT/, UNCHECKED) : insert];
  },
  updated: (_, update) => [update],
};

/** Each server reads its own way alone. */
const UNCHECKED =
  "/*M!100100 SET STATEMENT foreign_key_checks = 0 FOR */ INSERT /*+ SET_VAR(foreign_key_checks = OFF) */";
