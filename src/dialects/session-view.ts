/** What a session does now, as the server tells it. */
export interface SessionView {
  /** The statement that it carries out, in one line, cut off where it is long; absent while it does nothing. */
  readonly sql?: string;
  /** How long it has done so. */
  readonly elapsedMs?: number;
  /** What it waits for, in the server's words. */
  readonly waitsFor?: string;
  readonly progress?: WorkProgress;
  /** The sessions that keep it waiting, and those that it keeps waiting, in words. */
  readonly blockedBy: readonly string[];
  readonly blocks: readonly string[];
}

/** How far the server is with a statement. */
export interface WorkProgress {
  /** The server's name of what it is at. */
  readonly phase: string;
  /** Of `total`, where the server counts. */
  readonly done?: number;
  readonly total?: number;
  /** What is counted: `blocks`, `rows`, `%`. */
  readonly unit?: string;
}
