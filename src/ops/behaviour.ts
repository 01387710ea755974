import type { Schema } from "../schema/schema.ts";
import type { Op, OpKind, OpOf, Reversal } from "./op.ts";

/** What an operation means, whatever the server. All pure. */
export interface Behaviour<T extends Op> {
  /** The schema after the operation. Errors: OP_* when the schema doesn't allow it. */
  apply(schema: Schema, op: T): Schema;
  /** How it is undone, on the schema after it; `before` is the schema before it. */
  reverse(op: T, before: Schema): Reversal;
  /** The operation in words: `Add column users.email`. */
  describe(op: T): string;
}

/** The behaviours of a family of operations. */
export type Behaviours<K extends OpKind> = { readonly [P in K]: Behaviour<OpOf<P>> };

/** A reversal after which everything is as before. */
export function exact(...ops: readonly Op[]): Reversal {
  return { kind: "exact", ops };
}

/** A reversal after which the schema is as before, and some data is lost. */
export function lossy(reason: string, ...ops: readonly Op[]): Reversal {
  return { kind: "lossy", ops, reason };
}
