import { given } from "../base/given.ts";
import type { Op, OpKind, OpOf } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { displayName } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { blockingLocks, whoWaits } from "./facts.ts";
import type { Hit } from "./finding.ts";
import type { LintedStatement, LintedStep } from "./rule.ts";
import { tableName } from "./rule-tools.ts";
import { withStandIns } from "./stand-in.ts";

/** A change of one kind, and the statement that carries it out. */
export interface FoundChange<K extends OpKind> {
  readonly change: OpOf<K>;
  /** With the facts of this change alone. */
  readonly statement: LintedStatement;
  /** Index of the statement. */
  readonly at: number;
}

/** The changes of these kinds in a step, each with its statement: whether an op of the revision says it, or raw SQL. */
export function changesOf<K extends OpKind>(step: LintedStep, ...kinds: readonly K[]): readonly FoundChange<K>[] {
  const isWanted = (op: Op): op is OpOf<K> => (kinds as readonly OpKind[]).includes(op.kind);
  return step.statements.flatMap((statement, at) =>
    (statement.changes ?? []).flatMap(({ op, facts, before = statement.before }) =>
      isWanted(op) ? [{ change: op, statement: { ...statement, facts, before }, at }] : [],
    ),
  );
}

/** The names of the tables and views that the step takes away, for people: who waits for one of them is not kept from anything. */
export function goneBy(step: LintedStep): ReadonlySet<string> {
  return new Set([
    ...changesOf(step, "dropTable").map(({ change }) => tableName(change)),
    ...changesOf(step, "dropView").map(({ change }) => displayName(change)),
  ]);
}

/** What `hitOf` says of each statement. */
export function hitsOf(
  step: LintedStep,
  hitOf: (statement: LintedStatement, at: number) => Omit<Hit, "at"> | undefined,
): readonly Hit[] {
  return step.statements.flatMap((statement, at) => {
    const hit = hitOf(statement, at);
    return hit === undefined ? [] : [{ ...hit, at }];
  });
}

/** The kinds of op that are about a table. */
type KindOnTable = Extract<Op, OnTable>["kind"];

/** How a rule speaks of a change that works on every row of a table while others wait. */
export interface BlockingWords<K extends OpKind> {
  /** The beginning of the message: `The index "ix" is built`. */
  readonly what: (change: OpOf<K>) => string;
  /** The change is of the rule's concern. */
  readonly isMeant?: (change: OpOf<K>, statement: LintedStatement) => boolean;
  /** What is done to each row: `scans` reads it, `rewrites` writes it anew. */
  readonly fact: "scans" | "rewrites";
  /** What to do where no form keeps nobody waiting, if that is something else than the rule says. */
  readonly otherwise?: (change: OpOf<K>, statement: LintedStatement) => string | undefined;
}

/**
 * A hit for each change of these kinds that works on every row of a live table while its readers or writers wait, with the form
 * that keeps nobody waiting where there is one. Where nobody knows whether each row is worked on, the hit is a warning.
 */
export function blockingHits<K extends KindOnTable>(
  step: LintedStep,
  kinds: readonly K[],
  { what, fact, isMeant = () => true, otherwise = () => undefined }: BlockingWords<K>,
): readonly Hit[] {
  return changesOf(step, ...kinds).flatMap(({ change, statement, at }): readonly Hit[] => {
    const locks = blockingLocks(statement, step);
    const works = statement.facts[fact];
    const { table: name, schema } = change as OnTable;
    // A new table has no rows to work on, though others may wait for the tables that it refers to.
    if (!step.isLive(displayName(schema === undefined ? { name } : { name, schema }))) return [];
    if (!isMeant(change, statement) || works === false || locks.length === 0) return [];
    const verb = fact === "scans" ? "read" : "written anew";
    const certainty = works === true ? `each row is ${verb}` : `each row may be ${verb}`;
    const message = `${what(change)}: ${certainty} while ${whoWaits(locks)} wait`;
    const before = withStandIns(statement.before, change);
    const safer = saferSteps(change, before, step);
    // Another column is no way around work that only reads the rows.
    const ops = safer ?? (fact === "rewrites" ? step.dialect.nearForm?.(change, before) : undefined);
    return [
      {
        at,
        message,
        ...given({ text: safer === undefined ? otherwise(change, statement) : undefined }),
        ...(works === true ? {} : { severity: "warning" }),
        ...(ops === undefined ? {} : { ops, before }),
      },
    ];
  });
}

/** The ops that do the same and keep nobody waiting; undefined where there are none. */
export function saferSteps(op: Op, before: Schema, { dialect }: LintedStep): readonly Op[] | undefined {
  return dialect.saferForm?.(dialect.named?.(op, before) ?? op, before);
}

/** The name of a constraint for a message. */
export function named(what: string, name: string | undefined, else_: string): string {
  return name === undefined ? `A ${what} ${else_}` : `The ${what} "${name}"`;
}
