import type { DefaultValue, ObjectName } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { fail } from "../errors.ts";

/** SQL for a name: always in double quotes, so that no keyword of any version is in the way and its case is kept. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** SQL for the name of a table or another object of a namespace. */
export function quoteObject(name: ObjectName): string {
  return name.schema === undefined ? quoteName(name.name) : `${quoteName(name.schema)}.${quoteName(name.name)}`;
}

/** Names in parentheses, after a constraint's keyword. */
export function quoteNames(names: readonly string[]): string {
  return `(${names.map(quoteName).join(", ")})`;
}

/**
 * SQL for a string constant, never `E'…'`: a backslash is a character like others, for sessions run with
 * `standard_conforming_strings` on. Errors: DIALECT_UNSUPPORTED for U+0000, which no text of PostgreSQL can hold.
 * Source: https://www.postgresql.org/docs/18/sql-syntax-lexical.html §4.1.2.1.
 */
export function quoteString(text: string): string {
  if (text.includes("\0")) {
    throw fail("DIALECT_UNSUPPORTED", "A text has the character U+0000, which PostgreSQL can't store.", {
      details: { text },
    });
  }
  return `'${text.replaceAll("'", "''")}'`;
}

/** SQL for a constant, or for an expression as it is. */
export function literal(value: DefaultValue | null): string {
  if (value === null) return "NULL";
  if (isSql(value)) return value.sql;
  return typeof value === "string" ? quoteString(value) : String(value);
}
