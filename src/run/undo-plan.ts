import type { Dialect, Server, Statement } from "../dialects/contract.ts";
import { reverseOps } from "../ops/behaviours.ts";
import type { Op } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import { isSql } from "../schema/sql.ts";

/** What a revision has done before it failed, on a server that commits each of its statements. */
export interface Applied {
  /** The ops of the revision, and the schema before the first of them. */
  readonly ops: readonly Op[];
  readonly before: Schema;
  /** The first of its statements, as far as they are committed. */
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

/** Plans the way back, where it loses nothing. Pure. */
export function planUndo({ ops: given, before, committed }: Applied, dialect: Dialect, server: Server): UndoPlan {
  const loser = committed.find(({ facts }) => facts.loses !== undefined);
  if (loser?.facts.loses !== undefined) return `a statement has destroyed ${loser.facts.loses}`;
  const { ops } = dialect.resolve(given, before);
  const applied = appliedOps(ops, committed, (part) => dialect.plan(part, before, server));
  if (applied === undefined) return "it stopped within an operation that takes several statements";
  const made = new Set(applied.flatMap((op) => (op.kind === "createTable" ? [nameKey(op.table)] : [])));
  // What they wrote goes with the table.
  const structural = applied.filter((op) => !isData(op) || !made.has(nameKey(tableOf(op))));
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

/** The ops that the committed statements carried out; undefined where these end within one. */
function appliedOps(
  ops: readonly Op[],
  committed: readonly Statement[],
  plan: (ops: readonly Op[]) => readonly Statement[],
): readonly Op[] | undefined {
  const last = committed.findLastIndex(({ check }) => check === undefined);
  const wanted = JSON.stringify(committed.slice(0, last + 1).map(({ sql }) => sql));
  for (let end = 0; end <= ops.length; end++) {
    const statements = plan(ops.slice(0, end));
    if (JSON.stringify(statements.map(({ sql }) => sql)) === wanted) return ops.slice(0, end);
    if (statements.length > committed.length) return undefined;
  }
  return undefined;
}

type Data = Extract<Op, { readonly kind: "bulkInsert" | "backfill" }>;

function isData(op: Op): op is Data {
  return op.kind === "bulkInsert" || op.kind === "backfill";
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
  const { generated, autoincrement, default: value } = op.column;
  if (generated !== undefined || autoincrement === true || isSql(value)) return [];
  const [table, name] = renamed(tableOf(op), op.column.name, later);
  const column = dialect.quoteName(name);
  const where =
    value === undefined ? `${column} IS NOT NULL` : `${column} IS NULL OR ${column} <> ${dialect.literal(value)}`;
  const from = `${dialect.quoteObject(table)} WHERE ${where}`;
  return [{ sql: count(from), rows: 0, what: `values of the new column "${table.name}.${name}"` }];
}
