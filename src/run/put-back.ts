import { given } from "../base/given.ts";
import type { Dialect } from "../dialects/contract.ts";
import { onTable, tableNameOf } from "../ops/edit.ts";
import type { Op, OpOf } from "../ops/op.ts";
import { belongsTo } from "../ops/owned-parts.ts";
import { nameOf, sameName } from "../schema/names.ts";
import type { Column, ObjectName, Schema, Table } from "../schema/schema.ts";
import type { Backup, KeptColumn } from "./backup-registry.ts";
import { makesPart, type RowPlace, rowPlace } from "./row-place.ts";

/** Ops of a downgrade, and SQL that puts back what they have made place for, before anything else is done with it. */
export interface RestoringPart {
  readonly ops: readonly Op[];
  readonly sql: readonly string[];
}

/** How the ops of a downgrade put back what the upgrade had dropped. */
export interface PutBack {
  /** The ops in their order, with columns that take their values before they are as strict as they were. */
  readonly parts: readonly RestoringPart[];
  readonly restored: readonly Backup[];
}

/** Columns of one table, one behind the other, whose values are in one backup. */
interface Refill {
  readonly backup: Backup;
  readonly columns: Column[];
  /** What is strict again once they are filled. */
  readonly strict: Op[];
}

/** Returns how the ops put back what the backups have of the tables and columns that they make, on the schema before them. */
export function putBack(ops: readonly Op[], before: Schema, backups: readonly Backup[], dialect: Dialect): PutBack {
  const areParts = ops.some(makesPart);
  let schema = before;
  const restored = new Set<Backup>();
  const parts: RestoringPart[] = [];
  const late: { readonly sql: string[]; readonly strict: Op[] } = { sql: [], strict: [] };
  let plain: Op[] = [];
  let refill: Refill | undefined;
  const close = (sql: readonly string[]): void => {
    parts.push({ ops: plain, sql });
    plain = [];
  };
  const refilled = (next: number): void => {
    if (refill === undefined) return;
    const { backup, columns, strict } = refill;
    refill = undefined;
    const sql = valuesSql(backup, backup.table, columns, dialect);
    if (ops.slice(next).some((op) => movesKey(op, backup))) {
      late.sql.push(...sql);
      late.strict.push(...strict);
    } else {
      close(sql);
      plain.push(...strict);
    }
  };
  for (const [i, op] of ops.entries()) {
    if (areParts) schema = dialect.resolve([op], schema).after;
    const backup = backups.findLast((each) => isOf(each, op));
    if (refill !== undefined && refill.backup !== backup) refilled(i);
    if (backup !== undefined) restored.add(backup);
    if (backup === undefined) {
      plain.push(op);
    } else if (op.kind === "createTable") {
      plain.push(op);
      const sql = rowsSql(backup, rowPlace(op.table, schema), dialect);
      // The rows of a partitioned table need its partitions.
      if (op.table.options.partitionBy === undefined) close(sql);
      else late.sql.push(...sql);
    } else if (op.kind === "addColumn") {
      const { relaxed, strict } = relax(op);
      plain.push(relaxed);
      refill ??= { backup, columns: [], strict: [] };
      refill.columns.push(op.column);
      refill.strict.push(...strict);
    }
  }
  refilled(ops.length);
  close(late.sql);
  return { parts: [...parts, { ops: late.strict, sql: [] }], restored: [...restored] };
}

/** True for a backup of what the op makes: a table, or one of the columns of a table whose rows have a key. */
export function isOf({ kind, table, columns, key }: Backup, op: Op): boolean {
  if (op.kind === "createTable") return kind === "table" && sameName(table, op.table);
  if (op.kind !== "addColumn" || op.column.generated !== undefined) return false;
  const isThere = kind === "columns" && key.length > 0 && sameName(table, tableNameOf(op));
  return isThere && columns.some(({ name }) => name === op.column.name);
}

/** True for an op behind which alone the key of a table is what it was when the backup was made. */
export function movesKey(op: Op, { table, key }: Backup): boolean {
  if (op.kind !== "renameColumn" && op.kind !== "alterColumn") return false;
  if (!sameName(tableNameOf(op), table)) return false;
  if (op.kind === "alterColumn") return op.changes.type !== undefined && key.some(({ name }) => name === op.column);
  return key.some(({ name }) => name === op.column || name === op.to);
}

