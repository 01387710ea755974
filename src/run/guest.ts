import type { Step } from "../revisions/path.ts";

/** Another program that carries out revisions on a connection of its own, each in a transaction that it commits when it is told to. */
export interface Guest {
  /** Begins a transaction as the only writer, and carries out the revision and its change of the version table. */
  readonly apply: (step: Step, orders: GuestOrders) => Promise<GuestReport>;
  /** Executes the statements, and commits. */
  readonly commit: (execute: readonly string[]) => Promise<void>;
  /** Undoes the open transaction. */
  readonly cancel: (reason: unknown) => Promise<void>;
}

/** What comes before a revision, in its transaction. */
export interface GuestOrders {
  /** The rows of the version table. */
  readonly heads: readonly string[];
  /** Queries of one column that must find these values, in any order: otherwise the guest does nothing and fails. */
  readonly checks: readonly { readonly sql: string; readonly values: readonly string[] }[];
  /** Statements that are executed first. */
  readonly execute: readonly string[];
  /** Statements that are executed before the revision first commits a part of itself. */
  readonly checkpoint: readonly string[];
  /** Tells the journal of each statement that commits by itself, before it: see `progressSql`. Absent where a transaction holds all. */
  readonly progress?: string;
  /** Asks the guest's session what other sessions know it by. */
  readonly whoami?: string;
  /** Called when the revision itself begins, with the answer to `whoami`. */
  readonly onBegun: (session?: string) => void;
  /** Called when the revision has executed its first statement that changes something. */
  readonly onChanged: () => void;
}

/** What a revision has done; nothing of its last part is committed. */
export interface GuestReport {
  /** The rows of the version table, sorted. */
  readonly heads: readonly string[];
  readonly statements: number;
  /** How many times the revision has committed what it had done. */
  readonly parts: number;
}
