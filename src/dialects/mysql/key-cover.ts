import type { ForeignKey, Index, ObjectName, Table } from "../../schema/schema.ts";

/** The columns of each key of a table that a reference or AUTO_INCREMENT can use, by the key's name. */
function keysOf(table: Table): readonly { readonly name: string; readonly columns: readonly string[] }[] {
  const { primaryKey, uniques, indexes } = table;
  return [
    ...(primaryKey === undefined ? [] : [{ name: "PRIMARY", columns: primaryKey.columns }]),
    ...uniques.map(({ name, columns }) => ({ name: name ?? columns[0] ?? "", columns })),
    ...indexes
      .filter(({ method }) => method === undefined)
      .map(({ name, parts }) => ({
        name,
        columns: parts.map((part) => ("column" in part && part.length === undefined ? part.column : "")),
      })),
  ];
}

/** True when a key of the schema begins with the columns of the foreign key: without one the server makes an index of its own. */
export function isCovered(key: ForeignKey, table: Table): boolean {
  return keysOf(table).some(({ columns }) => key.columns.every((column, i) => columns[i] === column));
}

/**
 * The index that the server makes for a foreign key which none covers: it bears the key's own name, or the first column's where that has
 * none. Source: https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html.
 */
export function foreignKeyIndex({ name, columns }: ForeignKey): Index {
  return { name: name ?? columns[0] ?? "", parts: columns.map((column) => ({ column })) };
}

/** The foreign key without the name that the server has given to it. */
export function asGiven(key: ForeignKey, table: ObjectName): ForeignKey {
  const { name, ...unnamed } = key;
  return new RegExp(`^${escaped(table.name)}_ibfk_\\d+$`).test(name ?? "") ? unnamed : key;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The column that AUTO_INCREMENT can't number yet, for no key begins with it. */
export function unkeyedCounter(table: Table): string | undefined {
  const counter = table.columns.find(({ autoincrement }) => autoincrement === true)?.name;
  if (counter === undefined) return undefined;
  return keysOf(table).some(({ columns }) => columns[0] === counter) ? undefined : counter;
}
