import { stableJson } from "../../base/hash.ts";
import { applyOp } from "../../ops/behaviours.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { Server, Statement } from "../contract.ts";
import { fail } from "../errors.ts";
import type { Draft } from "./draft.ts";
import { type DirectKind, emit, emitIndex, type IndexKind, type TableChangeKind } from "./emit.ts";
import { nativeAlter } from "./native-alter.ts";
import { rebuildTable } from "./rebuild.ts";
import { refuseLoose, refuseUnsupported } from "./refuse.ts";
import { renameInTexts } from "./rename-text.ts";

/** Statements that carry out the ops, in order; neighbouring changes of one table that need its rebuild share one. */
export function plan(ops: readonly Op[], before: Schema, server: Server): readonly Statement[] {
  const statements: Statement[] = [];
  let state = before;
  for (const group of groupsOf(ops.map(withoutMain))) {
    const planned = planGroup(group, state, server);
    statements.push(...planned.statements);
    state = planned.after;
  }
  return statements;
}

interface Planned {
  readonly statements: readonly Statement[];
  readonly after: Schema;
}

type TableChange = OpOf<TableChangeKind>;

const tableChanges: { readonly [K in TableChangeKind]: true } = {
  ...{ addColumn: true, dropColumn: true, alterColumn: true, dropConstraint: true },
  ...{ createPrimaryKey: true, createUnique: true, createCheck: true, createForeignKey: true, createExclusion: true },
  ...{ setTableOptions: true, setTableComment: true, createIndex: true, dropIndex: true, renameIndex: true },
};

function isTableChange(op: Op): op is TableChange {
  return op.kind in tableChanges;
}

function isIndexOp(op: Op): op is OpOf<IndexKind> {
  return op.kind === "createIndex" || op.kind === "dropIndex" || op.kind === "renameIndex";
}

/** Runs of neighbouring changes of one table; every other op stands alone. */
function groupsOf(ops: readonly Op[]): readonly (readonly Op[])[] {
  const groups: Op[][] = [];
  for (const op of ops) {
    const last = groups.at(-1);
    const first = last?.[0];
    if (last !== undefined && first !== undefined && joins(op, first)) last.push(op);
    else groups.push([op]);
  }
  return groups;
}

/** An expression for new values reads the values that the ops before it left, so it begins a run. */
function joins(op: Op, first: Op): boolean {
  if (!isTableChange(op) || !isTableChange(first)) return false;
  return op.table === first.table && !(op.kind === "alterColumn" && op.using !== undefined);
}

function planGroup(group: readonly Op[], before: Schema, server: Server): Planned {
  const changes = group.filter(isTableChange);
  return changes.length === group.length ? planChanges(changes, before, server) : planDirect(group, before);
}

function planDirect(ops: readonly Op[], before: Schema): Planned {
  const statements: Statement[] = [];
  let state = before;
  for (const op of ops) {
    refuseUnsupported(op);
    const after = applyOp(state, op);
    statements.push(...attach(emit(op as OpOf<DirectKind>, state), op));
    state = op.kind === "renameColumn" || op.kind === "renameTable" ? { ...after, ...renameInTexts(state, op) } : after;
  }
  return { statements, after: state };
}

interface Step {
  readonly op: TableChange;
  /** Absent when only a rebuild does it. */
  readonly native?: readonly Draft[];
  readonly before: Schema;
  readonly after: Schema;
}

/** One rebuild up to the last op that needs it, or would write each row once more; what follows is done without. */
function planChanges(ops: readonly TableChange[], before: Schema, server: Server): Planned {
  const steps: Step[] = [];
  for (const op of ops) steps.push(planStep(op, steps.at(-1)?.after ?? before, server));
  const isRebuilt = steps.some((step) => step.native === undefined);
  const last = steps.findLastIndex((step) => step.native === undefined || (isRebuilt && rewrites(step.native)));
  const together = steps.slice(0, last + 1);
  const after = steps.at(-1)?.after ?? before;
  const alone = steps.slice(last + 1).flatMap((step) => attach(step.native ?? [], step.op));
  return { statements: [...rebuildSteps(together, before), ...alone], after };
}

function rewrites(drafts: readonly Draft[]): boolean {
  return drafts.some(({ facts }) => facts.rewrites === true);
}

function planStep(op: TableChange, before: Schema, server: Server): Step {
  refuseUnsupported(op);
  const after = applyOp(before, op);
  const table = findTable(before, tableName(op));
  const changed = findTable(after, tableName(op));
  if (table === undefined || changed === undefined) return { op, native: [], before, after };
  // The name of a unique constraint stands in the definition of its table.
  if (op.kind === "renameIndex" && !table.indexes.some(({ name }) => name === op.index)) return { op, before, after };
  if (isIndexOp(op)) return { op, native: emitIndex(op, table), before, after };
  const writes = op.kind === "alterColumn" && op.using !== undefined;
  if (!writes && stableJson(table) === stableJson(changed)) return { op, native: [], before, after };
  refuseVirtual(op, table, changed);
  const native = nativeAlter(op, table, before, server);
  return native === undefined ? { op, before, after } : { op, native, before, after };
}

function refuseVirtual(op: TableChange, table: Table, changed: Table): void {
  if (table.options.virtual === undefined && changed.options.virtual === undefined) return;
  throw fail("DIALECT_UNSUPPORTED", `${op.kind}, table "${table.name}": SQLite can't alter a virtual table.`, {
    hint: "Drop the virtual table and create it anew.",
    details: { op: op.kind, table: table.name },
  });
}

/** The statements name the first op that needs the rebuild; the one that loses data names the first op that does. */
function rebuildSteps(steps: readonly Step[], before: Schema): readonly Statement[] {
  const needs = steps.find((step) => step.native === undefined);
  const last = steps.at(-1);
  if (needs === undefined || last === undefined) return [];
  const from = findTable(before, tableName(needs.op));
  const to = findTable(last.after, tableName(needs.op));
  if (from === undefined || to === undefined) return [];
  const ops = steps.map((step) => step.op);
  for (const op of ops) refuseLoose(op, to);
  const loser = ops.find((op) => op.kind === "dropColumn") ?? needs.op;
  return rebuildTable({ from, to, ops, before }).map((draft) => ({
    ...draft,
    op: draft.facts.loses === undefined ? needs.op : loser,
  }));
}

function attach(drafts: readonly Draft[], op: Op): readonly Statement[] {
  return drafts.map((draft) => ({ ...draft, op }));
}

function tableName(op: TableChange): ObjectName {
  return { name: op.table };
}

/** The op with SQLite's own name of the default namespace left out. */
function withoutMain(op: Op): Op {
  const named = dropMain(op);
  if (named.kind === "createTable") return { ...named, table: mainTable(named.table) };
  if (named.kind === "createView") return { ...named, view: dropMain(named.view) };
  if (named.kind === "createTrigger") return { ...named, trigger: dropMain(named.trigger) };
  if (named.kind === "createForeignKey") {
    const { foreignKey } = named;
    return { ...named, foreignKey: { ...foreignKey, references: dropMain(foreignKey.references) } };
  }
  return named;
}

function mainTable(table: Table): Table {
  const foreignKeys = table.foreignKeys.map((key) => ({ ...key, references: dropMain(key.references) }));
  return { ...dropMain(table), foreignKeys };
}

function dropMain<T extends object>(record: T): T {
  if (!("schema" in record) || record.schema !== "main") return record;
  const { schema: _, ...others } = record;
  return others as T;
}
