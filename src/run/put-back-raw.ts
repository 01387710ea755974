import { isLimbeckError } from "../base/error.ts";
import type { CopiedRows } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { findTable, sameName } from "../schema/names.ts";
import type { Column, Schema } from "../schema/schema.ts";
import { readStatement } from "./backup.ts";
import type { Backup } from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { isOf, keptValue, movesKey, putBack, withoutRules } from "./put-back.ts";

/** A statement of raw SQL, and what is carried out in its place: itself, or much the same, and what puts rows back behind it. */
export interface RestoringStatement {
  readonly sql: string;
  /** At least one. */
  readonly instead: readonly [string, ...string[]];
}

/** How the raw SQL of a downgrade puts back what the upgrade had dropped. */
export interface RawPutBack {
  readonly statements: readonly RestoringStatement[];
  /** What rows or values are taken from, and what of that is back wholly behind the last statement. */
  readonly used: readonly Backup[];
  readonly restored: readonly Backup[];
  /** The schema behind them, as far as their texts tell. */
  readonly after: Schema;
}

interface ReadOne {
  readonly sql: string;
  /** Empty too where ops don't say what it does. */
  readonly ops: readonly Op[];
  readonly before: Schema;
}

/**
 * Returns how statements put back what the backups have of the tables and columns that they make, as far as their texts tell, each as soon as
 * there is a place for it: before its constraints and indexes come. `before` is the schema that they find.
 */
export function rawPutBack(
  texts: readonly string[],
  before: Schema,
  backups: readonly Backup[],
  books: Books,
): RawPutBack {
  let schema = before;
  const all = texts.map((sql): ReadOne => {
    const one = { sql, ops: readStatement(sql, books, schema) ?? [], before: schema };
    schema = schemaAfter(one.ops, schema, books);
    return one;
  });
  const filled = new Map<Backup, Set<string>>();
  const lastMove = new Map(
    backups.map((backup) => [backup, all.findLastIndex(({ ops }) => ops.some((op) => movesKey(op, backup)))]),
  );
  const statements = all.map((one, i): RestoringStatement => {
    const usable = backups.filter((backup) => (lastMove.get(backup) ?? -1) <= i);
    const copy = copyIn(one, all.slice(i + 1), books);
    const made = copy === undefined ? filledByOps(one, usable, books) : filledByCopy(one, copy, usable, books);
    for (const [backup, columns] of made?.filled ?? []) {
      const known = filled.get(backup) ?? new Set();
      for (const name of columns) known.add(name);
      filled.set(backup, known);
    }
    return { sql: one.sql, instead: made?.instead ?? [one.sql] };
  });
  for (const [i, { sql, instead }] of statements.entries()) {
    if (instead[0] !== sql) passChecks(statements, i, books.dialect);
  }
  const restored = backups.filter((backup) => backup.columns.every(({ name }) => filled.get(backup)?.has(name)));
  return { statements, used: [...filled.keys()], restored, after: schema };
}

/** What is filled before it is strict needs no table without rows. */
function passChecks(statements: RestoringStatement[], next: number, { rowsBack }: Books["dialect"]): void {
  const earlier = statements.slice(0, next).map(({ sql }) => sql);
  for (const [i, passed] of (rowsBack?.withoutCheck?.(earlier) ?? []).entries()) {
    const sql = earlier[i];
    if (sql !== undefined && passed !== sql) statements[i] = { sql, instead: [passed] };
  }
}

interface Filled {
  readonly instead: readonly [string, ...string[]];
  readonly filled: readonly (readonly [Backup, readonly string[]])[];
}

