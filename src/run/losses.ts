import type { Op } from "../ops/op.ts";
import { allColumns } from "../schema/inheritance.ts";
import { nameKey } from "../schema/names.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";

/** What ops would take away of a table's rows. */
export interface Loss {
  /** The table as it is before the ops, with all of its columns. */
  readonly table: Table;
  readonly kind: "table" | "columns";
  /** The columns that go, or of a table all; those that are computed lose nothing. */
  readonly columns: readonly Column[];
}

/** A table on its way through the ops: what it was, and what its columns were; undefined is new. */
interface Traced {
  readonly table: Table;
  readonly columns: Map<string, Column | undefined>;
  readonly lost: Column[];
  isDropped: boolean;
}

/** Returns what the ops drop that was there before them, in the names that it has before them. */
export function lossesOf(ops: readonly Op[], before: Schema): readonly Loss[] {
  const now = new Map<string, Traced>();
  for (const table of before.tables) {
    const columns = allColumns(table, before);
    const traced = { table: { ...table, columns }, lost: [], isDropped: false };
    now.set(nameKey(table), { ...traced, columns: new Map(columns.map((column) => [column.name, column])) });
  }
  const all = [...now.values()];
  for (const op of ops) {
    if (op.kind === "createTable") now.delete(nameKey(op.table));
    if (!("table" in op) || typeof op.table !== "string") continue;
    const key = nameKey({ ...op, name: op.table });
    const traced = now.get(key);
    if (traced !== undefined) follow(op, traced, now, key);
  }
  return all.flatMap(({ table, lost, isDropped }): readonly Loss[] => {
    const whole = isDropped ? table.columns : lost;
    const columns = whole.filter(({ generated }) => generated === undefined);
    return columns.length === 0 ? [] : [{ table, kind: isDropped ? "table" : "columns", columns }];
  });
}

function follow(op: Op, traced: Traced, now: Map<string, Traced>, key: string): void {
  if (op.kind === "dropTable") {
    traced.isDropped = true;
    now.delete(key);
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
