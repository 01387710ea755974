import type { Schema } from "../schema/schema.ts";
import type { Behaviour, Behaviours } from "./behaviour.ts";
import { columnBehaviours } from "./column-behaviours.ts";
import { commentBehaviours } from "./comment-behaviours.ts";
import { constraintBehaviours } from "./constraint-behaviours.ts";
import { dataBehaviours } from "./data-behaviours.ts";
import { extensionBehaviours } from "./extension-behaviours.ts";
import { indexBehaviours } from "./index-behaviours.ts";
import { objectBehaviours } from "./object-behaviours.ts";
import type { Op, OpKind, Reversal } from "./op.ts";
import { ownTypeBehaviours } from "./own-type-behaviours.ts";
import { keptPartNames } from "./part-names-kept.ts";
import { partitionBehaviours } from "./partition-behaviours.ts";
import { policyBehaviours } from "./policy-behaviours.ts";
import { statisticsBehaviours } from "./statistics-behaviours.ts";
import { tableBehaviours } from "./table-behaviours.ts";

/** What every operation means: the compiler names one that is missing. */
const behaviours: Behaviours<OpKind> = {
  ...tableBehaviours,
  ...columnBehaviours,
  ...constraintBehaviours,
  ...indexBehaviours,
  ...partitionBehaviours,
  ...policyBehaviours,
  ...statisticsBehaviours,
  ...objectBehaviours,
  ...ownTypeBehaviours,
  ...extensionBehaviours,
  ...commentBehaviours,
  ...dataBehaviours,
};

/** Whether there is such a kind of operation. */
export function isOpKind(kind: unknown): kind is OpKind {
  return typeof kind === "string" && Object.hasOwn(behaviours, kind);
}

/** The schema after an operation. Errors: OP_* when the schema doesn't allow it. */
export function applyOp(schema: Schema, op: Op): Schema {
  return keptPartNames(schema, behaviourOf(op).apply(schema, op), op);
}

/** The schema after all of these operations, in their order. Errors: as `applyOp`. */
export function applyOps(schema: Schema, ops: readonly Op[]): Schema {
  return ops.reduce(applyOp, schema);
}

/** How an operation is undone; `before` is the schema before it. Errors: OP_* when it can't be applied to that. */
export function reverseOp(op: Op, before: Schema): Reversal {
  return behaviourOf(op).reverse(op, before);
}

/**
 * How a list of operations is undone, the newest first; `before` is the schema before all of them. Irreversible when one
 * of them is, lossy when one of them is; the reasons are joined in the order of the operations, each once.
 */
export function reverseOps(ops: readonly Op[], before: Schema): Reversal {
  const reversals: Reversal[] = [];
  let schema = before;
  for (const op of ops) {
    reversals.push(reverseOp(op, schema));
    schema = applyOp(schema, op);
  }
  const irreversible = reversals.flatMap((each) => (each.kind === "irreversible" ? [each.reason] : []));
  if (irreversible.length > 0) return { kind: "irreversible", reason: joined(irreversible) };
  const undo = reversals.toReversed().flatMap((each) => (each.kind === "irreversible" ? [] : each.ops));
  const lost = reversals.flatMap((each) => (each.kind === "lossy" ? [each.reason] : []));
  return lost.length === 0 ? { kind: "exact", ops: undo } : { kind: "lossy", ops: undo, reason: joined(lost) };
}

/** An operation in words: `Add column users.email`. */
export function describeOp(op: Op): string {
  return behaviourOf(op).describe(op);
}

/** The one place that pairs an operation with the behaviour of its kind. */
function behaviourOf(op: Op): Behaviour<Op> {
  return behaviours[op.kind] as Behaviour<Op>;
}

function joined(reasons: readonly string[]): string {
  return [...new Set(reasons)].join("; ");
}
