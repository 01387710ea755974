/** One run of one revision, or a stamp, as the journal in the database keeps it. Absent is not known. */
export interface JournalInfo {
  /** Of a stamp, the rows of the version table. */
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  /** `running` is half-applied, or running now. */
  readonly outcome: "running" | "done" | "failed" | "undone";
  /** Statements that are committed, of how many; absent where the revision is done as one. */
  readonly statements?: { readonly done: number; readonly total?: number };
  /** How far a backfill is that isn't at its end. */
  readonly filling?: FillingInfo;
  /** What a half-applied revision in Python has committed, a line each, where the server commits each change of the schema by itself. */
  readonly committed?: readonly string[];
  /** ISO 8601 in UTC. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly ms?: number;
  readonly user?: string;
  readonly host?: string;
  /** The error's text, or what a stamp did. */
  readonly message?: string;
}

/** A backfill in the middle of its table, as of its last batch. */
export interface FillingInfo {
  /** What is filled, in words. */
  readonly text: string;
  /** Rows that were changed, and those that were passed. */
  readonly rows: number;
  readonly passed: number;
  /** About how many rows the table has, and how many are left; absent when nobody knows. */
  readonly about?: number;
  readonly left?: number;
  /** Rows passed in a second. */
  readonly rate?: number;
}
