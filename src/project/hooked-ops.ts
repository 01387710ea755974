import { stableJson } from "../base/hash.ts";
import { fail } from "../bridge/errors.ts";
import type { HookedDirection, HookedOps } from "../bridge/model-commands.ts";
import { applyOps } from "../ops/behaviours.ts";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import { type Directions, directionsOf, type Manner, opsOf } from "./directions.ts";

/**
 * The directions as a hook of env.py wants them: without the ops that it has taken away, with the columns of new tables in its order, and with
 * IF [NOT] EXISTS where it says so. The way back is made of what is left, for a hook that looks at the upgrade alone would leave ops in it that undo nothing; what the hook has
 * taken out of it stays out. Errors: BRIDGE_HOOK_UNSUPPORTED where the others need what was taken.
 */
export function withHooked(
  { upgrade, reversal }: Directions,
  hooked: HookedOps,
  { before, ...manner }: Manner & { readonly before: Schema },
): Directions {
  const left = hookedOps(upgrade, hooked.upgrade);
  const given = opsOf(reversal);
  const unwanted = new Set(hooked.downgrade.taken.map((place) => stableJson(given[place])));
  const ordered = new Map(hookedPairs(given, hooked.downgrade));
  try {
    const after = applyOps(before, left);
    // The names are there already, of all that hadn't any before the hook was asked.
    const derived = directionsOf(left, before, { ...manner, isBlocking: true }).reversal;
    if (derived.kind === "irreversible") return { upgrade: left, reversal: derived };
    const wanted = derived.ops.filter((op) => !unwanted.has(stableJson(op)));
    const back = wanted.map((op) => ordered.get(stableJson(op)) ?? op);
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

function hookedOps(ops: readonly Op[], hooked: HookedDirection): readonly Op[] {
  return ops.map((op, place) => hookedOp(op, place, hooked)).filter((_, place) => !hooked.taken.includes(place));
}

/** Each op, as a key, and what becomes of it. */
function hookedPairs(ops: readonly Op[], hooked: HookedDirection): readonly (readonly [string, Op])[] {
  return ops.map((op, place) => [stableJson(op), hookedOp(op, place, hooked)]);
}

function hookedOp(op: Op, place: number, { columns, guarded }: HookedDirection): Op {
  const ordered = inOrder(op, columns.find((each) => each.place === place)?.names);
  return guarded.includes(place) ? withGuard(ordered) : ordered;
}

function withGuard(op: Op): Op {
  switch (op.kind) {
    case "createTable":
    case "addColumn":
    case "createIndex":
      return { ...op, ifNotExists: true };
    case "dropTable":
    case "dropColumn":
    case "dropIndex":
    case "dropConstraint":
      return { ...op, ifExists: true };
    default:
      throw fail("BRIDGE_HOOK_UNSUPPORTED", `process_revision_directives of env.py says IF [NOT] EXISTS of ${op.kind}`);
  }
}

function inOrder(op: Op, names: readonly string[] | undefined): Op {
  if (op.kind !== "createTable" || names === undefined) return op;
  const columns = [...op.table.columns].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  return { ...op, table: { ...op.table, columns } };
}
