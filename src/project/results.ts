import type { Facts, SessionView } from "../dialects/contract.ts";
import type { Finding, Severity } from "../lint/finding.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { Backup } from "../run/backup-registry.ts";
import type { VerifiedRevision } from "../verify/verified-revision.ts";
import type { JournalInfo } from "./journal-info.ts";

export type { JournalInfo } from "./journal-info.ts";
export type { RepairResult, RepairUndo } from "./repair-result.ts";

/** One revision as it is shown to people and in JSON. Others read this shape: keys are added, never changed. */
export interface RevisionInfo {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  /** Ids of the revisions that it needs beside its ancestry. */
  readonly dependsOn: readonly string[];
  /** Labels of the branch that it is on: its own, and those that it shares with its relatives. */
  readonly branchLabels: readonly string[];
  /** Empty when the file has none. */
  readonly message: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly format: RevisionFormat;
  /** No revision follows it. */
  readonly isHead: boolean;
  /** No revision follows it, yet one depends on it, so that the version table need not name it: Alembic's "effective head". */
  readonly isEffectiveHead: boolean;
  readonly isBase: boolean;
  /** More than one revision follows it. */
  readonly isBranchPoint: boolean;
  /** It follows more than one revision. */
  readonly isMergePoint: boolean;
  /** Whether the version table names it or implies it as the head of a branch; absent when no database was asked. */
  readonly isCurrent?: boolean;
  /** Ids of the revisions that follow it directly. */
  readonly nextRevisions: readonly string[];
}

/** A branch point and what follows it. */
export interface BranchInfo extends RevisionInfo {
  readonly children: readonly RevisionInfo[];
}

/** One change in words. */
export interface Change {
  /** The op's kind, such as `addColumn`. */
  readonly kind: string;
  /** One line without a full stop: `add column users.email`. */
  readonly text: string;
  /** What undoing it would not bring back, in words; absent when it loses nothing. */
  readonly loses?: string;
}

/** A drop and an addition that may be one object under a new name. */
export interface RenameQuestion {
  readonly what: "table" | "column" | "value";
  /** As `--rename` takes it: `old_table`, or `table.old_column`. */
  readonly from: string;
  /** The new name alone. */
  readonly to: string;
}

export interface InitResult {
  readonly template: string;
  /** Absolute paths, in the order in which they were written. */
  readonly created: readonly string[];
  /** Absolute paths of files that were there already and were left alone. */
  readonly kept: readonly string[];
  readonly configPath: string;
}

export interface TemplateInfo {
  readonly name: string;
  readonly description: string;
}

/** A hook that ran after a revision was written, and what it printed. */
export interface HookRun {
  readonly name: string;
  readonly output: string;
}

/** What `revision` and `merge` did. */
export type RevisionResult =
  | {
      readonly kind: "written";
      readonly revision: RevisionInfo;
      /** What autogenerate found; empty without it. */
      readonly changes: readonly Change[];
      readonly hooks: readonly HookRun[];
      /** Faults that don't stop the command: data that the downgrade can't bring back. */
      readonly warnings: readonly string[];
    }
  /** Autogenerate found nothing to do, and wrote nothing. */
  | { readonly kind: "unchanged" };

/** What happens while revisions run, in order. */
export type Progress =
  /** Another process has the database; this one waits. */
  | { readonly kind: "waiting"; readonly message: string }
  /** What isn't committed of a step was undone, and is tried again after this time. */
  | {
      readonly kind: "retrying";
      readonly message: string;
      readonly delayMs: number;
      /** The number of the next try, and of all. */
      readonly nextTry: number;
      readonly tries: number;
    }
  /** What is committed of a step is undone, by so many statements: it has just failed, or somebody asked for it. */
  | { readonly kind: "undoing"; readonly statements: number; readonly isAsked: boolean }
  /** A batch of a backfill was committed. */
  | {
      readonly kind: "filled";
      /** What is filled, in words. */
      readonly text: string;
      /** Rows that were changed, and passed, in this run and earlier ones; about how many there are, where it's known. */
      readonly rows: number;
      readonly passed: number;
      readonly about?: number;
      /** Rows passed in a second, in this run. */
      readonly rate: number;
      readonly ms: number;
    }
  /** The round trip of a revision begins. */
  | { readonly kind: "verifying"; readonly revision: string; readonly message: string }
  /** A line that the project's own Python code printed. */
  | { readonly kind: "output"; readonly line: string }
  /** What the server says of a statement that still runs. */
  | { readonly kind: "watched"; readonly elapsedMs: number; readonly view: SessionView }
  /** A statement takes longer than it should; said once for each. */
  | { readonly kind: "slow"; readonly elapsedMs: number; readonly sql?: string }
  | (ProgressStep & { readonly kind: "stepStarted" })
  | (ProgressStep & { readonly kind: "stepDone"; readonly ms: number });

