import { didYouMean } from "../base/nearest.ts";
import { hasAllItsColumns, parentsOf } from "../schema/inheritance.ts";
import { displayName, findIndexed, findTable, type Indexed, sameName } from "../schema/names.ts";
import type { Column, Index, ObjectName, Schema, Table, View } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import type { Op } from "./op.ts";
import type { OnTable } from "./table-ops.ts";

/** Whether an operation is about one table, or a part of one. */
export function isOnTable(op: Op): op is Op & OnTable {
  return "table" in op && typeof op.table === "string";
}

/** The name of the table that an operation is about. */
export function tableNameOf(op: OnTable): ObjectName {
  return op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema };
}

/** The fields of an operation that say its table. */
export function onTable(name: ObjectName): OnTable {
  return name.schema === undefined ? { table: name.name } : { table: name.name, schema: name.schema };
}

/** `users.email`, with the namespace before it. */
export function displayColumn(op: OnTable, column: string): string {
  return `${displayName(tableNameOf(op))}.${column}`;
}

/** The table that an operation is about. Errors: OP_TABLE_MISSING. */
export function requireTable(schema: Schema, op: OnTable): Table {
  const name = tableNameOf(op);
  const found = findTable(schema, name);
  if (found !== undefined) return found;
  throw missingTable(name, schema.tables);
}

function missingTable(name: ObjectName, others: readonly ObjectName[]) {
  const guess = didYouMean(displayName(name), others.map(displayName));
  return fail("OP_TABLE_MISSING", `There is no table "${displayName(name)}"${guess}.`, { details: { ...name } });
}

/** The table or materialized view whose indexes an operation is about. Errors: OP_TABLE_MISSING. */
export function requireIndexed(schema: Schema, op: OnTable): Indexed {
  const name = tableNameOf(op);
  const found = findIndexed(schema, name);
  if (found !== undefined) return found;
  throw missingTable(name, [...schema.tables, ...schema.views.filter(({ materialized }) => materialized === true)]);
}

/** The schema with the indexes of a table or a materialized view changed. Errors: OP_TABLE_MISSING. */
export function editIndexes(
  schema: Schema,
  op: OnTable,
  edit: (indexes: readonly Index[], owner: Indexed) => readonly Index[],
): Schema {
  const owner = requireIndexed(schema, op);
  const indexes = edit(owner.indexes ?? [], owner);
  if (!isView(owner)) return editTable(schema, op, (table) => ({ ...table, indexes }));
  const changed: View = { ...omit(owner, "indexes"), ...(indexes.length === 0 ? {} : { indexes }) };
  return { ...schema, views: schema.views.map((view) => (view === owner ? changed : view)) };
}

/** True for a view among what has indexes. */
export function isView(owner: Indexed): owner is View {
  return "definition" in owner;
}

/** The error for an object that isn't there; `others` are those of its kind. */
export function missingObject(what: string, name: ObjectName, others: readonly ObjectName[]) {
  const guess = didYouMean(displayName(name), others.map(displayName));
  return fail("OP_OBJECT_MISSING", `There is no ${what} "${displayName(name)}"${guess}.`);
}

/** A column of a table. Errors: OP_COLUMN_MISSING. */
export function requireColumn(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const guess = didYouMean(
    name,
    table.columns.map((column) => column.name),
  );
  const [parent] = parentsOf(table);
  const own = parent === undefined ? "" : " of its own";
  const message = `The table "${displayName(table)}" has no column "${name}"${own}${guess}.`;
  throw fail("OP_COLUMN_MISSING", message, {
    ...(parent === undefined ? {} : { hint: `Columns that come from "${displayName(parent)}" are changed there.` }),
    details: { table: displayName(table), column: name },
  });
}

/** Refuses names that aren't columns of the table, as far as its columns are known. Errors: OP_COLUMN_MISSING. */
export function requireColumns(table: Table, names: readonly string[]): void {
  if (!hasAllItsColumns(table)) return;
  for (const name of names) requireColumn(table, name);
}

/** The schema with one table changed. Errors: OP_TABLE_MISSING. */
export function editTable(schema: Schema, op: OnTable, edit: (table: Table) => Table): Schema {
  const table = requireTable(schema, op);
  return { ...schema, tables: schema.tables.map((each) => (each === table ? edit(table) : each)) };
}

/** Refuses the name of a table or view that is taken. Errors: OP_TABLE_EXISTS. */
export function refuseTaken(schema: Schema, name: ObjectName): void {
  const what = findTable(schema, name) !== undefined ? "table" : findView(schema, name) && "view";
  if (what === undefined) return;
  throw fail("OP_TABLE_EXISTS", `There is a ${what} "${displayName(name)}" already.`, { details: { ...name } });
}

function findView(schema: Schema, name: ObjectName) {
  return schema.views.find((view) => sameName(view, name));
}

/** The record without some of its keys. */
export function omit<T extends object, K extends keyof T>(record: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.some((each) => each === key))) as Omit<T, K>;
}