/** What makes tables and columns is followed by what fills them. */
function filledByOps({ sql, ops, before }: ReadOne, backups: readonly Backup[], books: Books): Filled | undefined {
  const { dialect, connection } = books;
  const usable = backups.filter((backup) => ops.some((op) => isOf(backup, op) && holds(op, backup)));
  if (usable.length === 0) return undefined;
  const { parts, restored } = putBack(ops, before, usable, dialect);
  const after = schemaAfter(ops, before, books);
  const tables = restored.map(({ table }) => table);
  const fills = (texts: readonly string[]) => withoutRules(texts, tables, { rules: after.rules, dialect });
  const filled = restored.map((backup) => [backup, ops.flatMap((op) => columnsOf(op, backup))] as const);
  const isAsWritten = parts.flatMap((part) => part.ops).every((op) => ops.includes(op));
  if (isAsWritten) return { instead: [sql, ...fills(parts.flatMap((part) => part.sql))], filled };
  let from = before;
  const instead = parts.flatMap((part) => {
    const planned = dialect.plan(part.ops, from, connection.server).filter(({ check }) => check === undefined);
    from = schemaAfter(part.ops, from, books);
    return [...planned.map((statement) => statement.sql), ...fills(part.sql)];
  });
  const [first = sql, ...rest] = instead;
  return { instead: [first, ...rest], filled };
}

/** True where the rows of a table find all of their columns in it, and none of its partitions has to be there first. */
function holds(op: Op, { kind, columns }: Backup): boolean {
  if (op.kind !== "createTable" || kind !== "table") return true;
  const { table } = op;
  return (
    table.options.partitionBy === undefined &&
    columns.every(({ name }) => table.columns.some((column) => column.name === name))
  );
}

function columnsOf(op: Op, backup: Backup): readonly string[] {
  if (!isOf(backup, op)) return [];
  return op.kind === "addColumn" ? [op.column.name] : backup.columns.map(({ name }) => name);
}

/** The copy that a statement is, where its new table takes the name of the old one later. */
function copyIn({ sql, ops }: ReadOne, later: readonly ReadOne[], { dialect }: Books): CopiedRows | undefined {
  const copy = ops.length === 0 ? dialect.readCopy?.(sql) : undefined;
  if (copy === undefined) return undefined;
  const isRename = (op: Op) => op.kind === "renameTable" && op.table === copy.into && op.to === copy.from;
  return later.some((each) => each.ops.some(isRename)) ? copy : undefined;
}

/** A table that is made anew gets the values with its rows. */
function filledByCopy(
  { before }: ReadOne,
  copy: CopiedRows,
  backups: readonly Backup[],
  { dialect }: Books,
): Filled | undefined {
  const { verb, into, columns, values, from } = copy;
  const [old, made] = [findTable(before, { name: from }), findTable(before, { name: into })];
  const backup = backups.findLast(({ kind, table, key }) => {
    const hasKey = key.length > 0 && key.every(({ name }) => old?.columns.some((column) => column.name === name));
    return kind === "columns" && hasKey && sameName(table, { name: from });
  });
  if (old === undefined || made === undefined || backup === undefined) return undefined;
  const isNew = ({ name, generated }: Column) =>
    generated === undefined &&
    backup.columns.some((column) => column.name === name) &&
    !old.columns.some((column) => column.name === name);
  const back = made.columns.filter(isNew);
  if (back.length === 0) return undefined;
  const list = new Map(columns.map((name, i) => [name, values[i] ?? "NULL"]));
  for (const column of back) {
    const { default: byDefault } = column;
    const otherwise = list.get(column.name) ?? (byDefault === undefined ? "NULL" : dialect.literal(byDefault));
    list.set(column.name, keptValue(backup, old, { column, otherwise }, dialect));
  }
  const names = [...list.keys()].map((name) => dialect.quoteName(name)).join(", ");
  const [target, source] = [into, from].map((name) => dialect.quoteName(name));
  return {
    instead: [`${verb} ${target} (${names}) SELECT ${[...list.values()].join(", ")} FROM ${source}`],
    filled: [[backup, back.map(({ name }) => name)]],
  };
}

/** As it was where the ops don't fit: their text is the server's to judge. */
function schemaAfter(ops: readonly Op[], before: Schema, { dialect }: Books): Schema {
  try {
    return dialect.resolve(ops, before).after;
  } catch (error) {
    if (isLimbeckError(error)) return before;
    throw error;
  }
}
