import type { Op } from "../ops/op.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { ObjectName } from "../schema/schema.ts";

/**
 * The ops with new values of enums before all else, as far as nothing earlier makes or changes their enum, or may do anything. A server that
 * takes no use of a value in the transaction which adds it commits that alone then, and not the half of what comes before. Pure.
 */
export function enumValuesFirst(ops: readonly Op[]): readonly Op[] {
  const early = new Set<Op>();
  const touched = new Set<string>();
  for (const op of ops) {
    if (op.kind === "execute" || op.kind === "run") break;
    const name = enumOf(op);
    if (name === undefined) continue;
    const key = nameKey(name);
    if (op.kind === "addEnumValue" && !touched.has(key)) early.add(op);
    else touched.add(key);
  }
  return early.size === 0 ? ops : [...early, ...ops.filter((op) => !early.has(op))];
}

function enumOf(op: Op): ObjectName | undefined {
  if (op.kind === "createEnum") return op.enum;
  const isOfEnum = op.kind === "addEnumValue" || op.kind === "alterEnum" || op.kind === "renameEnumValue";
  return isOfEnum || op.kind === "dropEnum" ? nameOf(op) : undefined;
}
