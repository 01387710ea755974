import type { ForeignKey, Table } from "../../schema/schema.ts";

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
