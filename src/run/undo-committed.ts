import { messageOf } from "../base/error.ts";
import type { Schema } from "../schema/schema.ts";
import type { JournalEntry } from "./journal-table.ts";
import { isUnchanged } from "./position.ts";
import { undo, writtenMeanwhile } from "./undo.ts";
import { appliedAt, countCommitted, planUndo, type UndoPlan } from "./undo-plan.ts";
import { subject, type Work } from "./work.ts";

/**
 * Undoes what the failed revision has committed, where the server commits each statement by itself and the way back loses nothing, and
 * closes its row of the journal. True when that is done, or nothing was to be done; a text says why it isn't; undefined where there is no
 * such row, or what is committed stays as it is.
 */
export async function undoCommitted(
  work: Work,
  endOf: (error: Error) => JournalEntry,
  errorOf: (undone: true) => Error,
): Promise<true | string | undefined> {
  const { run, committed } = work;
  const row = committed.open;
  if (row === undefined) return undefined;
  const plan = planOf(work);
  if (plan === undefined || typeof plan === "string") return plan;
  try {
    const written = await writtenMeanwhile(run.books, plan);
    if (written !== undefined) return written;
    const { statements } = plan;
    if (statements.length > 0) run.input.onEvent({ kind: "undoing", ...subject(work), statements: statements.length });
    if (await undo(run, { row, statements, end: endOf(errorOf(true)) })) return true;
    return "another runner has it in hand";
  } catch (error) {
    return `that failed in turn: ${messageOf(error)}`;
  }
}

function planOf(work: Work): UndoPlan | undefined {
  const { run, first, resumedAt, kept } = work;
  const { filled } = kept.at;
  if (filled !== undefined) return undefined;
  if (isUnchanged(kept.at)) return { guards: [], statements: [] };
  if (run.books.dialect.traits.transactionalDdl) return undefined;
  if (first === undefined || resumedAt !== undefined) return "an earlier run has begun it";
  return planFrom(work, first);
}

function planFrom({ run, loaded, kept: { at } }: Work, before: Schema): UndoPlan {
  const { connection, dialect } = run.books;
  const applied = appliedAt(at, { ops: loaded.ops, before }, dialect, countCommitted(at));
  return planUndo(applied, dialect, connection.server);
}

/** False where it is known by now that `repair --undo` can't take back what the failed revision has committed. */
export function mayBeTakenBack(work: Work): boolean {
  const { first, resumedAt, committed } = work;
  if (committed.open === undefined) return false;
  return first === undefined || resumedAt !== undefined || typeof planFrom(work, first) !== "string";
}
