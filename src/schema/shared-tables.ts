import { sameData } from "../base/same-data.ts";
import { nameKey } from "./names.ts";
import type { Schema, Table } from "./schema.ts";

/** The schema with the very tables and parts of tables of the other one that say the same: what compares them later need not look into them. */
export function withShared(schema: Schema, { tables }: Schema): Schema {
  const others = new Map(tables.map((table) => [nameKey(table), table]));
  return { ...schema, tables: schema.tables.map((table) => sharedTable(table, others.get(nameKey(table)))) };
}

/** The other table where it says the same, else the table with the parts of the other one that do; the very same where there are no more of them. */
export function sharedTable(table: Table, other: Table | undefined): Table {
  if (other === undefined || table === other) return table;
  const { columns, uniques, checks, foreignKeys, indexes } = table;
  const parts = {
    columns: sharedParts(columns, other.columns),
    uniques: sharedParts(uniques, other.uniques),
    checks: sharedParts(checks, other.checks),
    foreignKeys: sharedParts(foreignKeys, other.foreignKeys),
    indexes: sharedParts(indexes, other.indexes),
  };
  const isShared =
    parts.columns === columns &&
    parts.uniques === uniques &&
    parts.checks === checks &&
    parts.foreignKeys === foreignKeys &&
    parts.indexes === indexes;
  const next: Table = isShared ? table : { ...table, ...parts };
  return sameData(next, other) ? other : next;
}

/** Parts at the same place are the same, mostly. */
function sharedParts<T>(list: readonly T[], others: readonly T[]): readonly T[] {
  if (list === others) return list;
  const parts: T[] = [];
  let [isOther, isOwn] = [list.length === others.length, true];
  for (const [i, item] of list.entries()) {
    const other = others[i];
    const part = other !== undefined && sameData(item, other) ? other : item;
    parts.push(part);
    if (part !== other) isOther = false;
    if (part !== item) isOwn = false;
  }
  return isOther ? others : isOwn ? list : parts;
}
