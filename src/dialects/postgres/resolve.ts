import { applyOp } from "../../ops/behaviours.ts";
import type { Op } from "../../ops/op.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Resolved } from "../contract.ts";
import { withoutPublic } from "./default-namespace.ts";
import { constraintOnServer } from "./dropped-constraint.ts";
import { withServerNames } from "./server-names.ts";

/** What the ops mean to a server that looks like `before`, and what it looks like behind them, with the names that it gives. */
export function resolve(given: readonly Op[], before: Schema): Resolved {
  let after = withServerNames(before);
  const ops = given.map((op) => {
    const meant = constraintOnServer(withoutPublic(op, after), after);
    after = withServerNames(applyOp(after, meant));
    return meant;
  });
  return { ops, after };
}
