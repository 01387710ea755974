import { isLimbeckError, messageOf } from "../base/error.ts";
import type { Dialect, Facts, Lock, Server, Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { displayName } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Place } from "./finding.ts";
import { withMovedRows } from "./moved-rows.ts";
import type { LintedChange, LintedStatement } from "./rule.ts";
import { transactionControl } from "./script-transactions.ts";

/** A step's ops, and the database that they meet. */
export interface OpsToRead {
  readonly ops: readonly Op[];
  readonly dialect: Dialect;
  readonly server: Server;
  /** The schema before them, as far as it is known. */
  readonly before: Catalogue;
  /**
   * Who begins and ends transactions: `runner` cuts them around what takes none; `guest` holds all in one unless the SQL ends it; in a `script`
   * a statement is in one only where the SQL begins it.
   */
  readonly transactions: "runner" | "guest" | "script";
  /** Where an op stands in its file; of raw SQL the statement on this line of it, which begins at 1. */
  readonly placeOf: (op: Op, statement?: { readonly sql: string; readonly line: number }) => Place;
}

/** What a step does, statement by statement. */
export interface ReadStep {
  readonly statements: readonly LintedStatement[];
  /** The schema after it, as far as it is known. */
  readonly after: Catalogue;
  /** The tables, views and sequences that it makes, by their names for people. */
  readonly made: ReadonlySet<string>;
}

/**
 * The statements of a step's ops, without any database: ops are planned, raw SQL is classified. What the dialect refuses becomes a
 * statement with its refusal. The dialect must be ready for the ops. Pure.
 */
export function readStep(input: OpsToRead): ReadStep {
  const reader = new Reader(input);
  for (let at = 0; at < input.ops.length; ) at = reader.readFrom(at);
  const after = { schema: reader.schema, isWhole: reader.isWhole };
  return { statements: withMovedRows(reader.statements, input.dialect), after, made: reader.made };
}

/** Where a step has been read up to. */
class Reader {
  readonly statements: LintedStatement[] = [];
  readonly made = new Set<string>();
  schema: Schema;
  isWhole: boolean;
  readonly #input: OpsToRead;
  /** Undefined between transactions. */
  #transaction: number | undefined;
  #transactions = 1;

  constructor(input: OpsToRead) {
    this.#input = input;
    this.schema = input.before.schema;
    this.isWhole = input.before.isWhole;
    this.#transaction = input.transactions === "script" ? undefined : 1;
  }

  /** Reads the op at an index, and its neighbours that are planned with it; returns the index behind them. */
  readFrom(at: number): number {
    const { ops } = this.#input;
    const op = ops[at];
    if (op === undefined) return at + 1;
    if (op.kind === "execute") this.#readScript(op);
    else if (op.kind === "run") this.#add({ sql: "", op, facts: UNKNOWN, place: this.#input.placeOf(op) });
    else {
      const end = ops.findIndex((each, i) => i > at && (each.kind === "execute" || each.kind === "run"));
      const stage = ops.slice(at, end === -1 ? ops.length : end);
      this.#readOps(stage);
      return at + stage.length;
    }
    return at + 1;
  }

