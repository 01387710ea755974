import type { Op, OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import type { ChangeKind } from "./emit-change.ts";
import { applyWhole } from "./implied-index.ts";
import { isCovered, unkeyedCounter } from "./key-cover.ts";

/** Neighbouring changes of one table that are one statement. */
export interface Segment {
  /** Not empty. */
  readonly ops: readonly OpOf<ChangeKind>[];
  readonly after: Schema;
}

/** The first changes of these ops, up to the first table that the server takes; undefined where the first op is no part of an ALTER TABLE. */
export function segmentAt(ops: readonly Op[], before: Schema): Segment | undefined {
  const run = runAt(ops);
  const first = tableOf(run[0], before);
  let after = before;
  for (const [i, op] of run.entries()) {
    after = applyWhole(after, op, ops.slice(i + 1));
    const isOpen = first !== undefined && isBetween(first, tableOf(op, after), run.slice(i + 1));
    const isJoined = run[i + 1]?.joined === true;
    if ((!isOpen && !isJoined) || i === run.length - 1) return { ops: run.slice(0, i + 1), after };
  }
  return undefined;
}

/** The table that a change is about. */
export function tableOf(op: OpOf<ChangeKind> | undefined, schema: Schema): Table | undefined {
  return op === undefined ? undefined : findTable(schema, { name: op.table });
}

/** The neighbouring changes of one table with which the ops begin. */
function runAt(ops: readonly Op[]): readonly OpOf<ChangeKind>[] {
  const run: OpOf<ChangeKind>[] = [];
  for (const op of ops) {
    if (!isChange(op) || (run[0] !== undefined && op.table !== run[0].table)) break;
    run.push(op);
  }
  return run;
}

const CHANGES: { readonly [K in ChangeKind]: true } = {
  ...{ addColumn: true, dropColumn: true, alterColumn: true, dropConstraint: true, createIndex: true, dropIndex: true },
  ...{ createPrimaryKey: true, createUnique: true, createCheck: true, createForeignKey: true },
};

function isChange(op: Op | undefined): op is OpOf<ChangeKind> {
  return op !== undefined && op.kind in CHANGES;
}

/** True for a table that no server takes, or that is only on the way to another key of the rows. */
function isBetween(first: Table, table: Table | undefined, later: readonly Op[]): boolean {
  if (table === undefined) return false;
  if (unkeyedCounter(table) !== undefined) return true;
  if (first.primaryKey !== undefined && table.primaryKey === undefined) {
    if (later.some(({ kind }) => kind === "createPrimaryKey")) return true;
  }
  const makesKey = later.some(
    ({ kind }) => kind === "createIndex" || kind === "createUnique" || kind === "createPrimaryKey",
  );
  return (
    makesKey &&
    first.foreignKeys.some((key) => isCovered(key, first) && table.foreignKeys.includes(key) && !isCovered(key, table))
  );
}
