import { stableJson } from "../base/hash.ts";
import { fail } from "../bridge/errors.ts";
import type { TakenOps } from "../bridge/model-commands.ts";
import { applyOps } from "../ops/behaviours.ts";
import type { Schema } from "../schema/schema.ts";
import { type Directions, directionsOf, type Manner, opsOf } from "./directions.ts";

/**
 * The directions without the ops that a hook of env.py has taken away. The way back is made of what is left, for a hook that looks at the
 * upgrade alone would leave ops in it that undo nothing; what the hook has taken out of it stays out.
 * Errors: BRIDGE_HOOK_UNSUPPORTED where the others need what was taken.
 */
export function withoutTaken(
  { upgrade, reversal }: Directions,
  taken: TakenOps,
  { before, ...manner }: Manner & { readonly before: Schema },
): Directions {
  const left = upgrade.filter((_, place) => !taken.upgrade.includes(place));
  const unwanted = new Set(taken.downgrade.map((place) => stableJson(opsOf(reversal)[place])));
  try {
    const after = applyOps(before, left);
    // The names are there already, of all that hadn't any before the hook was asked.
    const derived = directionsOf(left, before, { ...manner, isBlocking: true }).reversal;
    if (derived.kind === "irreversible") return { upgrade: left, reversal: derived };
    const back = derived.ops.filter((op) => !unwanted.has(stableJson(op)));
    applyOps(after, back);
    return { upgrade: left, reversal: { ...derived, ops: back } };
  } catch (cause) {
    throw fail(
      "BRIDGE_HOOK_UNSUPPORTED",
      "process_revision_directives of env.py takes away what other operations need",
      {
        cause,
      },
    );
  }
}
