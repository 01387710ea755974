import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, Row, Wait } from "./contract.ts";
import { fail } from "./errors.ts";

/** Between two tries; a blocking call could not say who has the lock. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** The lock of the runners on a server. */
export interface RunnerLock {
  /** Takes it, and returns true, where nobody has it. */
  readonly take: () => Promise<boolean>;
  /** The row of the session that has it; undefined where that can't be told. */
  readonly holder: () => Promise<Row | undefined>;
  /** Such a row in words. */
  readonly textOf: (holder: Row) => string;
}

/** Takes the lock, and waits for another runner, which is said once. Errors: LOCK_TIMEOUT, which names the holder. */
export async function waitForRunners(connection: Connection, lock: RunnerLock, wait: Wait): Promise<void> {
  const { display } = connection.target;
  const limit = seconds(wait.lockTimeoutMs);
  const start = performance.now();
  let pause = FIRST_PAUSE_MS;
  let hasWaited = false;
  while (!(await lock.take())) {
    const left = wait.lockTimeoutMs - (performance.now() - start);
    if (left <= 0) {
      const holder = await lock.holder();
      throw fail("LOCK_TIMEOUT", `Another runner kept "${display}" locked for more than ${limit} s${named(holder)}.`, {
        details: { database: display, lockTimeoutMs: wait.lockTimeoutMs, ...(holder === undefined ? {} : { holder }) },
      });
    }
    if (!hasWaited) {
      const holder = await lock.holder();
      wait.onWait(`Another runner works on "${display}"${named(holder)}; waiting up to ${limit} s.`);
    }
    hasWaited = true;
    await sleep(Math.min(pause, left));
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
  }

  function named(holder: Row | undefined): string {
    return holder === undefined ? "" : ` (${lock.textOf(holder)})`;
  }
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
