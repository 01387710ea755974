import { isLimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import { afterFailure } from "./blockers.ts";
import { revisionFailed } from "./failure.ts";
import { writeEnd } from "./journal.ts";
import type { JournalEntry } from "./journal-table.ts";
import { batchesDone, countAll, countDone, isUnchanged, refusedText } from "./position.ts";
import { rollbackAfter, withBooks } from "./transaction.ts";
import { mayBeTakenBack, undoCommitted } from "./undo-committed.ts";
import { entryOf, subject, type Work } from "./work.ts";

/** True when the server is gone: it has undone what was open, and can't be asked anything. */
export function isBroken(cause: unknown): boolean {
  return isLimbeckError(cause, "CONNECT_FAILED");
}

/**
 * Undoes what isn't committed, and what is where the server commits by itself and the way back loses nothing; writes the failure down, and
 * returns the error that tells of it.
 */
export async function failRevision(work: Work, cause: unknown): Promise<unknown> {
  const { run, committed, at, placed, doing } = work;
  run.schema = undefined;
  const wasOpening = work.transaction === "opening";
  if (work.transaction !== "none") await rollbackAfter(run.books, cause);
  if (doing !== undefined && !isBroken(cause)) await afterFailure(run.books, doing, cause);
  // No fault of the revision's: it could not even begin.
  if (wasOpening || isLimbeckError(cause, "CONNECT_READ_ONLY")) return cause;
  const total = countAll(at, work.loaded.ops.length);
  const errorOf = (undone: true | string | undefined) =>
    revisionFailed({
      step: placed.step,
      cause,
      ...given({ statement: doing, total, undone }),
      number: countDone(at) + 1,
      ...lineOf(work),
      committed: isUnchanged(work.kept.at) ? 0 : (committed.open?.statementsDone ?? 0),
      batches: batchesDone(committed.open),
      mayBeTakenBack: mayBeTakenBack(work),
      heads: committed.heads,
    });
  const undone = isBroken(cause) ? undefined : await undoCommitted(work, (error) => endOf(work, error), errorOf);
  const error = errorOf(undone);
  const isRefused = doing?.facts.transactional === false && doing.batches === undefined && !isBroken(cause);
  if (work.wasAnnounced && undone !== true) await recordFailure(work, error, isRefused);
  run.input.onEvent({ kind: "failed", ...subject(work), code: error.code, message: error.message });
  return error;
}

/** The line of the file that asked for what failed. */
function lineOf({ loaded, doing, refused }: Work): { readonly line?: number } {
  const op = doing?.op ?? refused;
  const line = op === undefined ? undefined : loaded.lineOf?.(op);
  return line === undefined ? {} : { line };
}

async function recordFailure(work: Work, error: Error, isRefused: boolean): Promise<void> {
  const { books, wait } = work.run;
  try {
    await withBooks(books, wait, async ({ open }) => {
      const id = work.committed.open?.id;
      // What is left to do, or to undo, is as the row has it by now.
      const row = open?.id === id ? open : undefined;
      const kept = row?.plan === undefined ? {} : { plan: isRefused ? refusedText(row.plan) : row.plan };
      await writeEnd(books, id, { ...endOf(work, error), statementsDone: row?.statementsDone ?? 0, ...kept });
    });
  } catch (second) {
    error.message += `\nThe journal doesn't know of this, for it couldn't be written: ${messageOf(second)}`;
  }
}

function endOf(work: Work, error: Error): JournalEntry {
  return { ...entryOf(work, "failed"), statementsDone: 0, message: error.message };
}
