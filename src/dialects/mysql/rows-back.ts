import { given } from "../../base/given.ts";
import type { ForeignKey, Table } from "../../schema/schema.ts";
import type { Dialect } from "../contract.ts";
import { quoteName, quoteObject } from "./quote.ts";

/**
 * InnoDB looks up what a row refers to as the row comes, and not at the end of the statement: rows of a table that refer to others of it come
 * in one INSERT without that, as far as what else they refer to is there; one with it takes the rest, and is refused where there is any.
 * All of them were there when they were kept.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html and
 * https://dev.mysql.com/doc/refman/9.7/en/optimizer-hints.html (SET_VAR), https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/set-commands/set-statement;
 * on MySQL 9.7, MariaDB 10.11 and 11.8.
 */
export const rowsBack: NonNullable<Dialect["rowsBack"]> = {
  isKeptAsText: () => false,
  into: "",
  inserted([table], { sql, rows }) {
    const others = table.foreignKeys.filter(({ references }) => !isItself(references, table));
    if (others.length === table.foreignKeys.length) return [sql([])];
    const unchecked = sql(others.map((key) => finds(key, rows))).replace(/^INSERT/, UNCHECKED);
    return others.length === 0 ? [unchecked] : [unchecked, sql([])];
  },
  updated: (_, update) => [update],
  withoutCheck(statements) {
    const at = statements.findLastIndex((sql) => CHECK.test(sql));
    if (at === -1 || !statements.slice(at + 1).every((sql) => REST_OF_CHECK.test(sql))) return statements;
    return statements.with(at, PASSED_CHECK);
  },
};

/** As `offline` writes a check. */
const CHECK = /^(?:\s|--[^\n]*\n)*SET @limbeck_check = IF\(EXISTS \(SELECT 1 AS `has rows` FROM/;
const REST_OF_CHECK =
  /^\s*(?:SELECT @limbeck_check|PREPARE limbeck_check|EXECUTE limbeck_check|DEALLOCATE PREPARE limbeck_check)\b/;
const PASSED_CHECK = "SET @limbeck_check = 'DO 0'";

function isItself({ table, schema }: ForeignKey["references"], own: Table): boolean {
  return table === own.name && (schema === undefined || schema === own.schema);
}

/** True of a row whose reference is there, or has a NULL in it. */
function finds({ columns, references }: ForeignKey, rows: string): string {
  const own = columns.map((name) => `${rows}.${quoteName(name)}`);
  const { table: name, schema } = references;
  const same = references.columns.map((column, i) => `referred.${quoteName(column)} = ${own[i]}`);
  const target = quoteObject({ name, ...given({ schema }) });
  return `(${own.map((column) => `${column} IS NULL`).join(" OR ")} OR EXISTS (SELECT 1 FROM ${target} referred WHERE ${same.join(" AND ")}))`;
}

/** Each server reads its own way alone. */
const UNCHECKED =
  "/*M!100100 SET STATEMENT foreign_key_checks = 0 FOR */ INSERT /*+ SET_VAR(foreign_key_checks = OFF) */";
