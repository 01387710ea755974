import type { Dialect } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { nameOf, sameName } from "../schema/names.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";
import type { Backup, KeptColumn } from "./backup-registry.ts";
import { makesPart, type RowPlace, rowPlace } from "./row-place.ts";

/** How the ops of a downgrade put back what the upgrade had dropped. */
export interface PutBack {
  /** The ops, with columns that may be NULL until their values are back. */
  readonly ops: readonly Op[];
  /** SQL that fills a table, to be run when it is made and before anything is done with it; by its place among the ops. */
  readonly rows: ReadonlyMap<number, readonly string[]>;
  /** SQL that fills columns, and partitioned tables, to be run behind all of the ops. */
  readonly values: readonly string[];
  /** What comes last: the columns may not be NULL any more. */
  readonly then: readonly Op[];
  readonly restored: readonly Backup[];
}

/** Returns how the ops put back what the backups have of the tables and columns that they make, on the schema before them. */
export function putBack(ops: readonly Op[], before: Schema, backups: readonly Backup[], dialect: Dialect): PutBack {
  const areParts = ops.some(makesPart);
  let schema = before;
  const restored: Backup[] = [];
  const rows = new Map<number, readonly string[]>();
  const values: string[] = [];
  const then: Op[] = [];
  const relaxed = ops.map((op, i): Op => {
    if (areParts) schema = dialect.resolve([op], schema).after;
    if (op.kind === "createTable") {
      const backup = backups.findLast(({ kind, table }) => kind === "table" && sameName(table, op.table));
      if (backup !== undefined) {
        restored.push(backup);
        const filling = rowsSql(backup, rowPlace(op.table, schema), dialect);
        // The rows of a partitioned table need its partitions.
        if (op.table.options.partitionBy === undefined) rows.set(i, filling);
        else values.push(...filling);
      }
      return op;
    }
    if (op.kind !== "addColumn" || op.column.generated !== undefined) return op;
    const table = nameOf({ ...op, name: op.table });
    const backup = backups.findLast(
      ({ kind, table: of, columns, key }) =>
        kind === "columns" &&
        sameName(of, table) &&
        key.length > 0 &&
        columns.some(({ name }) => name === op.column.name),
    );
    if (backup === undefined) return op;
    if (!restored.includes(backup)) restored.push(backup);
    values.push(valuesSql(backup, table, [op.column], dialect));
    const { nullable, default: byDefault, autoincrement, identity } = op.column;
    if (nullable || byDefault !== undefined || autoincrement === true || identity !== undefined) return op;
    then.push({ kind: "alterColumn", ...onTable(op), column: op.column.name, changes: { nullable: false } });
    const { notNull: _, ...column } = op.column;
    return { ...op, column: { ...column, nullable: true } };
  });
  return { ops: relaxed, rows, values, then, restored };
}

function onTable({ table, schema }: { readonly table: string; readonly schema?: string }) {
  return { table, ...(schema === undefined ? {} : { schema }) };
}

/** SQL that fills a table with the rows of a backup; rows that are there under the same key stay as they are. */
export function rowsSql(backup: Backup, { table, above }: RowPlace, dialect: Dialect): readonly string[] {
  const own = new Map(table.columns.map((column) => [column.name, column]));
  const columns = backup.columns.filter(({ name }) => own.has(name) && own.get(name)?.generated === undefined);
  const list = columns.map(({ name }) => dialect.quoteName(name)).join(", ");
  const given = columns.map((column) => restoredExpression(column, own.get(column.name), dialect)).join(", ");
  const { into = "", after } = dialect.rowsBack ?? {};
  const target = dialect.quoteObject(table);
  const missing =
    backup.key.length === 0 ? "" : ` WHERE NOT EXISTS (SELECT 1 FROM ${target} t WHERE ${sameKey(backup, dialect)})`;
  return [
    `INSERT INTO ${target} (${list})${into} SELECT ${given} FROM ${dialect.quoteObject(backup.side)} b${missing}`,
    ...[table, ...above].flatMap((each) => after?.(each) ?? []),
  ];
}

/** SQL that gives columns of a table their values of a backup back, in the rows that have the same key. */
export function valuesSql(
  backup: Backup,
  table: Pick<Table, "name" | "schema">,
  columns: readonly Column[],
  dialect: Dialect,
): string {
  const target = dialect.quoteObject(table);
  const from = `FROM ${dialect.quoteObject(backup.side)} b WHERE ${sameKey(backup, dialect, target)}`;
  const set = columns.map((column) => {
    const kept = backup.columns.find(({ name }) => name === column.name) ?? { name: column.name };
    return `${dialect.quoteName(column.name)} = (SELECT ${restoredExpression(kept, column, dialect)} ${from})`;
  });
  return `UPDATE ${target} SET ${set.join(", ")} WHERE EXISTS (SELECT 1 ${from})`;
}

function sameKey({ key }: Backup, dialect: Dialect, alias = "t"): string {
  return key
    .map(({ name, isText }) => {
      const quoted = dialect.quoteName(name);
      const theirs =
        isText === true ? `CAST(${alias}.${quoted} AS ${dialect.writeType({ kind: "text" })})` : `${alias}.${quoted}`;
      return `b.${quoted} = ${theirs}`;
    })
    .join(" AND ");
}

function restoredExpression({ name, isText }: KeptColumn, column: Column | undefined, dialect: Dialect): string {
  const quoted = `b.${dialect.quoteName(name)}`;
  return isText === true && column !== undefined ? `CAST(${quoted} AS ${dialect.writeType(column.type)})` : quoted;
}
