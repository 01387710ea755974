import type { SessionView } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { Step } from "../revisions/path.ts";
import type { FillProgress } from "./backfill.ts";
import type { ToldBackup } from "./backup.ts";
import type { Backup } from "./backup-registry.ts";

/** What a run tells while it works: plain, JSON-safe records, in the order in which things happen. */
export type RunEvent =
  /** Another process has the lock; said once each time. */
  | { readonly kind: "waiting"; readonly message: string }
  /** Another process moved the database while this one waited, so the way is planned again. */
  | { readonly kind: "overtaken" }
  /** Something is done in another way than was planned, or not at all. */
  | { readonly kind: "noted"; readonly message: string }
  | RevisionStarted
  | RevisionStatement
  | StatementWatched
  | StatementSlow
  | StatementEnded
  /** Nothing more will be said about statements while they run. */
  | { readonly kind: "unwatched"; readonly reason: string }
  | RevisionFilled
  /** What the revision is about to drop will be copied first: to a table of its own, or to a file in `directory`. */
  | (OfRevision & { readonly kind: "kept"; readonly backup: ToldBackup })
  /** What an upgrade dropped will be put back. */
  | (OfRevision & { readonly kind: "restored"; readonly backup: Backup })
  | RevisionRetried
  | RevisionUndoing
  | RevisionFinished
  | RevisionFailed
  /** All is done; `heads` are the rows of the version table, sorted. */
  | { readonly kind: "done"; readonly heads: readonly string[] };

/** What a run tells, with when and where. */
export type TimedEvent = RunEvent & {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The database, without its password. */
  readonly database: string;
};

interface OfRevision {
  readonly revision: string;
  readonly direction: Step["direction"];
}

/** The lock is held and the revision begins. */
interface RevisionStarted extends OfRevision {
  readonly kind: "started";
  /** The revision's message. */
  readonly message: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** 1-based place among the steps of the plan. */
  readonly index: number;
  readonly total: number;
  /** Statements that an earlier run committed; absent for a revision that starts afresh. */
  readonly resumedAt?: number;
}

/** A statement is about to run. */
interface RevisionStatement extends OfRevision {
  readonly kind: "statement";
  /** Absent for a function of the revision. */
  readonly sql?: string;
  readonly op: Op;
  /** 1-based place in the revision, or in what undoes it. */
  readonly index: number;
  /** True for one that undoes what the revision has done. */
  readonly undoes?: true;
}

/** A batch of a backfill is committed. */
interface RevisionFilled extends OfRevision, FillProgress {
  readonly kind: "filled";
  readonly op: Op;
  /** 1-based place of the statement in the revision. */
  readonly index: number;
}

interface OfStatement extends OfRevision {
  /** 1-based place in the revision; 1 for the whole of a revision in Python. */
  readonly index: number;
}

/** What the server says of a statement that still runs. */
interface StatementWatched extends OfStatement {
  readonly kind: "watched";
  readonly elapsedMs: number;
  readonly view: SessionView;
}

/** A statement runs, or has run, longer than it should; said once for each. */
interface StatementSlow extends OfStatement {
  readonly kind: "slow";
  readonly elapsedMs: number;
}

/** A statement is over and has not failed. */
interface StatementEnded extends OfStatement {
  readonly kind: "ended";
  readonly durationMs: number;
}

/** What was not yet committed of the revision is undone, and will be tried again. */
interface RevisionRetried extends OfRevision {
  readonly kind: "retried";
  /** Why, and in whose way it was. */
  readonly message: string;
  readonly delayMs: number;
  /** The number of the next try, and of all. */
  readonly nextTry: number;
  readonly tries: number;
}

/** What is committed of a revision that ended half-way is undone by as many statements. */
interface RevisionUndoing extends OfRevision {
  readonly kind: "undoing";
  readonly statements: number;
  /** True where somebody asked for it; absent where the revision has just failed. */
  readonly isAsked?: true;
}

/** The revision is committed. */
interface RevisionFinished extends OfRevision {
  readonly kind: "finished";
  readonly durationMs: number;
}

/** The revision failed; the error that is thrown says how. */
interface RevisionFailed extends OfRevision {
  readonly kind: "failed";
  /** Code and message of the error. */
  readonly code: string;
  readonly message: string;
}
