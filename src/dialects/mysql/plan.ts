import { applyOp } from "../../ops/behaviours.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { emptySchema, type Schema, type Table } from "../../schema/schema.ts";
import type { Server, Statement } from "../contract.ts";
import { type Alter, alterDraft, type Scene } from "./alter.ts";
import { type DirectKind, emit } from "./emit.ts";
import { type ChangeKind, emitChange } from "./emit-change.ts";
import { applyWhole, withIndexesLeft } from "./implied-index.ts";
import { refuseBlocking } from "./online.ts";
import { rawStatements } from "./raw-statements.ts";
import { refuseUnkeyed, refuseUnsupported } from "./refuse.ts";
import { refuseUnsafeBeside } from "./refuse-change.ts";
import { resolve } from "./resolve.ts";
import { rowChecks } from "./row-checks.ts";
import { type Segment, segmentAt, tableOf } from "./segment.ts";
import { verdictOf } from "./verdict.ts";

/**
 * Statements that carry out the ops, in order, on a database that looks like `before`. Each change is a statement of its own, for the
 * server does all of an ALTER TABLE in the worst way that one part needs; neighbouring changes of a table share one where the server takes
 * no table between them, and where the key of the rows would be dropped to make another. Errors: DIALECT_UNSUPPORTED.
 */
export function plan(given: readonly Op[], before: Schema, server: Server): readonly Statement[] {
  const { ops } = resolve(given, before);
  const givenFor = new Map(ops.map((op, i) => [op, given[i] ?? op]));
  return planResolved(ops, before, server).map((each) => ({ ...each, op: givenFor.get(each.op) ?? each.op }));
}

function planResolved(ops: readonly Op[], before: Schema, server: Server): readonly Statement[] {
  const statements: Statement[] = [];
  let state = before;
  // The schema as raw SQL leaves it, for the raw SQL behind it; empty where that isn't known.
  let told = before;
  for (let at = 0; at < ops.length; ) {
    const segment = segmentAt(ops.slice(at), state);
    for (const op of segment?.ops ?? ops.slice(at, at + 1)) refuseUnsupported(op, server);
    if (segment !== undefined) {
      const initial = tableOf(segment.ops[0], before);
      const planned = planSegment(segment, state, { server, initial }, ops.slice(at));
      for (const { facts } of planned) refuseBlocking(segment.ops, facts);
      statements.push(...planned);
      const after = withIndexesLeft(segment.after, state, segment.ops[0]?.table);
      told = told === state ? after : emptySchema;
      state = after;
      at += segment.ops.length;
      continue;
    }
    const op = ops[at] as OpOf<DirectKind>;
    const isRaw = op.kind === "execute";
    statements.push(
      ...emit(op, { before: isRaw ? told : state, server }).map((draft): Statement => ({ ...draft, op })),
    );
    const after = applyOp(state, op);
    if (isRaw) told = rawStatements(op.sql, told, server).at(-1)?.after ?? told;
    else told = told === state ? after : emptySchema;
    state = after;
    at++;
  }
  return statements;
}

function planSegment(
  { ops, after }: Segment,
  before: Schema,
  { server, initial }: Pick<Scene, "server" | "initial">,
  coming: readonly Op[],
): readonly Statement[] {
  const [op] = ops;
  const final = tableOf(op, after);
  const table = tableOf(op, before);
  if (op === undefined || table === undefined || final === undefined) return [];
  refuseUnkeyed(op, final);
  const parts: { readonly op: OpOf<ChangeKind>; readonly alters: readonly Alter[] }[] = [];
  let state = before;
  for (const [i, each] of ops.entries()) {
    const later = coming.slice(i + 1);
    const current = tableOf(each, state) ?? table;
    const alters = emitChange(each, { before: state, table: current, final, server, initial, later });
    parts.push({ op: each, alters });
    state = applyWhole(state, each, later);
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
  refuseUnsafeBeside(ops, final, server);
  const all = parts.flatMap(({ alters }) => alters);
  const apart = all
    .filter(({ goesBefore }) => goesBefore === true)
    .flatMap((part) => alterDraft(table, [part], server) ?? [])
    .map((each): Statement => ({ ...each, op }));
  const shared = all.filter(({ goesBefore }) => goesBefore !== true);
  const draft = alterDraft(table, together(shared), server);
  const loser = parts.find(({ alters }) => alters.some(({ loses }) => loses !== undefined));
  return draft === undefined ? apart : [...checks, ...apart, { ...draft, op: loser?.op ?? op }];
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
