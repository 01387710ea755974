import type { Dialect } from "../dialects/contract.ts";
import { applyOp } from "../ops/behaviours.ts";
import { isOnTable, tableNameOf } from "../ops/edit.ts";
import type { Op, OpKind } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { withFillsFirst } from "./fills-first.ts";
import { isMadeAgain, mustFollow, type Node, nodesOf, type Step } from "./form-steps.ts";
import { withNewIndexFirst, withNewKeyFirst } from "./successors-first.ts";

/** What a dialect knows of ops that keep nobody waiting. */
export type SaferForms = Pick<Dialect, "named" | "saferForm">;

/**
 * The ops with a name for each constraint that is given to a table of `before`: a form that makes it in several steps has to name it.
 * Their reversal names it too. Pure.
 */
export function withNames(ops: readonly Op[], before: Schema, { named }: SaferForms): readonly Op[] {
  if (named === undefined) return ops;
  const isPlain = plainOnes(ops);
  let schema = before;
  return ops.map((op) => {
    const one = isPlain(op) ? op : named(op, schema);
    schema = applyOp(schema, one);
    return one;
  });
}

/**
 * The ops with the safer form of each that has one, on tables that are there before all of them and after. What runs outside of
 * transactions is put together, so that as few transactions as possible are cut: an op is moved behind the others, or before them, where
 * none that it would pass needs it, or it needs. Pure.
 */
export function saferForms(ops: readonly Op[], before: Schema, { saferForm }: SaferForms): readonly Op[] {
  if (saferForm === undefined) return ops;
  const steps = stepsOf(ops, before, saferForm);
  if (steps.length === ops.length && steps.every(({ op }, i) => op === ops[i])) return ops;
  const filled = withFillsFirst(steps, before);
  return inFewParts(withNewIndexFirst(withNewKeyFirst(filled, before), before), before);
}

function stepsOf(ops: readonly Op[], before: Schema, saferForm: NonNullable<Dialect["saferForm"]>): readonly Step[] {
  const isPlain = plainOnes(ops);
  let schema = before;
  return ops.flatMap((op, of) => {
    const form = isPlain(op) ? undefined : saferForm(op, schema);
    schema = applyOp(schema, op);
    return (form ?? [op]).map((each) => ({
      op: each,
      of,
      ...(form !== undefined && each.kind === "backfill" ? { isFill: true as const } : {}),
    }));
  });
}

/** Ops on tables that the others make, or take away: nobody reads those, or everybody waits in any case. */
function plainOnes(ops: readonly Op[]): (op: Op) => boolean {
  const comeOrGo = new Set(
    ops.flatMap((op) => {
      if (op.kind === "createTable") return op.ifNotExists === true ? [] : [nameKey(op.table)];
      if (op.kind === "createView") return [nameKey(op.view)];
      if (op.kind === "dropView") return [nameKey(op)];
      return op.kind === "dropTable" ? [nameKey(tableNameOf(op))] : [];
    }),
  );
  return (op) => isOnTable(op) && comeOrGo.has(nameKey(tableNameOf(op)));
}

/** Parts in turn: those with an even number are transactions, those with an odd one stand outside. */
function inFewParts(steps: readonly Step[], before: Schema): readonly Op[] {
  const nodes = nodesOf(steps, before);
  const parts: number[] = [];
  for (const node of nodes) {
    const earlier = nodes.slice(0, node.at).filter((each) => mustFollow(node, each));
    const least = earlier.map(({ at, isApart }) => (parts[at] ?? 0) + (isApart === node.isApart ? 0 : 1));
    parts.push(Math.max(firstPart(node, nodes), ...least));
  }
  const last = Math.max(0, ...parts);
  const end = last % 2 === 0 ? last : last + 1;
  // What takes rows along goes when nothing else can fail any more; what is made again later is there until the first that waits for it to go.
  for (const node of nodes.toReversed()) {
    const later = nodes.slice(node.at + 1);
    if (node.isApart || !(goingLast.has(node.op.kind) || later.some(({ op }) => isMadeAgain(node.op, op)))) continue;
    const waiting = later.filter((each) => mustFollow(each, node));
    const latest = waiting.map(({ at, isApart }) => (parts[at] ?? 0) - (isApart ? 1 : 0));
    parts[node.at] = Math.max(parts[node.at] ?? 0, Math.min(end, ...latest));
  }
  const rank = ({ isDue }: Node) => (isDue === true ? 0 : 1);
  return nodes
    .toSorted((a, b) => (parts[a.at] ?? 0) - (parts[b.at] ?? 0) || rank(a) - rank(b) || a.at - b.at)
    .map(({ op }) => op);
}

/** What takes rows along, and what only goes behind that. */
const goingLast: ReadonlySet<OpKind> = new Set<OpKind>([
  ...(["dropTable", "dropColumn", "dropEnum", "dropDomain", "dropComposite", "dropRange", "dropNamespace"] as const),
]);

/** What is made apart is made last; an index that is in the way of a later op goes first. */
function firstPart(node: Node, nodes: readonly Node[]): number {
  if (!node.isApart) return 0;
  const isInTheWay = nodes.slice(node.at + 1).some((later) => !later.isApart && mustFollow(later, node));
  return node.op.kind === "dropIndex" && isInTheWay ? -1 : 1;
}
