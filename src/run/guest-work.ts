import { given } from "../base/given.ts";
import type { Run } from "./run-input.ts";
import type { BookState } from "./transaction.ts";
import type { PlacedStep } from "./work.ts";

/** A step that a guest carries out, and how far it is. */
export interface GuestWork {
  readonly run: Run;
  readonly before: BookState;
  readonly placed: PlacedStep;
  readonly startedAt: Date;
  /** What other sessions know the guest's by; absent while it isn't known. */
  session?: string;
  /** False while the guest waits for its turn, and while the books are looked at. */
  isBegun: boolean;
  /** False until its first statement that changes something. */
  hasChanged: boolean;
}

/** A step of which nothing is done yet. */
export function beginGuestWork(run: Run, before: BookState, placed: PlacedStep, session?: string): GuestWork {
  return {
    ...{ run, before, placed, startedAt: new Date(), ...given({ session }) },
    ...{ isBegun: false, hasChanged: false },
  };
}
