import { isDeepStrictEqual } from "node:util";
import { isLimbeckError } from "../base/error.ts";
import type { Dialect, Server, Statement } from "../dialects/contract.ts";
import { reverseOps } from "../ops/behaviours.ts";
import type { Op, OpOf } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { Column, ObjectName, Schema } from "../schema/schema.ts";
import { isSql } from "../schema/sql.ts";
import type { Position } from "./position.ts";
import { stageStart } from "./stage.ts";

/** What a revision has done before it ended half-way. */
export interface Applied {
  /** The ops of the revision that are planned, and the schema before the first of them. */
  readonly ops: readonly Op[];
  readonly before: Schema;
  /** Index of the first op of the stage that it is in. */
  readonly start: number;
  /** The statements of the stages before, and the first of those of the stage, as far as they are committed. */
  readonly earlier: number;
  readonly committed: readonly Statement[];
}

/** How that is undone; a text says why it isn't. */
export type UndoPlan =
  | {
      /** Queries for rows that nobody but others can have written by now; each says first how many there are, then how many there may be. */
      readonly guards: readonly { readonly sql: string; readonly rows: number; readonly what: string }[];
      readonly statements: readonly Statement[];
    }
  | string;

/** What a revision has done that is at a position, where `done` statements of the stage are committed. */
export function appliedAt(
  at: Position,
  { ops, before }: { readonly ops: readonly Op[]; readonly before: Schema },
  dialect: Dialect,
  done: number,
): Applied {
  const { end, earlier, statements } = at;
  const committed = statements.slice(0, done);
  return { ops: ops.slice(0, end), before, start: startOf(at, ops, dialect), earlier, committed };
}

/** Index of the first op of the stage that a revision with these ops is in; older journals don't say it. */
export function startOf({ start, end, earlier }: Position, ops: readonly Op[], dialect: Dialect): number {
  return start ?? (earlier === 0 ? 0 : stageStart(end, ops, dialect));
}

/** Statements of its stage that are committed; one that runs in batches and has begun is among them. */
export function countCommitted({ done, filled }: Position): number {
  return filled === undefined ? done : done + 1;
}

/** Plans the way back, where it loses nothing. Pure. */
export function planUndo({ before, committed, ...given }: Applied, dialect: Dialect, server: Server): UndoPlan {
  // What raw SQL makes is not in the schema.
  const first = given.ops.slice(0, given.start);
  if (first.some(({ kind }) => kind === "execute" || kind === "run")) return OPAQUE;
  const loser = [...dialect.plan(first, before, server), ...committed].find(({ facts }) => facts.loses !== undefined);
  if (loser?.facts.loses !== undefined) return `a statement has destroyed ${loser.facts.loses}`;
  const { ops } = dialect.resolve(given.ops, before);
  const applied = appliedOps({ ...given, ops, before, committed }, withoutLastChecks, dialect, server);
  if (typeof applied === "string") return applied;
  const made = new Set(applied.flatMap((op) => (op.kind === "createTable" ? [nameKey(op.table)] : [])));
  // What they wrote goes with the table, or with the column.
  const structural = applied.filter((op, i) => !isData(op) || !isOfNew(op, made, applied.slice(0, i)));
  const undo = reverseOps(structural, before);
  if (undo.kind !== "exact") return undo.reason;
  const statements = dialect.plan(undo.ops, dialect.resolve(structural, before).after, server);
  const lossy = statements.find(({ facts, op }) => facts.loses !== undefined && !isDrop(op));
  if (lossy?.facts.loses !== undefined) return `the way back would destroy ${lossy.facts.loses}`;
  const guards = structural.flatMap((op) =>
    guardOf(op, { applied, made, dialect, later: structural.slice(structural.indexOf(op) + 1) }),
  );
  return { guards, statements };
}

/** How many of the ops the committed statements have carried out; a text where that isn't sure. Pure. */
export function countApplied({ ops: given, ...applied }: Applied, dialect: Dialect, server: Server): number | string {
  const { ops } = dialect.resolve(given, applied.before);
  const found = appliedOps({ ...applied, ops }, (statements) => statements, dialect, server);
  return typeof found === "string" ? found : found.length;
}

/** The ops that the committed statements carried out. */
function appliedOps(
  { ops, before, start, earlier, committed }: Applied,
  telling: (statements: readonly Statement[]) => readonly Statement[],
  dialect: Dialect,
  server: Server,
): readonly Op[] | string {
  const first = ops.slice(0, start);
  if (dialect.plan(first, before, server).length !== earlier) return OTHERWISE;
  const from = dialect.resolve(first, before).after;
  const texts = (each: readonly Statement[]) => telling(each).map(({ sql }) => sql);
  const own = committed.filter(({ keeps }) => keeps !== true);
  const wanted = texts(own);
  // How an op is carried out may hang on those behind it, and then only the plan of all says the same.
  const all = plannedWhole(ops.slice(start), from, dialect, server);
  const isOfAll = isDeepStrictEqual(texts(all?.slice(0, own.length) ?? []), wanted);
  for (let end = start; end <= ops.length; end++) {
    const statements = plannedWhole(ops.slice(start, end), from, dialect, server);
    if (statements === undefined) continue;
    const planned = texts(statements);
    const isSame = isOfAll ? planned.length === wanted.length : isDeepStrictEqual(planned, wanted);
    if (isSame) return ops.slice(0, end);
    if (planned.length > wanted.length) {
      return isOfAll || wanted.every((sql, i) => sql === planned[i]) ? WITHIN : OTHERWISE;
    }
  }
  return OTHERWISE;
}

