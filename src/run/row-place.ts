import type { Op } from "../ops/op.ts";
import { ancestorsOf, parentsOf, withAllColumns } from "../schema/inheritance.ts";
import { findTable, sameName } from "../schema/names.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";
import type { Books } from "./books.ts";

/** A table that kept rows go back to. */
export interface RowPlace {
  /** With the columns that it has from others. */
  readonly table: Table;
  /** The tables that it has columns from: the numbers of its rows are from their sequences. */
  readonly above: readonly Table[];
}

/** True for the making of a table that has columns from others: its rows can be put back only where these are known. */
export function makesPart(op: Op): boolean {
  return op.kind === "createTable" && parentsOf(op.table).length > 0;
}

/** The table as a place for rows, in a schema that has what it is a part of. */
export function rowPlace(table: Table, schema: Schema): RowPlace {
  return { table: withAllColumns(table, schema), above: ancestorsOf(table, schema) };
}

/** These tables as the database has them, with those that they are partitions of or inherit from. */
export async function inspectPlaces(books: Books, names: readonly ObjectName[]): Promise<Schema> {
  const now = await books.dialect.inspect(books.connection, { exclude: [], only: names });
  const above = now.tables.flatMap(parentsOf).filter((name) => findTable(now, name) === undefined);
  const unasked = above.filter((name) => !names.some((other) => sameName(other, name)));
  return unasked.length === 0 ? now : inspectPlaces(books, [...names, ...unasked]);
}