  #readScript(op: Op & { readonly kind: "execute" }): void {
    const { dialect, placeOf } = this.#input;
    try {
      for (const statement of dialect.split(op.sql)) this.#readSql(op, statement.sql, placeOf(op, statement));
    } catch (error) {
      this.#refuse(op, op.sql, { error, place: placeOf(op) });
    }
  }

  #readSql(op: Op, sql: string, place: Place): void {
    const { dialect, server } = this.#input;
    const { schema } = this;
    if (this.#input.transactions !== "runner") {
      const control = transactionControl(sql);
      if (control === "begin") this.#transaction = ++this.#transactions;
      if (control === "end") this.#transaction = undefined;
      if (control !== undefined) return;
    }
    try {
      const facts = dialect.classify(sql, server, schema);
      const changes = dialect.readOps(sql, schema, server);
      this.isWhole &&= changes !== undefined;
      const planned = changes === undefined ? undefined : attempt(() => dialect.plan(changes, schema, server));
      const parts = changes?.map((each) => this.#partOf(each, facts, changes.length));
      const known = planned === undefined ? facts : withPlanned(facts, planned, changes?.length);
      const single = parts?.length === 1 ? parts.map((part) => ({ ...part, facts: known })) : parts;
      this.#add({ sql, op, changes: single, facts: known, place, before: schema });
    } catch (error) {
      this.#refuse(op, sql, { error, place });
    }
  }

  /** One of the changes of a statement, as if it stood alone; the schema goes on behind it. */
  #partOf(op: Op, facts: Facts, count: number): LintedChange {
    const { dialect, server } = this.#input;
    const { schema } = this;
    const planned = attempt(() => dialect.plan([op], schema, server));
    this.#follow(op);
    // What the whole doesn't do, no part of it does: a new column has no values that a foreign key of it could be wrong for.
    const open = (fact: Facts["scans"]): Facts["scans"] => (fact === false ? false : "unknown");
    const unknown = { ...facts, scans: open(facts.scans), rewrites: open(facts.rewrites) };
    return {
      op,
      facts: planned === undefined || count === 1 ? facts : withPlanned(unknown, planned, 1),
      before: schema,
    };
  }

  #readOps(ops: readonly Op[]): void {
    const { dialect, server, placeOf } = this.#input;
    const { schema } = this;
    const { planned, refused } = planStage(ops, (part) => dialect.plan(part, schema, server));
    const befores = new Map<Op, Schema>();
    for (const op of ops.slice(0, refused?.at ?? ops.length)) {
      befores.set(op, this.schema);
      this.#follow(op);
    }
    const owned = withAllOps(planned, [...befores.keys()]);
    for (const { statement, changes } of owned) {
      if (statement.check !== undefined || statement.forChecks === true) continue;
      const { sql, op, facts } = statement;
      const parts = changes.map((each) => ({ op: each, facts }));
      this.#add({ sql, op, changes: parts, facts, place: placeOf(op), before: befores.get(op) ?? schema });
    }
    const op = refused === undefined ? undefined : ops[refused.at];
    if (op === undefined || refused === undefined) return;
    // What isn't in a schema that isn't whole may be there all the same.
    if (!this.isWhole && isOfSchema(refused.error)) {
      this.#add({ sql: "", op, changes: [{ op, facts: UNKNOWN }], facts: UNKNOWN, place: placeOf(op) });
    } else this.#refuse(op, "", { error: refused.error, place: placeOf(op) });
    this.#follow(op);
    this.#readOps(ops.slice(refused.at + 1));
  }

  /** Takes note of what the op makes, and of the schema behind it. */
  #follow(op: Op): void {
    if (op.kind === "createTable") this.made.add(displayName(op.table));
    if (op.kind === "createView") this.made.add(displayName(op.view));
    if (op.kind === "createSequence") this.made.add(displayName(op.sequence));
    if (op.kind === "renameTable") {
      const named = (name: string) => displayName(op.schema === undefined ? { name } : { name, schema: op.schema });
      if (this.made.has(named(op.table))) this.made.add(named(op.to));
    }
    const after = attempt(() => this.#input.dialect.resolve([op], this.schema).after) ?? this.#without(op);
    this.isWhole &&= after !== undefined;
    this.schema = after ?? this.schema;
  }

  /** The schema without a table to which others refer, where the server drops such: they refer to the next one of its name then. */
  #without(op: Op): Schema | undefined {
    if (op.kind !== "dropTable" || !this.#input.dialect.traits.forwardReferences) return undefined;
    const tables = this.schema.tables.filter((table) => table.name !== op.table || table.schema !== op.schema);
    return tables.length === this.schema.tables.length ? undefined : { ...this.schema, tables };
  }

  #refuse(op: Op, sql: string, { error, place }: { readonly error: unknown; readonly place: Place }): void {
    if (!isLimbeckError(error)) throw error;
    this.#add({ sql, op, facts: UNKNOWN, place, refusal: messageOf(error) });
  }

  #add(
    statement: Omit<LintedStatement, "before" | "changes" | "transaction"> &
      Partial<Pick<LintedStatement, "before">> & { readonly changes?: readonly LintedChange[] | undefined },
  ): void {
    const { transactional } = statement.facts;
    const isApart = this.#input.transactions === "runner" && !transactional;
    if (isApart) this.#transaction = ++this.#transactions;
    this.statements.push({
      before: this.schema,
      ...statement,
      changes: statement.changes,
      transaction: isApart ? undefined : this.#transaction,
    });
  }
}

