import { isLimbeckError, messageOf } from "../base/error.ts";
import type { Dialect, Server, Statement } from "../dialects/contract.ts";
import { describeOp } from "../ops/behaviours.ts";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { inOneLine } from "./guest-parts.ts";
import type { Runner } from "./journal.ts";
import type { JournalEntry, JournalRow } from "./journal-table.ts";
import { countDone, isRefused, isUnchanged, type Position, positionOf } from "./position.ts";
import type { Conduct } from "./run-input.ts";
import { beginAlone, readState, rollbackAfter } from "./transaction.ts";
import { finishUndo, subjectOf, undo, writtenMeanwhile } from "./undo.ts";
import { appliedAt, countCommitted, planUndo, type UndoPlan } from "./undo-plan.ts";

/** A revision that an earlier run has left half-applied. */
export interface HalfApplied {
  /** Its row of the journal, which has a position. */
  readonly row: JournalRow;
  /** What its file says that it does. */
  readonly ops: readonly Op[];
  /** The schema before its first op, as the history has it. */
  readonly before: Schema;
  /** The file isn't the one that was begun. */
  readonly isEdited: boolean;
}

/** What takes it back; `mayBeDone` is a statement of its own that may have been carried out too, which only the run itself finds out. */
export interface TakeBackPlan {
  readonly statements: readonly Statement[];
  readonly mayBeDone?: Statement;
}

/** How it would be taken back, without doing it. Errors: RUN_NOT_UNDOABLE. */
export async function planTakeBack(books: Books, half: HalfApplied): Promise<TakeBackPlan> {
  const at = positionOf(half.row);
  if (at.undoes === true) return { statements: at.statements.slice(at.done) };
  const { statements } = await planned(books, half, countCommitted(at));
  const next = nextApart(at);
  return { statements, ...(next === undefined || isRefused(half.row) ? {} : { mayBeDone: next }) };
}

/**
 * Undoes what the revision has committed, as the only runner, and closes its row of the journal; returns the number of statements that
 * took. Errors: RUN_NOT_UNDOABLE, RUN_UNDO_FAILED, REPAIR_NOTHING when another runner has settled it meanwhile, LOCK_TIMEOUT.
 */
