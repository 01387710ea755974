import type { SequenceOptions } from "../../schema/numbering.ts";
import { completeOptions } from "./sequence-options.ts";

/**
 * The condition on `last_value` under which a sequence stands before its new bounds, and the number to move it to: the
 * server refuses bounds that leave out the current number. Undefined when the bounds don't begin later than before.
 */
export function newBeginning(
  from: SequenceOptions,
  to: SequenceOptions,
): { readonly first: string; readonly where: string } | undefined {
  const [old, next] = [completeOptions(from), completeOptions(to)];
  const isDown = next.increment.startsWith("-");
  if (isDown !== old.increment.startsWith("-")) return undefined;
  if (isDown) return BigInt(next.max) < BigInt(old.max) ? beginning(next.max, ">") : undefined;
  return BigInt(next.min) > BigInt(old.min) ? beginning(next.min, "<") : undefined;
}

function beginning(first: string, sign: "<" | ">") {
  return { first, where: `last_value ${sign} ${first}` };
}
