import { applyOp } from "../../ops/behaviours.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import type { Server, Statement } from "../contract.ts";
import { type Alter, alterDraft } from "./alter.ts";
import { type DirectKind, emit } from "./emit.ts";
import { type ChangeKind, emitChange } from "./emit-change.ts";
import { isCovered, unkeyedCounter } from "./key-cover.ts";
import { refuseBlocking } from "./online.ts";
import { refuseUnkeyed, refuseUnsupported } from "./refuse.ts";
import { rowChecks } from "./row-checks.ts";
import { verdictOf } from "./verdict.ts";

/**
 * Statements that carry out the ops, in order, on a database that looks like `before`. Each change is a statement of its own, for the
 * server does all of an ALTER TABLE in the worst way that one part needs; neighbouring changes of a table share one where the server takes
 * no table between them, and where the key of the rows would be dropped to make another. Errors: DIALECT_UNSUPPORTED.
 */
export function plan(ops: readonly Op[], before: Schema, server: Server): readonly Statement[] {
  const statements: Statement[] = [];
  let state = before;
  for (let at = 0; at < ops.length; ) {
    const run = runAt(ops, at);
    for (const op of ops.slice(at, at + Math.max(run.length, 1))) refuseUnsupported(op, server);
    if (run.length > 0) {
      const segment = segmentOf(run, state);
      const planned = planSegment(segment, state, server, ops.slice(at));
      for (const { facts } of planned) refuseBlocking(segment.ops, facts);
      statements.push(...planned);
      state = segment.after;
      at += segment.ops.length;
      continue;
    }
    const op = ops[at] as OpOf<DirectKind>;
    statements.push(...emit(op, { before: state, server }).map((draft): Statement => ({ ...draft, op })));
    state = applyOp(state, op);
    at++;
  }
  return statements;
}

const CHANGES: { readonly [K in ChangeKind]: true } = {
  ...{ addColumn: true, dropColumn: true, alterColumn: true, dropConstraint: true, createIndex: true, dropIndex: true },
  ...{ createPrimaryKey: true, createUnique: true, createCheck: true, createForeignKey: true },
};

function isChange(op: Op | undefined): op is OpOf<ChangeKind> {
  return op !== undefined && op.kind in CHANGES;
}

/** The neighbouring changes of one table from this op on. */
function runAt(ops: readonly Op[], start: number): readonly OpOf<ChangeKind>[] {
  const run: OpOf<ChangeKind>[] = [];
  for (const op of ops.slice(start)) {
    if (!isChange(op) || (run[0] !== undefined && op.table !== run[0].table)) break;
    run.push(op);
  }
  return run;
}

interface Segment {
  readonly ops: readonly OpOf<ChangeKind>[];
  readonly after: Schema;
}

/** The first changes of a run, up to the first table that the server takes. */
function segmentOf(run: readonly OpOf<ChangeKind>[], before: Schema): Segment {
  const first = tableOf(run[0], before);
  let after = before;
  for (const [i, op] of run.entries()) {
    after = applyOp(after, op);
    const isOpen = first !== undefined && isBetween(first, tableOf(op, after), run.slice(i + 1));
    const isJoined = run[i + 1]?.joined === true;
    if ((!isOpen && !isJoined) || i === run.length - 1) return { ops: run.slice(0, i + 1), after };
  }
  return { ops: run, after };
}

function tableOf(op: OpOf<ChangeKind> | undefined, schema: Schema): Table | undefined {
  return op === undefined ? undefined : findTable(schema, { name: op.table });
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

function planSegment(
  { ops, after }: Segment,
  before: Schema,
  server: Server,
  coming: readonly Op[],
): readonly Statement[] {
  const [op] = ops;
  const final = tableOf(op, after);
  const table = tableOf(op, before);
  if (op === undefined || table === undefined || final === undefined) return [];
  refuseUnkeyed(op, final);
  const isDroppedLater = (index: string) =>
    coming.some((later) => later.kind === "dropIndex" && later.table === table.name && later.index === index);
  const parts: { readonly op: OpOf<ChangeKind>; readonly alters: readonly Alter[] }[] = [];
  let state = before;
  for (const each of ops) {
    const current = tableOf(each, state) ?? table;
    parts.push({
      op: each,
      alters: emitChange(each, { before: state, table: current, final, server, isDroppedLater }),
    });
    state = applyOp(state, each);
    // Its definition is written once, as it shall be in the end.
    if (each.kind === "addColumn" || each.kind === "alterColumn") state = withColumnOf(state, final, each);
  }
  const checks = rowChecks(table, final, ops).map((draft): Statement => ({ ...draft, op }));
  if (ops.length === 1) {
    const changes = parts.flatMap(({ alters }) =>
      alters.flatMap((part) => alterDraft(table, [part], server) ?? []).map((draft): Statement => ({ ...draft, op })),
    );
    return changes.length === 0 ? [] : [...checks, ...changes];
  }
  const draft = alterDraft(table, together(parts.flatMap(({ alters }) => alters)), server);
  const loser = parts.find(({ alters }) => alters.some(({ loses }) => loses !== undefined));
  return draft === undefined ? [] : [...checks, { ...draft, op: loser?.op ?? op }];
}

function withColumnOf(schema: Schema, final: Table, op: OpOf<"addColumn" | "alterColumn">): Schema {
  const name = op.kind === "addColumn" ? op.column.name : op.column;
  const column = final.columns.find((each) => each.name === name);
  if (column === undefined) return schema;
  const tables = schema.tables.map((table) =>
    table.name === op.table
      ? { ...table, columns: table.columns.map((each) => (each.name === name ? column : each)) }
      : table,
  );
  return { ...schema, tables };
}

/** A key of the rows that takes the place of another is less work than the two by themselves. */
function together(parts: readonly Alter[]): readonly Alter[] {
  const drops = parts.find(({ clauses }) => clauses.length === 1 && clauses[0] === "DROP PRIMARY KEY");
  const adds = parts.find(
    ({ clauses }) => clauses.length === 1 && /^ADD (?:CONSTRAINT .*)?PRIMARY KEY /.test(clauses[0] ?? ""),
  );
  if (drops === undefined || adds === undefined) return parts;
  const verdict = { ...verdictOf.replacePrimaryKey, isSure: adds.verdict.isSure };
  return parts.map((part) => (part === drops || part === adds ? { ...part, verdict } : part));
}