interface ProgressStep {
  readonly revision: string;
  readonly direction: Direction;
  readonly message: string;
  /** What the database goes from and to, as in Alembic's log; empty stands for base. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** 1-based place among the steps of this run. */
  readonly number: number;
  readonly total: number;
}

export type Direction = "upgrade" | "downgrade";

/** What `upgrade` and `downgrade` did. */
export type RunResult =
  | {
      readonly kind: "ran";
      /** The database without its password. */
      readonly database: string;
      /** Rows of the version table before and after. */
      readonly from: readonly string[];
      readonly heads: readonly string[];
      /** Empty when there was nothing to do. */
      readonly steps: readonly { readonly revision: string; readonly direction: Direction; readonly ms: number }[];
      readonly ms: number;
    }
  | ScriptResult;

/** A whole SQL script, ending in a newline, for the server's own shell. */
export interface ScriptResult {
  readonly kind: "script";
  readonly sql: string;
  /** What the script takes for granted, a sentence each. */
  readonly warnings: readonly string[];
}

export type StampResult =
  | {
      readonly kind: "stamped";
      readonly database: string;
      readonly from: readonly string[];
      readonly heads: readonly string[];
    }
  | ScriptResult;

export type EnsureVersionResult =
  | { readonly kind: "ensured"; readonly table: string; readonly created: boolean; readonly database: string }
  | ScriptResult;

export interface CurrentResult {
  readonly database: string;
  /** The stored revisions, and heads of branches that they imply. */
  readonly revisions: readonly RevisionInfo[];
  /** Everything that the files have is applied. */
  readonly isAtHeads: boolean;
  /** Ids of heads that are not applied. */
  readonly missingHeads: readonly string[];
}

export interface PlanResult {
  readonly steps: readonly PlanStep[];
  /** Rows of the version table now. */
  readonly current: readonly string[];
  /** Rows of the version table afterwards. */
  readonly heads: readonly string[];
}

export interface PlanStep {
  readonly revision: string;
  readonly direction: Direction;
  readonly message: string;
  readonly path: string;
  /** Only when statements were asked for. */
  readonly changes?: readonly Change[];
  readonly statements?: readonly PlannedStatement[];
  /** Of a half-applied revision, with which the first step goes on: how much of it is committed. `total` is absent while nobody knows it. */
  readonly halfApplied?: {
    readonly done: number;
    readonly total?: number;
    /** True where an earlier run has begun to undo it: that is finished first, and then the step begins anew. */
    readonly isUndoing?: true;
  };
}

export interface PlannedStatement {
  readonly sql: string;
  readonly facts: Facts;
  /** True for one that an earlier run has committed. */
  readonly isDone?: true;
}

/** A rule's report at a place. */
export type LintFinding = Finding;

/** A rule, for those who list it. */
export interface LintRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly instead: string;
}

/** What lint says of revisions and SQL files. */
export interface LintResult {
  readonly findings: readonly Finding[];
  /** Ids of the revisions that were looked at, in the order in which they are applied. */
  readonly revisions: readonly string[];
  /** Absolute paths of the files that are no revisions. */
  readonly files: readonly string[];
  /** Findings that a comment in the file accepts. */
  readonly accepted: readonly { readonly finding: LintFinding; readonly reason: string }[];
  /** The rules that found something. */
  readonly rules: readonly LintRule[];
  /** How many findings there are of each weight. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** A finding weighs as much as the config's `lint.failOn`, or more. */
  readonly failed: boolean;
  /** What was looked at, and what could not be, a sentence each. */
  readonly notes: readonly string[];
}

