import type { Op } from "../../ops/op.ts";
import type { Column, Table } from "../../schema/schema.ts";
import type { Draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { quoteName } from "./quote.ts";

/**
 * Queries that go before a change of a table, for rows to which the server would give values that nobody has said: a new column that is
 * NOT NULL without a default has 0 or '' in all of them, under every `sql_mode`, a TIMESTAMP that becomes NOT NULL has the moment, and a 0
 * where the column gets AUTO_INCREMENT has the next number.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/data-type-defaults.html and https://dev.mysql.com/doc/refman/9.7/en/sql-mode.html
 * (NO_AUTO_VALUE_ON_ZERO); measured on MySQL 9.7 and MariaDB 10.11.
 */
export function rowChecks(before: Table, after: Table, ops: readonly Op[]): readonly Draft[] {
  const added: string[] = [];
  const filled: string[] = [];
  const numbered: string[] = [];
  const isNew = ({ name }: Column) => ops.some((op) => op.kind === "addColumn" && op.column.name === name);
  for (const column of after.columns) {
    const old = isNew(column) ? undefined : before.columns.find(({ name }) => name === column.name);
    if (old === undefined || !isSameData(old, column)) {
      if (needsValue(column)) added.push(column.name);
      continue;
    }
    if (old.nullable && isRequired(column, after)) filled.push(column.name);
    if (column.autoincrement === true && old.autoincrement !== true) numbered.push(column.name);
  }
  return [
    ...(added.length === 0 ? [] : [emptyCheck(after.name, added)]),
    ...filled.map((name) => nullCheck(after.name, name)),
    ...numbered.map((name) => zeroCheck(after.name, name)),
  ];
}

/** False where the column is dropped and made anew. */
function isSameData(old: Column, column: Column): boolean {
  return column.generated !== undefined || old.generated?.stored !== false;
}

function needsValue({ nullable, generated, autoincrement, ...column }: Column): boolean {
  return !nullable && generated === undefined && autoincrement !== true && column.default === undefined;
}

/** Columns of the key of the rows are never NULL; what is generated is computed again. */
function isRequired({ name, nullable, generated }: Column, { primaryKey }: Table): boolean {
  return generated === undefined && (!nullable || primaryKey?.columns.includes(name) === true);
}

function emptyCheck(table: string, columns: readonly string[]): Draft {
  const [first = "", ...others] = columns.map((column) => `"${table}.${column}"`);
  const subject = others.length === 0 ? `column ${first}` : `columns ${[first, ...others].join(", ")}`;
  const message = `${subject} can't be added as NOT NULL without a default to a table that has rows: the server would silently put 0 or '' into each. Give a default; or add it as nullable, fill it, and make it NOT NULL then`;
  return check(`SELECT 1 AS \`has rows\` FROM ${quoteName(table)} LIMIT 1`, message);
}

function nullCheck(table: string, column: string): Draft {
  const where = `${quoteName(column)} IS NULL`;
  const message = `column "${table}.${column}" can't become NOT NULL while it has NULLs: fill them before, such as with UPDATE ${quoteName(table)} SET ${quoteName(column)} = … WHERE ${where}`;
  return check(`SELECT 1 AS \`has NULLs\` FROM ${quoteName(table)} WHERE ${where} LIMIT 1`, message);
}

function zeroCheck(table: string, column: string): Draft {
  const where = `${quoteName(column)} = 0`;
  const message = `column "${table}.${column}" can't get AUTO_INCREMENT while it has a 0: the server would silently give that row the next number. Give it another one before, and to the rows that refer to it`;
  return check(`SELECT 1 AS \`has a 0\` FROM ${quoteName(table)} WHERE ${where} LIMIT 1`, message);
}

function check(sql: string, message: string): Draft {
  return { sql, facts: facts.check, check: { message } };
}
