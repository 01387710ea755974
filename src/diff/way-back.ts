import { isLimbeckError } from "../base/error.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import { applyOp, applyOps, reverseOps } from "../ops/behaviours.ts";
import { omit } from "../ops/edit.ts";
import type { Op, Reversal } from "../ops/op.ts";
import { sameName } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";

/**
 * How ops are undone on such a server. A dropped column comes back in its place, or last where the server has no way to say a place;
 * values are made again of what was made of them. Irreversible too where neither the newest server has a way back nor `near`, the one at hand. Pure.
 */
export function wayBack(ops: readonly Op[], before: Schema, dialect: Dialect, near?: Server): Reversal {
  const way = reverseOps(ops, before);
  if (way.kind === "irreversible") return way;
  const after = applyOps(before, ops);
  let schema = after;
  const back = way.ops.filter(isLastOfEnum).map((op) => {
    const placed = op.kind === "addColumn" && !dialect.traits.columnPosition ? omit(op, "position") : op;
    const told = dialect.turnedBack?.(placed, schema) ?? placed;
    schema = applyOp(schema, told);
    return told;
  });
  const refusalBy = (server: Server) => refusalOf(() => dialect.plan(back, after, server));
  const refusal = near === undefined || refusalBy(near) !== undefined ? refusalBy(dialect.newest) : undefined;
  return refusal === undefined ? { ...way, ops: back } : { kind: "irreversible", reason: refusal };
}

/** Of changes of one enum that follow each other the last one says all: each would write the columns of that type anew. */
function isLastOfEnum(op: Op, i: number, ops: readonly Op[]): boolean {
  const next = ops[i + 1];
  return !(op.kind === "alterEnum" && next?.kind === "alterEnum" && sameName(op, next));
}

function refusalOf(planned: () => unknown): string | undefined {
  try {
    planned();
    return undefined;
  } catch (error) {
    if (isLimbeckError(error)) return error.message;
    throw error;
  }
}