/** A column as it takes values that are put back, and what makes it as strict as it was. */
function relax(op: OpOf<"addColumn">): { readonly relaxed: OpOf<"addColumn">; readonly strict: readonly Op[] } {
  const { notNull, ...column } = op.column;
  const { nullable, default: byDefault, autoincrement, identity } = column;
  if (nullable || byDefault !== undefined || autoincrement === true || identity !== undefined) {
    return { relaxed: op, strict: [] };
  }
  const changes = { nullable: false, ...given({ notNull }) };
  const strict: Op = { kind: "alterColumn", ...onTable(tableNameOf(op)), column: column.name, changes };
  return { relaxed: { ...op, column: { ...column, nullable: true } }, strict: [strict] };
}

/** What puts rows back into these tables, out of reach of the rules that they have by then. */
export function withoutRules(
  sql: readonly string[],
  tables: readonly ObjectName[],
  { rules, dialect }: { readonly rules: Schema["rules"]; readonly dialect: Dialect },
): readonly string[] {
  const own = rules.filter((rule) => tables.some((table) => belongsTo(rule, table)));
  if (sql.length === 0 || own.length === 0) return sql;
  return dialect.rowsBack?.withoutRules?.(own, sql) ?? sql;
}

/** What the rows of a backup are called beside those of its table, which may have any name. */
const KEPT = "limbeck_kept";

/** SQL that fills a table with the rows of a backup; rows that are there under the same key stay as they are. */
export function rowsSql(backup: Backup, { table, above }: RowPlace, dialect: Dialect): readonly string[] {
  const own = new Map(table.columns.map((column) => [column.name, column]));
  const columns = backup.columns.filter(({ name }) => own.has(name) && own.get(name)?.generated === undefined);
  const list = columns.map(({ name }) => dialect.quoteName(name)).join(", ");
  const values = columns.map((column) => restoredExpression(column, own.get(column.name), dialect)).join(", ");
  const { into = "", inserted } = dialect.rowsBack ?? {};
  const target = dialect.quoteObject(table);
  const missing =
    backup.key.length === 0 ? [] : [`NOT EXISTS (SELECT 1 FROM ${target} t WHERE ${sameKey(backup, dialect)})`];
  const sql = (only: readonly string[]): string => {
    const where = [...missing, ...only];
    const rows = `${dialect.quoteObject(backup.side)} ${KEPT}${where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`}`;
    return `INSERT INTO ${target} (${list})${into} SELECT ${values} FROM ${rows}`;
  };
  return inserted?.([table, ...above], { sql, rows: KEPT }) ?? [sql([])];
}

/** SQL that gives columns of a table their values of a backup back, in the rows that have the same key. */
export function valuesSql(
  backup: Backup,
  table: Pick<Table, "name" | "schema">,
  columns: readonly Column[],
  dialect: Dialect,
): readonly string[] {
  const target = dialect.quoteObject(table);
  const from = `FROM ${dialect.quoteObject(backup.side)} ${KEPT} WHERE ${sameKey(backup, dialect, target)}`;
  const set = columns.map((column) => {
    const kept = backup.columns.find(({ name }) => name === column.name) ?? { name: column.name };
    return `${dialect.quoteName(column.name)} = (SELECT ${restoredExpression(kept, column, dialect)} ${from})`;
  });
  const update = `UPDATE ${target} SET ${set.join(", ")} WHERE EXISTS (SELECT 1 ${from})`;
  return dialect.rowsBack?.updated({ ...nameOf(table), columns }, update) ?? [update];
}

/** The value that a row of the table had in a column, as an expression; `otherwise` for a row that isn't in the backup. */
export function keptValue(
  backup: Backup,
  table: ObjectName,
  { column, otherwise }: { readonly column: Column; readonly otherwise: string },
  dialect: Dialect,
): string {
  const from = `FROM ${dialect.quoteObject(backup.side)} ${KEPT} WHERE ${sameKey(backup, dialect, dialect.quoteObject(table))}`;
  const kept = backup.columns.find(({ name }) => name === column.name) ?? { name: column.name };
  return `CASE WHEN EXISTS (SELECT 1 ${from}) THEN (SELECT ${restoredExpression(kept, column, dialect)} ${from}) ELSE ${otherwise} END`;
}

function sameKey({ key }: Backup, dialect: Dialect, alias = "t"): string {
  return key
    .map(({ name, isText }) => {
      const quoted = dialect.quoteName(name);
      const theirs =
        isText === true ? `CAST(${alias}.${quoted} AS ${dialect.writeType({ kind: "text" })})` : `${alias}.${quoted}`;
      return `${KEPT}.${quoted} = ${theirs}`;
    })
    .join(" AND ");
}

function restoredExpression({ name, isText }: KeptColumn, column: Column | undefined, dialect: Dialect): string {
  const quoted = `${KEPT}.${dialect.quoteName(name)}`;
  return isText === true && column !== undefined ? `CAST(${quoted} AS ${dialect.writeType(column.type)})` : quoted;
}
