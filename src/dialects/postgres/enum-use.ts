import type { Op } from "../../ops/op.ts";

/**
 * True when an op has this text as a value, or its SQL has it as a string: it may use a new value of an enum, which the server
 * refuses in the transaction that has added it (55P04). Source: https://www.postgresql.org/docs/current/sql-altertype.html (12 to 18).
 */
export function usesValue(op: Op, value: string): boolean {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  // Of the enum itself, a value is only the neighbour of another one.
  if (op.kind === "addEnumValue" || op.kind === "createEnum") return false;
  return texts(op).some((text) => text === value || text.includes(quoted));
}

/** All texts but the names of objects: a value may be called like a table, or like the schema of one. Rows have values under any name. */
function texts(part: unknown, isRow = false): readonly string[] {
  if (typeof part === "string") return [part];
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, each]) => {
    if (!isRow && names.has(key) && typeof each === "string") return [];
    return texts(each, isRow || key === "rows" || key === "set");
  });
}

const names: ReadonlySet<string> = new Set([
  "kind",
  "name",
  "schema",
  "table",
  "column",
  "index",
  "constraint",
  "comment",
]);
