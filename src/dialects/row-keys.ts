import { displayName } from "../schema/names.ts";
import type { Column, Table } from "../schema/schema.ts";
import { fail } from "./errors.ts";

/**
 * The keys by which the rows of a table can be gone through, the best first: each has an index, and columns that are never NULL. Keys of
 * which a column is in `changed` are left out, for a row would move while one looks.
 */
export function rowKeys(table: Table, changed: readonly string[]): readonly (readonly Column[])[] {
  const { primaryKey, uniques, indexes } = table;
  const keys = [
    ...(primaryKey === undefined || primaryKey.withoutOverlaps === true ? [] : [primaryKey.columns]),
    ...uniques.flatMap(({ columns, withoutOverlaps }) => (withoutOverlaps === true ? [] : [columns])),
    ...indexes.flatMap(({ unique, where, parts }) => {
      const columns = parts.flatMap((part) => ("column" in part && part.length === undefined ? [part.column] : []));
      return unique === true && where === undefined && columns.length === parts.length ? [columns] : [];
    }),
  ];
  return keys.flatMap((names) => {
    const columns = names.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
    const isWhole = columns.length === names.length;
    const isNeverNull = names === primaryKey?.columns || columns.every(({ nullable }) => !nullable);
    return isWhole && isNeverNull && !names.some((name) => changed.includes(name)) ? [columns] : [];
  });
}

/** The error for a table without such a key. */
export function noKey(table: Table, changed: readonly string[]): Error {
  const name = displayName(table);
  const columns = table.primaryKey?.columns ?? [];
  const primary = `primary key (${columns.join(", ")})`;
  const why =
    columns.length === 0
      ? "it has no primary key, and no unique index on columns that are never NULL"
      : columns.some((column) => changed.includes(column))
        ? `the backfill changes its ${primary}, and it has no other key`
        : `the values of its ${primary} can't be written as SQL without loss, and it has no other key`;
  return fail("BACKFILL_NO_KEY", `The table "${name}" can't be filled in batches: ${why}.`, {
    details: { table: name },
  });
}
