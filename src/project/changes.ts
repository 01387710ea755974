import { applyOp, describeOp, reverseOp } from "../ops/behaviours.ts";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import type { Change } from "./results.ts";

/** The ops in words; with the schema before them, also what each of them loses. */
export function changesOf(ops: readonly Op[], before?: Schema): readonly Change[] {
  const changes: Change[] = [];
  let schema = before;
  for (const op of ops) {
    const reversal = schema === undefined ? undefined : reverseOp(op, schema);
    const loses = reversal === undefined || reversal.kind === "exact" ? {} : { loses: reversal.reason };
    changes.push({ kind: op.kind, text: describeOp(op), ...loses });
    if (schema !== undefined) schema = applyOp(schema, op);
  }
  return changes;
}
