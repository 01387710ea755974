import type { Dialect } from "../dialects/contract.ts";
import { applyOp, applyOps } from "../ops/behaviours.ts";
import type { Op, OpKind } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { type Effects, effectsOf, sidesOf } from "./effects.ts";

/**
 * The ops with the safer form of each that has one, on tables that are there before all of them. What runs outside of transactions is
 * put together, so that as few transactions as possible are cut: an op is moved behind the others, or before them, where none that it
 * would pass needs it, or it needs. Pure.
 */
export function saferForms(ops: readonly Op[], before: Schema, saferForm: Dialect["saferForm"]): readonly Op[] {
  if (saferForm === undefined) return ops;
  const steps = stepsOf(ops, before, saferForm);
  return steps.length === ops.length && steps.every(({ op }, i) => op === ops[i]) ? ops : inFewParts(steps, before);
}

/** An op, and the number of the op that it carries out, alone or with others. */
interface Step {
  readonly op: Op;
  readonly of: number;
}

function stepsOf(ops: readonly Op[], before: Schema, saferForm: NonNullable<Dialect["saferForm"]>): readonly Step[] {
  const young = new Set<string>();
  let schema = before;
  return ops.flatMap((op, of) => {
    const form = isOnYoung(op, young) ? undefined : saferForm(op, schema);
    schema = applyOp(schema, op);
    if (op.kind === "createTable" && op.ifNotExists !== true) young.add(nameKey(op.table));
    return (form ?? [op]).map((each) => ({ op: each, of }));
  });
}

function isOnYoung(op: Op, young: ReadonlySet<string>): boolean {
  if (!("table" in op) || typeof op.table !== "string") return false;
  return young.has(
    nameKey("schema" in op && op.schema !== undefined ? { name: op.table, schema: op.schema } : { name: op.table }),
  );
}

interface Node extends Step {
  readonly at: number;
  readonly isApart: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Parts in turn: those with an even number are transactions, those with an odd one stand outside. */
function inFewParts(steps: readonly Step[], before: Schema): readonly Op[] {
  const after = applyOps(
    before,
    steps.map(({ op }) => op),
  );
  const sides = sidesOf({ have: before, want: after, forwardReferences: false });
  const nodes = steps.map(({ op, of }, at): Node => {
    const { makes, takes, ruins, frees, uses, ends } = effectsOf(op, before, sides) satisfies Effects;
    return {
      op,
      of,
      at,
      isApart: isApart(op),
      reads: [...uses, ...ends],
      writes: [...makes, ...takes, ...ruins, ...frees],
    };
  });
  const parts: number[] = [];
  for (const node of nodes) {
    const earlier = nodes.slice(0, node.at).filter((each) => mustFollow(node, each));
    const least = earlier.map(({ at, isApart }) => (parts[at] ?? 0) + (isApart === node.isApart ? 0 : 1));
    parts.push(Math.max(firstPart(node, nodes), ...least));
  }
  return nodes.toSorted((a, b) => (parts[a.at] ?? 0) - (parts[b.at] ?? 0) || a.at - b.at).map(({ op }) => op);
}

/** What is made apart is made last; an index that is in the way of a later op goes first. */
function firstPart(node: Node, nodes: readonly Node[]): number {
  if (!node.isApart) return 0;
  const isInTheWay = nodes.slice(node.at + 1).some((later) => !later.isApart && mustFollow(later, node));
  return node.op.kind === "dropIndex" && isInTheWay ? -1 : 1;
}

/** The parts of one form follow each other; an op whose effects aren't known follows all, and all follow it. */
function mustFollow(later: Node, earlier: Node): boolean {
  if (later.of === earlier.of || fixed.has(later.op.kind) || fixed.has(earlier.op.kind)) return true;
  const shares = (a: readonly string[], b: readonly string[]) => a.some((key) => b.includes(key));
  return (
    shares(earlier.writes, later.reads) || shares(earlier.reads, later.writes) || shares(earlier.writes, later.writes)
  );
}

const fixed: ReadonlySet<OpKind> = new Set<OpKind>([
  ...(["renameTable", "renameColumn", "attachPartition", "detachPartition"] as const),
  ...(["addInheritance", "dropInheritance", "bulkInsert", "execute", "run"] as const),
]);

/** True for an op that a server carries out outside of transactions. */
function isApart(op: Op): boolean {
  return op.kind === "validateConstraint" || ("concurrently" in op && op.concurrently === true);
}