/** Undefined where the last of the ops can't be without those that follow, with which it makes one statement. */
function plannedWhole(
  ops: readonly Op[],
  before: Schema,
  dialect: Dialect,
  server: Server,
): readonly Statement[] | undefined {
  try {
    return dialect.plan(ops, before, server);
  } catch (error) {
    if (isLimbeckError(error)) return undefined;
    throw error;
  }
}

/** An op has done its part before the checks at its end. */
function withoutLastChecks(statements: readonly Statement[]): readonly Statement[] {
  return statements.slice(0, statements.findLastIndex(({ check }) => check === undefined) + 1);
}

const OPAQUE = "raw SQL or a function is among it";
const WITHIN = "it stopped within an operation that takes several statements";
const OTHERWISE =
  "the file, carried out on the schema that the revisions before it lead to, would have run other statements";

type Data = Extract<Op, { readonly kind: "bulkInsert" | "backfill" }>;

function isData(op: Op): op is Data {
  return op.kind === "bulkInsert" || op.kind === "backfill";
}

/** Of a table that the ops before have made, or of columns alone that they have added. */
function isOfNew(op: Data, made: ReadonlySet<string>, before: readonly Op[]): boolean {
  if (made.has(nameKey(tableOf(op)))) return true;
  if (op.kind !== "backfill") return false;
  return Object.keys(op.set).every((name) => before.some((each) => isAddition(each, tableOf(op), name)));
}

function isAddition(op: Op, table: ObjectName, column: string): op is OpOf<"addColumn"> {
  return op.kind === "addColumn" && op.column.name === column && nameKey(tableOf(op)) === nameKey(table);
}

function isDrop({ kind }: Op): boolean {
  return kind === "dropTable" || kind === "dropColumn" || kind === "dropSequence";
}

function tableOf({ table, schema }: { readonly table: string; readonly schema?: string }): ObjectName {
  return schema === undefined ? { name: table } : { name: table, schema };
}

/** The table, and the column, under the names that later ops gave them. */
function renamed(table: ObjectName, column: string, ops: readonly Op[]): readonly [ObjectName, string] {
  let [found, name] = [table, column];
  for (const op of ops) {
    if (op.kind === "renameTable" && nameKey(tableOf(op)) === nameKey(found)) found = { ...found, name: op.to };
    const isIts = op.kind === "renameColumn" && nameKey(tableOf(op)) === nameKey(found) && op.column === name;
    if (isIts) name = op.to;
  }
  return [found, name];
}

interface GuardScene {
  readonly applied: readonly Op[];
  /** The tables that the revision has made. */
  readonly made: ReadonlySet<string>;
  readonly dialect: Dialect;
  readonly later: readonly Op[];
}

/** Rows in a table that the revision has made, beside its own, and values in a column that it has added, beside its default. */
function guardOf(op: Op, { applied, made, dialect, later }: GuardScene) {
  const count = (from: string) => `SELECT COUNT(*) FROM ${from}`;
  if (op.kind === "createTable") {
    const own = applied.filter((each) => each.kind === "bulkInsert" && nameKey(tableOf(each)) === nameKey(op.table));
    const rows = own.reduce((sum, each) => sum + (each.kind === "bulkInsert" ? each.rows.length : 0), 0);
    const [table] = renamed(op.table, "", later);
    return [{ sql: count(dialect.quoteObject(table)), rows, what: `rows of the new table "${table.name}"` }];
  }
  if (op.kind !== "addColumn" || made.has(nameKey(tableOf(op)))) return [];
  const { generated, autoincrement, identity, default: value } = op.column;
  const given = [value, ...later.map((each) => defaultOf(each, op))];
  // What the server worked out by itself can't be told from what others wrote.
  if (generated !== undefined || autoincrement === true || identity !== undefined || given.some(isSql)) return [];
  const [table, name] = renamed(tableOf(op), op.column.name, later);
  const column = dialect.quoteName(name);
  const filled = applied.flatMap((each) => (isFillOf(each, op) ? (each.set[op.column.name] ?? []) : []));
  const own = [...given.flatMap((each) => each ?? []), ...filled].map((each) => dialect.literal(each));
  const others = own.map((each) => ` AND (${each} IS NULL OR ${column} <> ${each})`).join("");
  const where = `${value === undefined ? "" : `${column} IS NULL OR `}${column} IS NOT NULL${others}`;
  const from = `${dialect.quoteObject(table)} WHERE ${where}`;
  return [{ sql: count(from), rows: 0, what: `values of the new column "${table.name}.${name}"` }];
}

/** The default that an op gives the new column. */
function defaultOf(op: Op, added: OpOf<"addColumn">): Column["default"] {
  const isIts = op.kind === "alterColumn" && op.column === added.column.name;
  return isIts && nameKey(tableOf(op)) === nameKey(tableOf(added)) ? (op.changes.default ?? undefined) : undefined;
}

function isFillOf(op: Op, added: OpOf<"addColumn">): op is OpOf<"backfill"> {
  return op.kind === "backfill" && nameKey(tableOf(op)) === nameKey(tableOf(added));
}
