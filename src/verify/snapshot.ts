import { stableJson } from "../base/hash.ts";
import type { Connection, Dialect } from "../dialects/contract.ts";
import { allColumns } from "../schema/inheritance.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";

/** All rows of a database at one moment, by the `nameKey` of their tables. */
export type Snapshot = ReadonlyMap<string, TableRows>;

/** The rows of one table, each value as a text that is equal for equal values. */
export interface TableRows {
  readonly name: ObjectName;
  readonly columns: readonly ColumnOf[];
  /** The columns of the primary key; empty where there is none. */
  readonly key: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface ColumnOf {
  readonly name: string;
  /** Equal for columns of one type. */
  readonly type: string;
}

/** Reads all rows of all tables but those that a module makes. Of partitions the rows are those of the whole table. */
export async function readSnapshot(
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
  schema: Schema,
): Promise<Snapshot> {
  const found = new Map<string, TableRows>();
  for (const table of schema.tables) {
    const columns = allColumns(table, schema);
    if (table.partitionOf !== undefined || table.options.virtual !== undefined || columns.length === 0) continue;
    const list = columns.map(({ name }) => dialect.quoteName(name)).join(", ");
    const rows = await connection.query(`SELECT ${list} FROM ${dialect.quoteObject(table)}`);
    found.set(nameKey(table), {
      name: nameOf(table),
      columns: columns.map(({ name, type }) => ({ name, type: stableJson(type) })),
      key: table.primaryKey?.columns ?? [],
      rows: rows.map((row) => columns.map(({ name }) => textOf(row[name]))),
    });
  }
  return found;
}

/** The rows of the later moment that the earlier one doesn't have, by their keys; of tables without a key none. Pure. */
export function laterRows(earlier: Snapshot, later: Snapshot): Snapshot {
  const found = new Map<string, TableRows>();
  for (const [name, table] of later) {
    const before = earlier.get(name);
    if (before === undefined || table.key.length === 0) continue;
    const keyOf = ({ key, columns }: TableRows, row: readonly string[]) =>
      stableJson(key.map((each) => row[columns.findIndex((column) => column.name === each)] ?? NULL));
    const known = new Set(before.rows.map((row) => keyOf(before, row)));
    found.set(name, { ...table, rows: table.rows.filter((row) => !known.has(keyOf(table, row))) });
  }
  return found;
}

/** What stands for NULL, and for no text. */
export const NULL = "\u0000null";

function textOf(value: unknown): string {
  if (value === null || value === undefined) return NULL;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "object" ? stableJson(value) : String(value);
}
