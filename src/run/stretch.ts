import { setTimeout as sleep } from "node:timers/promises";
import type { Statement } from "../dialects/contract.ts";
import { readUnrestored } from "./backup-registry.ts";
import { emptyBefore } from "./guest-backup.ts";
import type { GuestStep, Run } from "./run-input.ts";
import type { PlacedStep } from "./work.ts";

/** A step that comes behind another one of its stretch, if `empty` finds nothing then. */
export interface Follower extends PlacedStep {
  readonly empty: readonly Statement[];
}

/** So many steps are handed to a guest at once: what it is told of them is in the memory of both. */
const LONGEST = 500;

/** A guest that rests begins with the steps of which is known by then what they drop. */
const LOOK_MS = 50;

/** The steps behind the one at `at` that its guest carries out in one go with it: nothing of ours has to come between them. */
export async function followers(
  run: Run,
  steps: readonly PlacedStep[],
  at: number,
  { guest }: GuestStep,
): Promise<readonly Follower[]> {
  const found: Follower[] = [];
  const direction = steps[at]?.step.direction;
  const filled = direction === "downgrade" && run.input.backups !== undefined ? await readUnrestored(run.books) : [];
  // What a downgrade brings back is filled again while it is carried out, and behind it.
  const isAlone = ({ step }: PlacedStep): boolean => filled.some(({ revision }) => revision === step.revision.id);
  if (steps.slice(at, at + 1).some(isAlone)) return found;
  const end = performance.now() + LOOK_MS;
  const over = sleep(LOOK_MS, undefined, { ref: false });
  for (const placed of steps.slice(at + 1, at + LONGEST)) {
    if (performance.now() > end || isAlone(placed)) break;
    const loaded = await run.input.opsOf(placed.step);
    if (placed.step.direction !== direction || !("guest" in loaded) || loaded.guest !== guest) break;
    const empty = await Promise.race([emptyBefore(run, loaded), over]);
    if (empty === undefined) break;
    found.push({ ...placed, empty });
  }
  return found;
}
