import { given } from "../base/given.ts";
import type { Traits } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { displayName, findTable } from "../schema/names.ts";
import type { ForeignKey, ObjectName, Schema } from "../schema/schema.ts";

/**
 * The foreign keys that the ops make and that refer to a table or a column which `after`, the schema behind the ops, doesn't have; in
 * words. SQLite takes such a key, and then refuses every row; the table may also be one that the config leaves out. One in another
 * database isn't looked for.
 */
export function looseReferences(ops: readonly Op[], after: Schema, { namespaces }: Traits): readonly string[] {
  const found = ops.flatMap((op): readonly (readonly [ObjectName, ForeignKey])[] => {
    if (op.kind === "createTable") return op.table.foreignKeys.map((key) => [op.table, key] as const);
    if (op.kind !== "createForeignKey") return [];
    return [[{ name: op.table, ...given({ schema: op.schema }) }, op.foreignKey]];
  });
  return found
    .filter(([, { references }]) => namespaces || references.schema === undefined)
    .flatMap(([table, key]) => looseReference(table, key, after));
}

function looseReference(table: ObjectName, { columns, references }: ForeignKey, after: Schema): readonly string[] {
  const { table: name, schema } = references;
  const target = { name, ...(schema === undefined ? {} : { schema }) };
  const parent = findTable(after, target);
  const known = new Set(parent?.columns.map((column) => column.name.toLowerCase()));
  const missing = references.columns.find((column) => !known.has(column.toLowerCase()));
  const key = `the foreign key (${columns.join(", ")}) of ${displayName(table)}`;
  if (parent === undefined)
    return [`${key} refers to the table ${displayName(target)}, which isn't there${inNamespace(name, after)}`];
  return missing === undefined ? [] : [`${key} refers to ${displayName(target)}.${missing}, a column that isn't there`];
}

/** How the name of a table that is there is said, where it was given with its schema in one. */
function inNamespace(name: string, { tables }: Schema): string {
  const dot = name.indexOf(".");
  const meant = tables.find((table) => table.name === name.slice(dot + 1));
  if (dot < 1 || meant === undefined) return "";
  const where = meant.schema === undefined ? "" : `, with { schema: "${meant.schema}" }`;
  return `; the name of the table alone is "${meant.name}"${where}`;
}
