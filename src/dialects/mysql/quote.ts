import type { DefaultValue, ObjectName } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";

/** A name in backticks. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** Names in backticks, in parentheses. */
export function quoteNames(names: readonly string[]): string {
  return `(${names.map(quoteName).join(", ")})`;
}

/** The name of a table or another object; its `schema` is a database of the server. */
export function quoteObject({ name, schema }: ObjectName): string {
  return schema === undefined ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

/**
 * A text constant. The backslash is doubled, which is right under every `sql_mode` but NO_BACKSLASH_ESCAPES; Limbeck's sessions are
 * without it. Source: https://dev.mysql.com/doc/refman/9.7/en/string-literals.html.
 */
export function quoteText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("\0", "\\0")}'`;
}

/** SQL for a constant, or for an expression as it is. */
export function literal(value: DefaultValue | null): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  return isSql(value) ? value.sql : String(value);
}
