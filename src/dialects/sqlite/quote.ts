import type { DefaultValue, ObjectName } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";

/** SQL for a name: always in double quotes, which every version takes for every name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** SQL for the name of a table, a view or an index. */
export function quoteObject(name: ObjectName): string {
  return name.schema === undefined ? quoteName(name.name) : `${quoteName(name.schema)}.${quoteName(name.name)}`;
}

/** Names in parentheses, after a constraint's keyword. */
export function quoteNames(names: readonly string[]): string {
  return `(${names.map(quoteName).join(", ")})`;
}

/** SQL for a string constant. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** SQL for a constant, or for an expression as it is. Booleans are 1 and 0, as in every version. */
export function literal(value: DefaultValue | null): string {
  if (value === null) return "NULL";
  if (isSql(value)) return value.sql;
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" ? String(value) : quoteString(value);
}
