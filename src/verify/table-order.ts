import { nameKey } from "../schema/names.ts";
import type { ForeignKey, ObjectName, Table } from "../schema/schema.ts";

/** A table, when its turn to be filled comes. */
export interface Turn {
  readonly table: Table;
  /** Foreign keys to rows that aren't there yet: to the table itself, or to one whose turn comes later. */
  readonly later: readonly ForeignKey[];
}

/** The table that a foreign key refers to. */
export function referredTable({ references: { table, schema } }: ForeignKey): ObjectName {
  return schema === undefined ? { name: table } : { name: table, schema };
}

/**
 * The tables in an order in which each comes after those that it refers to, as far as there is one. A circle is cut where a foreign key may
 * be NULL, if it has such a place. Pure.
 */
export function turnsOf(tables: readonly Table[]): readonly Turn[] {
  const left = new Map(tables.map((table) => [nameKey(table), table]));
  const turns: Turn[] = [];
  while (left.size > 0) {
    const waiting = [...left.values()];
    const isLater = (key: ForeignKey): boolean => left.has(nameKey(referredTable(key)));
    const laterOf = (table: Table) => table.foreignKeys.filter(isLater);
    const others = (table: Table) => laterOf(table).filter((key) => nameKey(referredTable(key)) !== nameKey(table));
    const next =
      waiting.find((table) => others(table).length === 0) ??
      waiting.find((table) => others(table).every((key) => nullableColumns(table, key).length > 0)) ??
      waiting[0];
    if (next === undefined) break;
    turns.push({ table: next, later: laterOf(next) });
    left.delete(nameKey(next));
  }
  return turns;
}

/** The columns of a foreign key that may be NULL. */
export function nullableColumns(table: Table, { columns }: ForeignKey): readonly string[] {
  return columns.filter((name) => {
    const column = table.columns.find((each) => each.name === name);
    return column?.nullable === true && table.primaryKey?.columns.includes(name) !== true;
  });
}
