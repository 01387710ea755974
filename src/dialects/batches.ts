import { type Batches, batchSql } from "../ops/batches.ts";
import { type Backfill, DEFAULT_BATCH_SIZE } from "../ops/data-ops.ts";
import { tableNameOf } from "../ops/edit.ts";
import { displayName } from "../schema/names.ts";
import type { Column, Table } from "../schema/schema.ts";
import type { Dialect } from "./contract.ts";
import { fail } from "./errors.ts";

/**
 * How a backfill goes through its table by the key. Errors: DIALECT_SYNTAX for SQL of the user's that isn't a part of one statement.
 */
export function batchesOf(
  op: Backfill,
  { quoteName, quoteObject, literal, split }: Pick<Dialect, "quoteName" | "quoteObject" | "literal" | "split">,
  { key, ...others }: Pick<Batches, "key" | "comparesRows" | "estimate">,
): Batches {
  const table = quoteObject(tableNameOf(op));
  const entries = Object.entries(op.set).map(([column, value]) => `${quoteName(column)} = ${literal(value)}`);
  const batches: Batches = {
    table,
    set: entries.join(", "),
    ...(op.where === undefined ? {} : { where: op.where }),
    key,
    size: op.batchSize ?? DEFAULT_BATCH_SIZE,
    ...(op.pauseMs === undefined ? {} : { pauseMs: op.pauseMs }),
    ...others,
  };
  const sql = batchSql(batches, { to: key.map(() => "NULL") });
  if (split(sql).length !== 1) {
    throw fail(
      "DIALECT_SYNTAX",
      `The backfill of "${displayName(tableNameOf(op))}" is more than one statement: ${sql}`,
    );
  }
  return batches;
}

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
