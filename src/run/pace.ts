/** How fast a backfill goes, where its revision doesn't say. */
export interface Pace {
  /** A batch that takes longer is followed by a smaller one, one that takes less by a larger one; in milliseconds. */
  readonly batchMs: number;
  /** Between two batches, in milliseconds. */
  readonly pauseMs: number;
}

export const USUAL_PACE: Pace = { batchMs: 500, pauseMs: 10 };
