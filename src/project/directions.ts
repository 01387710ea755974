import type { Dialect, Server } from "../dialects/contract.ts";
import { enumValuesFirst } from "../diff/enum-values-first.ts";
import { saferForms, withNames } from "../diff/safer-forms.ts";
import { wayBack } from "../diff/way-back.ts";
import type { Op, Reversal } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";

/** What a revision does and how that is undone, in the plain forms of all operations. */
export interface Directions {
  readonly upgrade: readonly Op[];
  readonly reversal: Reversal;
}

/** How operations are written. */
export interface Manner {
  readonly dialect: Dialect;
  /** The one at hand, if there is one. */
  readonly server?: Server;
  /** True for the plain forms of all ops, which may keep readers and writers waiting. */
  readonly isBlocking: boolean;
}

/** The ops and their way back. A constraint that may be made in several steps has a name. Errors: OP_*. */
export function directionsOf(ops: readonly Op[], before: Schema, { dialect, server, isBlocking }: Manner): Directions {
  const upgrade = isBlocking ? ops : withNames(ops, before, dialect);
  return { upgrade, reversal: wayBack(upgrade, before, dialect, server) };
}

/** The ops of the way back; none where there is no such way. */
export function opsOf(reversal: Reversal): readonly Op[] {
  return reversal.kind === "irreversible" ? [] : reversal.ops;
}

/** The ops of one direction as they are written: in the forms that keep nobody waiting, unless the plain ones are asked for. */
export function safely(given: readonly Op[], before: Schema, { dialect, isBlocking }: Manner): readonly Op[] {
  const ops = enumValuesFirst(given);
  return isBlocking ? ops : saferForms(ops, before, dialect);
}
