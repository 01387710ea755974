import type { Statement, Tried } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { Step } from "../revisions/path.ts";
import type { Schema } from "../schema/schema.ts";
import { fileFields } from "./journal.ts";
import type { JournalEntry } from "./journal-table.ts";
import { countAll, type Position } from "./position.ts";
import type { LoadedStep, Run } from "./run-input.ts";
import type { BookState } from "./transaction.ts";

/** A step, and its 1-based place among the steps of its plan. */
export interface PlacedStep {
  readonly step: Step;
  readonly index: number;
  readonly total: number;
}

/** How far steps came. */
export interface StepsEnd {
  /** The state behind the last step that is done. */
  readonly state: BookState;
  /** The steps that are done: the first ones of those that were to be run. */
  readonly done: readonly DoneStep[];
  /** True when another process has moved the database from that state. */
  readonly isOvertaken: boolean;
}

export interface DoneStep {
  readonly step: Step;
  readonly durationMs: number;
}

/** A revision on its way: what it does, how far it is, and what of that is committed. */
export interface Work {
  readonly run: Run;
  readonly placed: PlacedStep;
  readonly loaded: LoadedStep;
  readonly startedAt: Date;
  /** Statements that earlier runs have written down as done. */
  readonly resumedAt?: number;
  /** How an earlier run has ended at the next one. */
  readonly tried?: Tried;
  at: Position;
  /** What the books said at the last commit. */
  committed: BookState;
  /** The transaction: `opening` while this process waits for its turn and looks at the books. */
  transaction: "none" | "opening" | "open";
  wasAnnounced: boolean;
  /** The schema before the first of the revision's ops; absent while it isn't known, and where an earlier run has begun. */
  first?: Schema;
  doing?: Statement;
  /** What ended with the session of an earlier run, by its names, each with the statement that made it; absent until this one is like it. */
  lost?: Map<string, string>;
  /** True where the transaction that has made it so is still open: what it has set is undone with it. */
  isRenewing?: boolean;
  /** The op that couldn't be planned. */
  refused?: Op;
  /** How far it was at the last commit, how often it was tried since, and whether a function has run since, which may have done more than SQL. */
  kept: { readonly at: Position; readonly tries: number };
  calledFunction: boolean;
  /** What was kept by the run that was interrupted is kept once more. */
  hasKeptAgain?: true;
  /** SQL that takes the role again that raw SQL of the revision has taken, and which was put aside for statements of Limbeck's own. */
  roleAside: readonly string[];
}

/** What the journal says of it, but how far it is. */
export function entryOf(work: Work, outcome: JournalEntry["outcome"]): Omit<JournalEntry, "statementsDone"> {
  const { run, placed, startedAt, at, loaded } = work;
  const total = countAll(at, loaded.ops.length);
  const end = outcome === "running" ? {} : { finishedAt: new Date().toISOString(), durationMs: elapsed(work) };
  return {
    ...subject(work),
    outcome,
    ...fileFields(placed.step.revision),
    startedAt: startedAt.toISOString(),
    ...end,
    ...run.input.runner,
    ...(run.input.remark === undefined ? {} : { message: run.input.remark }),
    ...(total === undefined ? {} : { statementsTotal: total }),
  };
}

/** The revision, for events. */
export function subject({ placed }: Pick<Work, "placed">): {
  readonly revision: string;
  readonly direction: Step["direction"];
} {
  return { revision: placed.step.revision.id, direction: placed.step.direction };
}

/** Milliseconds since this run began the revision. */
export function elapsed({ startedAt }: Pick<Work, "startedAt">): number {
  return Date.now() - startedAt.getTime();
}

/** Acts as the run does by itself, where SQL or a function of the revision may have taken another role. */
export async function putRoleAside(work: Work): Promise<void> {
  const { connection, dialect } = work.run.books;
  if (work.loaded.ops.some(({ kind }) => kind === "execute" || kind === "run"))
    work.roleAside = (await dialect.ownRole?.(connection)) ?? [];
}