export async function takeBack(conduct: Conduct, half: HalfApplied, by: Runner): Promise<number> {
  const { books, wait, input } = conduct;
  const { connection, dialect } = books;
  const { row } = half;
  await beginAlone(books, [], wait);
  try {
    if ((await readState(books)).open?.plan !== row.plan) throw overtaken(row);
    await dialect.commit(connection, { keepsLock: true });
    const isResumed = positionOf(row).undoes === true;
    const { statements } = isResumed
      ? await planTakeBack(books, half)
      : await planned(books, half, await settledCount(books, half));
    input.onEvent({ kind: "undoing", ...subjectOf(row), statements: statements.length, isAsked: true });
    const isOver = isResumed
      ? await finishUndo(conduct, row)
      : await undo(conduct, { row, statements, end: endOf(row, statements.length, by) });
    if (!isOver) throw overtaken(row);
    return statements.length;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

/** The statement at which the run ended, where no transaction takes it back. */
function nextApart({ statements, done, filled }: Position): Statement | undefined {
  const next = statements[done];
  return filled !== undefined || next?.facts.transactional !== false || next.batches !== undefined ? undefined : next;
}

/** The same once it is known whether the statement at which the run ended was carried out; what it left half-done is taken away. */
async function settledCount({ connection, dialect }: Books, half: HalfApplied): Promise<number> {
  const at = positionOf(half.row);
  const next = nextApart(at);
  const isThere = next !== undefined && (await dialect.recover?.(connection, next, "cut off")) === true;
  if (!isThere) return countCommitted(at);
  // What a statement that was refused would have made may be somebody else's.
  if (isRefused(half.row)) {
    const number = countDone(at) + 1;
    throw notUndoable(
      half.row,
      `statement ${number} has failed, and yet its effect is there, which others may have brought about`,
    );
  }
  return at.done + 1;
}

async function planned(books: Books, half: HalfApplied, done: number): Promise<Exclude<UndoPlan, string>> {
  const { connection, dialect } = books;
  const at = positionOf(half.row);
  if (isUnchanged(at) && done === at.done) return { guards: [], statements: [] };
  if (half.isEdited && at.earlier > 0) throw notUndoable(half.row, EDITED);
  await dialect.ready?.(half.ops, connection.server);
  const plan = planFrom(half, done, dialect, connection.server);
  const why = typeof plan === "string" ? plan : await writtenMeanwhile(books, plan);
  if (typeof plan === "string" || why !== undefined) throw notUndoable(half.row, why ?? "");
  return plan;
}

/** What can't even be planned on the schema of the history was begun on another one. */
function planFrom(half: HalfApplied, done: number, dialect: Dialect, server: Server): UndoPlan {
  try {
    return planUndo(appliedAt(positionOf(half.row), half, dialect, done), dialect, server);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return `on the schema that the revisions before it lead to, it can't be planned: ${messageOf(error)}`;
  }
}

const EDITED = "its file, which alone tells what came first, was changed since; restore it";

function endOf(row: JournalRow, count: number, by: Runner): JournalEntry {
  const { plan: _plan, id: _id, ...entry } = row;
  const of = `${row.statementsDone} of ${row.statementsTotal ?? "its"} statements`;
  const message = `taken back by ${count} statement${count === 1 ? "" : "s"}, ${of} after it began`;
  return { ...entry, ...by, outcome: "undone", finishedAt: new Date().toISOString(), message };
}

function overtaken({ revision }: JournalRow): Error {
  const message = `Revision "${revision}" is not half-applied any more as it was: another runner has it in hand`;
  return fail("REPAIR_NOTHING", message, { details: { revision } });
}

/** The error for a row whose revision Limbeck can't take back. `committed` are its statements, a line each; `goesOn` as of the command that began it. */
export function notUndoable(
  row: JournalRow,
  reason: string,
  { committed, goesOn }: { readonly committed: readonly string[]; readonly goesOn: boolean } = {
    committed: committedLines(row),
    goesOn: true,
  },
): Error {
  const { revision, direction } = subjectOf(row);
  const list = committed.length === 0 ? "" : `. Committed are:\n    ${committed.join("\n    ")}`;
  const again = goesOn
    ? "or correct the cause and run the interrupted command again"
    : `or finish the revision by hand, and say \`limbeck repair --done ${revision}\``;
  return fail(
    "RUN_NOT_UNDOABLE",
    `The ${direction} of revision "${revision}" can't be undone by Limbeck: ${reason}${list}`,
    {
      hint: `Take that back by hand, and say so with \`limbeck repair --undone ${revision}\`; ${again}.`,
      details: { revision, direction, reason, committed },
    },
  );
}

/** What is committed of it, as far as the journal has it, a line each. */
function committedLines(row: JournalRow): readonly string[] {
  const { earlier, statements, done, filled } = positionOf(row);
  const { revision, direction } = subjectOf(row);
  const target = direction === "upgrade" ? revision : `${revision}-1`;
  const first = earlier === 0 ? [] : [`1 to ${earlier}: see \`limbeck plan ${direction} ${target} -v\``];
  const lines = statements.slice(0, done).map((each, i) => `${earlier + i + 1}. ${lineOf(each)}`);
  const next = statements[done];
  const begun =
    filled === undefined || next === undefined
      ? []
      : [`${earlier + done + 1}. ${filled.batches} batches of ${lineOf(next)}`];
  return [...first, ...lines, ...begun];
}

/** A function has no SQL. */
function lineOf({ sql, op }: Statement): string {
  return sql === "" ? describeOp(op) : inOneLine(sql);
}