/** What one direction of a revision does. */
export interface ReviewedDirection {
  /** A line each. */
  readonly changes: readonly string[];
  readonly statements: readonly PlannedStatement[];
  /** The data that it destroys, in words. */
  readonly loses: readonly string[];
}

/** All that there is to know of a revision before it is applied. */
export interface ReviewPage {
  readonly revision: string;
  readonly message: string;
  /** Absolute. */
  readonly path: string;
  readonly upgrade: ReviewedDirection;
  /** Absent where there is no way back. */
  readonly downgrade?: ReviewedDirection;
  readonly findings: readonly LintFinding[];
  /** Its round trip was made, as it is now. */
  readonly isVerified: boolean;
  /** Absent where nobody has approved it as it is now. */
  readonly approval?: { readonly by: string; readonly at: string };
}

export interface ReviewResult {
  /** In the order in which they are applied. */
  readonly pages: readonly ReviewPage[];
  /** All that were looked at are approved. */
  readonly isApproved: boolean;
  /** Ids that were approved now. */
  readonly approved: readonly string[];
  readonly notes: readonly string[];
}

/** What the round trips of revisions showed. */
export interface VerifyResult {
  /** In the order in which they were made. */
  readonly revisions: readonly VerifiedRevision[];
  /** Ids of revisions that have evidence, and were not verified again. */
  readonly known: readonly string[];
  /** No finding. */
  readonly ok: boolean;
  /** Absolute path of the file in which evidence is kept. */
  readonly evidence: string;
  /** What was looked at, and what could not be, a sentence each. */
  readonly notes: readonly string[];
}

export interface EditResult {
  readonly editor: string;
  readonly paths: readonly string[];
}

/** Whether the database and the models say the same. */
export type CheckResult =
  | { readonly kind: "same" }
  | {
      readonly kind: "differs";
      readonly changes: readonly Change[];
      /** Drops and additions that may be renames; they are among the changes as drops and additions. */
      readonly maybeRenames: readonly RenameQuestion[];
      /** What could not be compared, and counts as changed. */
      readonly warnings: readonly string[];
    };

export interface StatusResult {
  readonly database: string;
  readonly current: readonly RevisionInfo[];
  /** Ids in the version table that no file has. */
  readonly unknown: readonly string[];
  readonly heads: readonly RevisionInfo[];
  /** In the order in which `upgrade heads` would run them; empty while there are unknown ids. */
  readonly pending: readonly RevisionInfo[];
  /** Applied revisions whose file has changed since. */
  readonly edited: readonly { readonly revision: string; readonly path: string }[];
  /** The revision that is half-applied. */
  readonly unfinished?: JournalInfo;
  /** Runners that are at work now, where the server shows them. */
  readonly running: readonly RunnerInfo[];
  /** The latest runs, newest first, at most 10. */
  readonly lastRuns: readonly JournalInfo[];
  /** Nothing pending, unknown, edited or unfinished. */
  readonly isClean: boolean;
}

/** What was kept of what revisions dropped, and what was done with it. */
export interface BackupsResult {
  readonly database: string;
  /** The oldest first; after `drop` those that are left. */
  readonly backups: readonly Backup[];
  /** Those that were put back or dropped. */
  readonly done: readonly Backup[];
}

/** A runner that is at work now. */
export interface RunnerInfo {
  /** The server's id of its session. */
  readonly session: string;
  readonly view: SessionView;
}

/** One look at a database while runners may be at work on it. */
export interface WatchResult {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly database: string;
  /** Rows of the version table, as committed. */
  readonly heads: readonly string[];
  /** A revision that is committed in parts, and how far it is. */
  readonly unfinished?: JournalInfo;
  readonly running: readonly RunnerInfo[];
}

export interface ForgetResult {
  readonly database: string;
  /** The table that is gone; absent when there was none. */
  readonly dropped?: string;
}

export interface Explanation {
  readonly code: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly exit: number;
}
