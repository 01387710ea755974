import type { Row } from "../contract.ts";
import { quoteName } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** A text of a row. */
export function textOf(row: Row, field: string): string {
  return String(row[field]);
}

/** A text of a row, or undefined for NULL and for an empty one. */
export function maybeText(row: Row, field: string): string | undefined {
  const value = row[field];
  return value === null || value === undefined || value === "" ? undefined : String(value);
}

/** Groups rows by a field, each group in the order of the list. */
export function groupBy(rows: readonly Row[], field: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = textOf(row, field);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * An expression as information_schema shows it, as SQL: MySQL puts a backslash in front of quotes and backslashes there, MariaDB doesn't.
 * Found out on MySQL 9.7.4 and MariaDB 10.11.19.
 */
export function expressionOf(text: string, isMariadb: boolean): string {
  return isMariadb ? text : text.replaceAll(/\\(['"\\])/g, "$1");
}

/** A text of the server's in which the names of the database's objects have the database's own in front of them, without that. */
export function withoutDatabase(text: string, database: string): string {
  const prefix = `${quoteName(database)}.`;
  return tokenize(text)
    .filter(({ kind, value, end }) => kind === "quoted" && value === database && text[end] === ".")
    .reduceRight((sql, { start }) => sql.slice(0, start) + sql.slice(start + prefix.length), text);
}
