import type { GuestStep, Run } from "./run-input.ts";
import type { PlacedStep } from "./work.ts";

/** So many steps are handed to a guest at once: what it is told of them is in the memory of both. */
const LONGEST = 500;

/** The steps behind the one at `at` that its guest carries out in one go with it: nothing of ours has to come between them. */
export async function followers(
  run: Run,
  steps: readonly PlacedStep[],
  at: number,
  { guest }: GuestStep,
): Promise<readonly PlacedStep[]> {
  const found: PlacedStep[] = [];
  const direction = steps[at]?.step.direction;
  // What a downgrade brings back is filled again behind it.
  if (direction === "downgrade" && run.input.backups !== undefined) return found;
  for (const placed of steps.slice(at + 1, at + LONGEST)) {
    if (placed.step.direction !== direction || !(await isFree(run, placed, guest))) break;
    found.push(placed);
  }
  return found;
}

/** Whether the guest carries out the step, and nothing has to be kept of what it may drop. */
async function isFree({ input }: Run, { step }: PlacedStep, guest: GuestStep["guest"]): Promise<boolean> {
  const loaded = await input.opsOf(step);
  if (!("guest" in loaded) || loaded.guest !== guest) return false;
  return input.backups === undefined || loaded.mayLose !== true;
}
