/** How often a transaction is tried that didn't get a lock in time, or met a deadlock. */
export interface Retries {
  /** All tries, the first one included. */
  readonly tries: number;
  /** Between the first and the second, in milliseconds; doubled for each one after. */
  readonly firstDelayMs: number;
}

/** Milliseconds until the next try after so many; undefined when they are used up. */
export function delayAfter(tried: number, { tries, firstDelayMs }: Retries): number | undefined {
  return tried < tries ? Math.min(firstDelayMs * 2 ** (tried - 1), LONGEST_DELAY_MS) : undefined;
}

const LONGEST_DELAY_MS = 60_000;