/** What comes of it; undefined where it is refused. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return undefined;
  }
}

/** True for an error about what a schema has or hasn't. */
function isOfSchema(error: unknown): boolean {
  return isLimbeckError(error) && error.code.startsWith("OP_");
}

/**
 * The facts of raw SQL, with what its text doesn't tell and the schema does. Where the text left something open, the weaker locks are the
 * right ones: it may demand them, or the schema may show that no stronger ones are needed. Of equal ones those of the ops name the table of
 * an index.
 */
function withPlanned(facts: Facts, planned: readonly Statement[], changes = 0): Facts {
  // Ops without a statement change nothing: what the text asks for is so already.
  if (planned.length === 0) return changes === 0 ? facts : withoutWork(facts);
  const all = planned.map((statement) => statement.facts);
  const worst = (pick: (each: Facts) => Facts["scans"]): Facts["scans"] =>
    all.some((each) => pick(each) === true) || (all.some((each) => pick(each) === "unknown") ? "unknown" : false);
  const isOpen = facts.scans === "unknown" || facts.rewrites === "unknown" || facts.locks === "unknown";
  const locks = all.some((each) => each.locks === "unknown")
    ? ("unknown" as const)
    : all.flatMap((each) => (each.locks === "unknown" ? [] : each.locks));
  const loses = facts.loses ?? all.find((each) => each.loses !== undefined)?.loses;
  return {
    ...facts,
    scans: facts.scans === "unknown" ? worst((each) => each.scans) : facts.scans,
    rewrites: facts.rewrites === "unknown" ? worst((each) => each.rewrites) : facts.rewrites,
    locks:
      strength(locks) === strength(facts.locks) || (isOpen && strength(locks) < strength(facts.locks))
        ? locks
        : facts.locks,
    ...(loses === undefined ? {} : { loses }),
  };
}

function withoutWork(facts: Facts): Facts {
  const settled = (fact: Facts["scans"]) => (fact === "unknown" ? false : fact);
  return { ...facts, scans: settled(facts.scans), rewrites: settled(facts.rewrites) };
}

/** How many a statement keeps waiting, from nobody up. */
function strength(locks: Facts["locks"]): number {
  if (locks === "unknown") return BLOCKS.length + 1;
  return Math.max(0, ...locks.map(({ blocks }) => BLOCKS.indexOf(blocks) + 1));
}

const BLOCKS: readonly Lock["blocks"][] = ["schema changes", "writes", "reads and writes"];

const UNKNOWN: Facts = {
  locks: "unknown",
  scans: "unknown",
  rewrites: "unknown",
  transactional: true,
  source: "unknown",
};

interface PlannedOps {
  readonly planned: readonly Statement[];
  /** The first op that can't be planned. */
  readonly refused?: { readonly at: number; readonly error: unknown };
}

/** The statements of the ops up to the first one that is refused. */
function planStage(ops: readonly Op[], plan: (ops: readonly Op[]) => readonly Statement[]): PlannedOps {
  try {
    return { planned: plan(ops) };
  } catch {
    // Which op it is tells the shortest beginning of the list that fails.
  }
  let planned: readonly Statement[] = [];
  for (const at of ops.keys()) {
    try {
      planned = plan(ops.slice(0, at + 1));
    } catch (error) {
      return { planned, refused: { at, error } };
    }
  }
  return { planned };
}

/** Each statement with the ops that it carries out: one for which there is no statement of its own is done by that of its neighbour. */
function withAllOps(
  statements: readonly Statement[],
  ops: readonly Op[],
): readonly { readonly statement: Statement; readonly changes: readonly Op[] }[] {
  const owners = new Set(statements.map(({ op }) => op));
  const guests = new Map<Op, Op[]>();
  let owner: Op | undefined;
  for (const op of ops) {
    if (owners.has(op)) owner = op;
    else if (owner !== undefined) guests.set(owner, [...(guests.get(owner) ?? []), op]);
  }
  return statements.map((statement) => ({ statement, changes: [statement.op, ...(guests.get(statement.op) ?? [])] }));
}
