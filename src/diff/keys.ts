import { nameKey } from "../schema/names.ts";
import type { ObjectName } from "../schema/schema.ts";

/** What ops make, use, take away and change, each as one text; no two kinds of things have a text in common. */
export const keys = {
  namespace: (name: string | undefined) => key("namespace", name ?? ""),
  /** A table, a view or a sequence. */
  relation: (name: ObjectName) => key("relation", nameKey(name)),
  /** A column with its type, as a view knows it. */
  column: (table: ObjectName, column: string) => key("column", nameKey(table), column),
  /** A column with the kind of its type, as a foreign key knows it. */
  columnKind: (table: ObjectName, column: string) => key("kind", nameKey(table), column),
  /** That a table has a column of this name, as statistics know it. */
  place: (table: ObjectName, column: string) => key("place", nameKey(table), column),
  /** That a column may be NULL or not, as a primary key knows it. */
  nullability: (table: ObjectName, column: string) => key("null", nameKey(table), column),
  /** That rows are found by these columns, each once. */
  unique: (table: ObjectName, columns: readonly string[]) =>
    key("unique", nameKey(table), [...columns].sort().join("\u0001")),
  primaryKey: (table: ObjectName) => key("primary", nameKey(table)),
  /** Whether a table is written to the log. */
  persistence: (table: ObjectName) => key("persistence", nameKey(table)),
  type: (name: ObjectName) => key("type", nameKey(name)),
  routine: (name: ObjectName) => key("routine", nameKey(name)),

  /** The names of a table's columns, which those that have columns from it share. */
  columnName: (table: ObjectName, column: string) => key("column name", nameKey(table), column),
  /** The names that tables, views, sequences and indexes share. */
  relationName: (name: ObjectName) => key("relation name", nameKey(name)),
  typeName: (name: ObjectName) => key("type name", nameKey(name)),
  /** That a table has columns from another. */
  inheritance: (table: ObjectName) => key("inheritance", nameKey(table)),
  constraintName: (table: ObjectName, name: string) => key("constraint name", nameKey(table), name),
  /** The names that the triggers of a table have, or its rules, or its policies. */
  partName: (kind: "trigger" | "rule" | "policy", table: ObjectName, name: string) =>
    key(`${kind} name`, nameKey(table), name),
  statisticsName: (name: ObjectName) => key("statistics name", nameKey(name)),
  routineName: (name: ObjectName, args: string) => key("routine name", nameKey(name), args),
} as const;

function key(...parts: readonly string[]): string {
  return parts.join("\u0002");
}
