import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { withAllColumns } from "../../schema/inheritance.ts";
import { displayName, findTable, nameKey, sameName } from "../../schema/names.ts";
import type { ObjectName, Schema, Table } from "../../schema/schema.ts";
import { quoteObject } from "./quote.ts";
import { tableOf } from "./scene.ts";
import type { Batch } from "./settle-batch.ts";
import { columnSql } from "./table-sql.ts";

/** What takes the server's own text from a table that it made, `read`, into the table that it was made like. */
export interface AskedPartition {
  /** Place of the table in the list of its schema. */
  readonly at: number;
  /** The name of `read` in the scratch namespace. */
  readonly scratch: string;
  readonly settle: (table: Table, read: Table) => Table;
}

/** True for partitions of the same table whose bounds read differently. */
export function maySayTheSameBound(one: Table, other: Table): boolean {
  const [a, b] = [one.partitionOf, other.partitionOf];
  return a !== undefined && b !== undefined && sameName(tableOf(a), tableOf(b)) && a.bound !== b.bound;
}

/** True for tables that are partitioned in ways that read differently. */
export function maySayTheSameKey(one: Table, other: Table): boolean {
  const [a, b] = [one.options.partitionBy, other.options.partitionBy];
  return a !== undefined && b !== undefined && a !== b;
}

/** The tables of a schema, by their places in its list, whose texts are doubtful. */
export interface DoubtfulPartitions {
  readonly bounds: readonly number[];
  readonly keys: readonly number[];
}

/**
 * Adds a likeness of each partitioned table, with the columns of its key alone, and the partitions with these bounds. The bounds of one table
 * stand beside each other, as they will.
 */
export function askAboutPartitions(
  batch: Batch,
  schema: Schema,
  { bounds, keys }: DoubtfulPartitions,
  name: (kind: string, at: number) => string,
): readonly AskedPartition[] {
  const made = new Map<string, string>();
  const likenessOf = (table: Table, at: number): string => {
    const known = made.get(nameKey(table));
    if (known !== undefined) return known;
    const scratch = name("key", at);
    made.set(nameKey(table), scratch);
    batch.add(
      likenessSql(table, schema, scratchPlace(batch, scratch)),
      `the key of partitioned table "${displayName(table)}"`,
    );
    batch.read(scratch);
    return scratch;
  };
  return [
    ...keys.flatMap((at): readonly AskedPartition[] => {
      const table = schema.tables[at];
      return table === undefined ? [] : [{ at, scratch: likenessOf(table, at), settle: withKey }];
    }),
    ...bounds.flatMap((at): readonly AskedPartition[] => {
      const table = schema.tables[at];
      const partitionOf = table?.partitionOf;
      const parent = partitionOf === undefined ? undefined : findTable(schema, tableOf(partitionOf));
      if (table === undefined || partitionOf === undefined || parent === undefined) return [];
      const scratch = name("bound", at);
      const of = likenessOf(parent, schema.tables.indexOf(parent));
      const [made, whole] = [scratch, of].map((each) => quoteObject(scratchPlace(batch, each)));
      batch.add(
        `CREATE TABLE ${made} PARTITION OF ${whole} ${partitionOf.bound}`,
        `the bound of partition "${displayName(table)}"`,
      );
      batch.read(scratch);
      return [{ at, scratch, settle: withBound }];
    }),
  ];
}

/** The other columns may have types that aren't there yet. */
function likenessSql(table: Table, schema: Schema, place: ObjectName): string {
  const key = table.options.partitionBy ?? "";
  const columns = withAllColumns(table, schema)
    .columns.filter(({ name }) => mentionsIdentifier(key, name, { as: "column" }))
    .map(({ name, type, collation }) =>
      columnSql({ name, type, nullable: true, ...(collation === undefined ? {} : { collation }) }),
    );
  return `CREATE TABLE ${quoteObject(place)} (${columns.join(", ")}) PARTITION BY ${key}`;
}

function scratchPlace({ namespace }: Batch, name: string): ObjectName {
  return { schema: namespace, name };
}

function withKey(table: Table, { options: { partitionBy } }: Table): Table {
  return partitionBy === undefined ? table : { ...table, options: { ...table.options, partitionBy } };
}

function withBound(table: Table, read: Table): Table {
  if (table.partitionOf === undefined || read.partitionOf === undefined) return table;
  return { ...table, partitionOf: { ...table.partitionOf, bound: read.partitionOf.bound } };
}
