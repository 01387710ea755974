import { reverseOp } from "../ops/behaviours.ts";
import type { Op } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import type { Schema } from "../schema/schema.ts";
import { dependenciesFirst } from "./order.ts";

/**
 * Ops on types, sequences and routines in an order in which each finds what it speaks of: a domain the function of its check, a
 * function the type of its argument. The texts tell; where they don't, the order stays.
 */
export function inMakingOrder(ops: readonly Op[]): readonly Op[] {
  return sorted(ops, textOf);
}

/** Ops that drop such objects of `have`, each before what it speaks of. */
export function inDroppingOrder(ops: readonly Op[], have: Schema): readonly Op[] {
  return sorted(ops, (op) => textOf(reverseOp(op, have))).toReversed();
}

function sorted(ops: readonly Op[], text: (op: Op) => string): readonly Op[] {
  const made = ops.map((op, i) => ({ op, key: String(i), name: subjectOf(op), text: text(op) }));
  return dependenciesFirst(
    made,
    ({ key }) => key,
    (one) =>
      made
        .filter((other) => other.name !== undefined && other.name !== one.name && speaksOf(one.text, other.name))
        .map(({ key }) => key),
  ).items.map(({ op }) => op);
}

/** The name of the object that an op makes, or changes, or drops. */
function subjectOf(op: Op): string | undefined {
  switch (op.kind) {
    case "createEnum":
      return op.enum.name;
    case "createDomain":
      return op.domain.name;
    case "createComposite":
      return op.composite.name;
    case "createRange":
    case "replaceRange":
      return op.range.name;
    case "createSequence":
      return op.sequence.name;
    case "createRoutine":
      return op.routine.name;
    default:
      return "name" in op ? op.name : undefined;
  }
}

/** All texts of an op: names of types stand in it as they are, and everything else is SQL or a constant. */
function textOf(part: unknown): string {
  if (typeof part === "string") return part;
  return typeof part === "object" && part !== null ? Object.values(part).map(textOf).join("\n") : "";
}

/** A quick no, for most objects have nothing to do with each other. */
function speaksOf(text: string, name: string): boolean {
  if (!text.toLowerCase().includes(name.toLowerCase())) return false;
  return mentionsIdentifier(text, name) || text.split("\n").includes(name);
}
