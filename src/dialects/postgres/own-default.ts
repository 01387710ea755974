import type { OpOf } from "../../ops/op.ts";
import { descendantsOf, inheritedColumn, parentsOf, under } from "../../schema/inheritance.ts";
import { findTable, sameName } from "../../schema/names.ts";
import type { DefaultValue, ObjectName, Schema, Table } from "../../schema/schema.ts";
import { doBlock } from "./do-block.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { lockedTree, oldTable, type Scene, tableOf } from "./scene.ts";
import { defaultSql } from "./table-sql.ts";

/**
 * Changes the default of a column that comes from another table. That of a serial column asks the sequence of the table that has it, whose
 * name the server knows.
 */
export function alterInherited(op: OpOf<"alterColumn">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const [table, after] = [oldTable(scene, op), findTable(scene.after, name)];
  const [from, to] = [
    table && inheritedColumn(table, op.column, scene.before),
    after && inheritedColumn(after, op.column, scene.after),
  ];
  if (table === undefined || from === undefined || to === undefined) return [];
  if (op.changes.default === undefined && op.changes.autoincrement === undefined) return [];
  if (to.autoincrement !== true) return setDefault(table, op.column, to.default ?? null, scene);
  const owner = ownerOf(table, op.column, scene.after);
  const statement = `${alterSql(name, op.column)} SET DEFAULT nextval(%L::regclass)`;
  const sequence = `pg_get_serial_sequence(${quoteString(quoteObject(owner))}, ${quoteString(op.column)})`;
  const block = doBlock(`EXECUTE format(${quoteString(statement.replaceAll(/%(?!L)/g, "%%"))}, ${sequence});`);
  return [draft(block, factsOf(facts.setDefault, lockedTree(scene, table)))];
}

/** The defaults that a new table has of its own, of columns from elsewhere. */
export function setOwnDefaults(table: Table, scene: Scene): readonly Draft[] {
  return Object.entries(table.ownDefaults ?? {}).flatMap(([column, value]) => setDefault(table, column, value, scene));
}

/** A default that changes does so in each table that has the column from there: those that have one of their own get that again. */
export function ownDefaultsBelow(op: OpOf<"alterColumn">, scene: Scene): readonly Draft[] {
  if (VALUE_CHANGES.every((each) => op.changes[each] === undefined)) return [];
  return descendantsOf(tableOf(op), scene.after).flatMap((table) => {
    const own = under(table.ownDefaults, op.column);
    return own === undefined ? [] : setDefault(table, op.column, own, scene);
  });
}

const VALUE_CHANGES = ["default", "autoincrement", "identity", "generated", "type"] as const;

function setDefault(table: ObjectName, column: string, value: DefaultValue | null, scene: Scene): readonly Draft[] {
  const what = value === null ? "DROP DEFAULT" : `SET DEFAULT ${defaultSql(value)}`;
  return [draft(`${alterSql(table, column)} ${what}`, factsOf(facts.setDefault, lockedTree(scene, table)))];
}

function alterSql(table: ObjectName, column: string): string {
  return `ALTER TABLE ${quoteObject(table)} ALTER COLUMN ${quoteName(column)}`;
}

/** The table that has the column of its own. */
function ownerOf(table: Table, column: string, schema: Schema): ObjectName {
  for (const name of parentsOf(table)) {
    const parent = schema.tables.find((each) => sameName(each, name));
    if (parent === undefined) continue;
    if (parent.columns.some((each) => each.name === column)) return parent;
    if (inheritedColumn(parent, column, schema) !== undefined) return ownerOf(parent, column, schema);
  }
  return table;
}
