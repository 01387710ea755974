import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import { sameData } from "../base/same-data.ts";
import type { CopiedRows, Dialect, Server } from "../dialects/contract.ts";
import { tableNameOf } from "../ops/edit.ts";
import type { Op, OpOf } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { allColumns, descendantsOf } from "../schema/inheritance.ts";
import { findTable, nameKey, sameName } from "../schema/names.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";

/** What ops would take away of a table's rows. */
export interface Loss {
  /** The table as it is before the ops, with all of its columns. */
  readonly table: Table;
  /** `values`: the columns stay, and hold less, or may be there under other names. */
  readonly kind: "table" | "columns" | "values";
  /** Without the rows of tables that inherit from it, which are losses of their own. */
  readonly isAlone?: true;
  /** The columns that go or change, or of a table all; those that are computed lose nothing. */
  readonly columns: readonly Column[];
  /** Its columns that go while the table stays: no row is found by them any more. */
  readonly gone: readonly Column[];
}

/** A table on its way through the ops: what it was, and what its columns were; undefined is new. */
interface Traced {
  readonly table: Table;
  readonly columns: Map<string, Column | undefined>;
  readonly lost: Column[];
  readonly narrowed: Column[];
  isDropped: boolean;
}

/** Where all tables are, by `nameKey`. */
interface Trace {
  readonly now: Map<string, Traced>;
  /** Tables that were dropped, by the names that they had then. */
  readonly dropped: Map<string, Traced>;
  /** Tables that the ops make. */
  readonly made: Map<string, Table>;
  readonly copies: readonly CopiedRows[];
  readonly narrowing: Narrowing;
}

/** What makes types narrower, so that the server may cut or round values without an error. */
export interface Narrowing {
  /** Whether one of the ops does. */
  readonly byOp: (op: Op) => boolean;
  /** Whether another table does that takes in the values of a column, under the names before the ops. */
  readonly byCopy: (table: Table, column: Column, into: Column) => boolean;
}

const NOTHING_NARROWS: Narrowing = { byOp: () => false, byCopy: () => false };

/**
 * Returns what the ops drop, or make narrower, that was there before them, in the names that it has before them; `copies` are those by which
 * tables that are made anew get their rows.
 */
export function lossesOf(
  ops: readonly Op[],
  before: Schema,
  narrowing: Narrowing = NOTHING_NARROWS,
  copies: readonly CopiedRows[] = [],
): readonly Loss[] {
  const trace: Trace = { now: new Map(), dropped: new Map(), made: new Map(), copies, narrowing };
  for (const table of before.tables) {
    const columns = allColumns(table, before);
    const traced = { table: { ...table, columns }, lost: [], narrowed: [], isDropped: false };
    trace.now.set(nameKey(table), { ...traced, columns: new Map(columns.map((column) => [column.name, column])) });
  }
  const all = [...trace.now.values()];
  for (const op of ops) {
    if (op.kind === "createTable") {
      trace.now.delete(nameKey(op.table));
      trace.made.set(nameKey(op.table), op.table);
    }
    if (!("table" in op) || typeof op.table !== "string") continue;
    const key = nameKey({ ...op, name: op.table });
    const traced = trace.now.get(key);
    if (traced !== undefined) follow(op, traced, trace, key);
    else if (op.kind === "renameTable") replace(trace, key, nameKey({ ...op, name: op.to }));
    if (traced !== undefined && op.kind === "alterColumn" && narrowing.byOp(op)) narrow(traced, op.column);
  }
  return all.flatMap((traced) => {
    if (traced.isDropped) return lossOfTable(traced, all, before);
    const narrowed = traced.narrowed.filter((column) => !traced.lost.includes(column));
    return [...lossOf(traced, "columns", traced.lost), ...lossOf(traced, "values", narrowed)];
  });
}

/** A table goes with the rows of those below it, unless ops of their own drop these before; a partitioned one has none itself. */
function lossOfTable(traced: Traced, all: readonly Traced[], before: Schema): readonly Loss[] {
  const { table } = traced;
  const below = descendantsOf(table, before);
  const loss = lossOf(traced, "table", table.columns);
  const areDropped = below.every((each) => all.some((one) => one.isDropped && sameName(one.table, each)));
  if (below.length === 0 || !areDropped) return loss;
  return table.options.partitionBy === undefined ? loss.map((each) => ({ ...each, isAlone: true as const })) : [];
}

function lossOf({ table, lost, isDropped }: Traced, kind: Loss["kind"], whole: readonly Column[]): readonly Loss[] {
  const columns = whole.filter(({ generated }) => generated === undefined);
  return columns.length === 0 ? [] : [{ table, kind, columns, gone: isDropped ? [] : lost }];
}

function follow(op: Op, traced: Traced, { now, dropped }: Trace, key: string): void {
  if (op.kind === "dropTable") {
    traced.isDropped = true;
    now.delete(key);
    dropped.set(key, traced);
  }
  if (op.kind === "renameTable") {
    now.delete(key);
    now.set(nameKey({ ...op, name: op.to }), traced);
  }
  if (op.kind === "addColumn") traced.columns.set(op.column.name, undefined);
  if (op.kind === "renameColumn") {
    traced.columns.set(op.to, traced.columns.get(op.column));
    traced.columns.delete(op.column);
  }
  if (op.kind === "dropColumn") {
    const column = traced.columns.get(op.column);
    if (column !== undefined) traced.lost.push(column);
    traced.columns.delete(op.column);
  }
}

/**
 * A new table takes the place of one that was dropped, as where a table is made anew by hand: its rows have moved, without the columns that it
 * lacks, and with less in those that have a narrower type.
 */
function replace({ now, dropped, made, copies, narrowing }: Trace, from: string, to: string): void {
  const table = made.get(from);
  const traced = dropped.get(to);
  if (table === undefined || traced === undefined) return;
  traced.isDropped = false;
  const copy = copies.find((each) => each.into === table.name);
  // Where the new table has new columns, a column that it lacks may be one of these, under another name; how its rows were copied tells.
  const isNew = ({ name }: Column) => !traced.columns.has(name);
  const mayBe = (name: string) =>
    copy === undefined ? table.columns.some(isNew) : copy.values.some((value) => mentionsIdentifier(value, name));
  for (const [name, column] of [...traced.columns]) {
    const into = table.columns.find((each) => each.name === name);
    if (into !== undefined) {
      if (column !== undefined && narrowing.byCopy(traced.table, column, into)) narrow(traced, name);
      continue;
    }
    if (column !== undefined) (mayBe(name) ? traced.narrowed : traced.lost).push(column);
    traced.columns.delete(name);
  }
  dropped.delete(to);
  now.set(to, traced);
}

function narrow(traced: Traced, name: string): void {
  const column = traced.columns.get(name);
  if (column !== undefined && !traced.narrowed.includes(column)) traced.narrowed.push(column);
}

/** What stands behind FROM for the rows of a loss: of a column only what isn't NULL can be lost, unless it comes back with something else in its place. */
export function rowsLost({ table, kind, columns, isAlone }: Loss, dialect: Dialect): string {
  const from = `${isAlone === true ? (dialect.rowsBack?.only ?? "") : ""}${dialect.quoteObject(table)}`;
  if (kind === "table" || columns.some(({ default: byDefault }) => byDefault !== undefined)) return from;
  return `${from} WHERE ${columns.map(({ name }) => `${dialect.quoteName(name)} IS NOT NULL`).join(" OR ")}`;
}

/** Which of these ops make types narrower, and which copies would. Pure. */
export function narrowingIn(ops: readonly Op[], before: Schema, dialect: Dialect, server: Server): Narrowing {
  const found = new Set<Op>();
  let schema = before;
  for (const op of ops) {
    try {
      if (op.kind === "alterColumn" && op.changes.type !== undefined && mayNarrow(op, schema, dialect, server)) {
        found.add(op);
      }
      schema = dialect.resolve([op], schema).after;
    } catch (error) {
      // The plan of the revision itself tells what is wrong.
      if (!isLimbeckError(error)) throw error;
    }
  }
  return {
    byOp: (op) => found.has(op),
    byCopy: ({ name, schema: namespace }, { name: column, type }, into) => {
      if (sameData(type, into.type)) return false;
      const op: OpOf<"alterColumn"> = {
        kind: "alterColumn",
        table: name,
        ...given({ schema: namespace }),
        column,
        changes: { type: into.type },
      };
      return mayNarrow(op, before, dialect, server);
    },
  };
}

/** True also where the op can't be planned without those around it, with which the server does it in one statement. */
function mayNarrow(op: OpOf<"alterColumn">, schema: Schema, dialect: Dialect, server: Server): boolean {
  const { type } = op.changes;
  const column = findTable(schema, tableNameOf(op))?.columns.find(({ name }) => name === op.column);
  if (type !== undefined && column !== undefined && dialect.convertsValues?.(column.type, type) === true) return true;
  try {
    return dialect.plan([op], schema, server).some(({ facts }) => facts.loses !== undefined);
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_UNSUPPORTED")) return true;
    throw error;
  }
}
