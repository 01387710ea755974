import { messageOf } from "../base/error.ts";
import type { Statement, Tried } from "../dialects/contract.ts";
import { describeOp } from "../ops/behaviours.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import type { RunEvent } from "./event.ts";
import { writeEnd, writeProgress } from "./journal.ts";
import type { JournalEntry, JournalRow } from "./journal-table.ts";
import { perform } from "./perform.ts";
import { hasPosition, type Position, positionOf, positionText } from "./position.ts";
import type { Conduct } from "./run-input.ts";
import { beginAlone, readState, rollbackAfter } from "./transaction.ts";
import { underWatch } from "./under-watch.ts";
import type { UndoPlan } from "./undo-plan.ts";

/** The first guard that finds more than the revision's own, in words; undefined where nobody has written anything. */
export async function writtenMeanwhile(
  { connection }: Books,
  { guards }: Exclude<UndoPlan, string>,
): Promise<string | undefined> {
  for (const { sql, rows, what } of guards) {
    const [row] = await connection.query(sql);
    if (Number(Object.values(row ?? {})[0]) !== rows) return `others have written ${what} meanwhile`;
  }
  return undefined;
}

/**
 * Carries out the statements that undo what the half-applied revision of the row has done, and closes the row with `end`: in one
 * transaction, as far as they take one; what is committed by itself is written down before and after, so that a later run goes on with it.
 * False when another runner has taken the row in hand meanwhile. Errors: RUN_UNDO_FAILED.
 */
export async function undo(
  run: Conduct,
  {
    row,
    statements,
    end,
  }: { readonly row: JournalRow; readonly statements: readonly Statement[]; readonly end: JournalEntry },
): Promise<boolean> {
  const at: Position = { end: 0, earlier: 0, statements, done: 0, undoes: true };
  return carryOut(run, { row, at, end });
}

/** True for the row of a revision that is being undone. */
export function isUndoing(row: JournalRow | undefined): row is JournalRow {
  return row?.plan !== undefined && hasPosition(row) && positionOf(row).undoes === true;
}

/** Goes on with undoing what an earlier run has begun to undo, and closes the row. False when another runner was faster. Errors: RUN_UNDO_FAILED. */
export async function finishUndo(run: Conduct, row: JournalRow): Promise<boolean> {
  const { plan: _, id: __, ...entry } = row;
  const message = "what the run had done before it failed is undone, by a later run";
  const end: JournalEntry = { ...entry, outcome: "undone", finishedAt: new Date().toISOString(), message };
  return carryOut(run, { row, at: positionOf(row), end, isResumed: true });
}

interface Undoing {
  readonly row: JournalRow;
  readonly at: Position;
  readonly end: JournalEntry;
  /** The next statement may have been carried out. */
  readonly isResumed?: true;
}

async function carryOut(run: Conduct, { row, at, end, isResumed }: Undoing): Promise<boolean> {
  const { books, wait } = run;
  const { connection, dialect } = books;
  const { id, ...entry } = row;
  let { done } = at;
  let doing: Statement | undefined;
  const carryOutNext = async (statement: Statement): Promise<void> => {
    doing = statement;
    await carryOutOne(run, row, statement, done + 1);
    doing = undefined;
  };
  try {
    for (let tried: Tried = isResumed === true ? "cut off" : "now", isFirst = true; ; isFirst = false) {
      const apart = at.statements.findIndex(({ facts }, i) => i >= done && !facts.transactional);
      const together = at.statements.slice(done, apart === -1 ? undefined : apart);
      await beginAlone(books, together, wait);
      if (isFirst && (await readState(books)).open?.plan !== row.plan) {
        await dialect.rollback(connection);
        return false;
      }
      for (const statement of together) {
        await carryOutNext(statement);
        done++;
        tried = "now";
      }
      const statement = at.statements[done];
      if (statement === undefined) break;
      await writeProgress(books, id, { ...entry, plan: positionText({ ...at, done }) });
      await dialect.commit(connection, { keepsLock: true });
      const isDone = (await dialect.recover?.(connection, statement, tried)) === true;
      if (!isDone) await carryOutNext(statement);
      done++;
      tried = "now";
    }
    await writeEnd(books, id, end);
    await dialect.commit(connection);
    return true;
  } catch (error) {
    await rollbackAfter(books, error);
    throw doing === undefined ? error : undoFailed(row, { ...at, done }, doing, error);
  }
}

async function carryOutOne(run: Conduct, row: JournalRow, statement: Statement, index: number): Promise<void> {
  const { books, wait, input } = run;
  const of = { ...subjectOf(row), index };
  input.onEvent({ kind: "statement", ...of, sql: statement.sql, op: statement.op, undoes: true });
  await underWatch(run, of, () => perform(books, statement, { functions: new Map(), wait }));
}

/** The revision of a half-applied row, for events: such a row is never a stamp's. */
export function subjectOf({
  revision,
  direction,
}: JournalEntry): Pick<Extract<RunEvent, { kind: "started" }>, "revision" | "direction"> {
  return { revision, direction: direction === "downgrade" ? "downgrade" : "upgrade" };
}

function undoFailed(row: JournalRow, { statements, done }: Position, statement: Statement, cause: unknown): Error {
  const { revision, direction } = subjectOf(row);
  const place = `statement ${done + 1} of ${statements.length} (${describeOp(statement.op)})`;
  const [words, sql] = [messageOf(cause), statement.sql].map((text) => text.replaceAll("\n", "\n    "));
  return fail(
    "RUN_UNDO_FAILED",
    `Undoing the ${direction} of revision "${revision}" failed at ${place}:\n    ${words}\nThe statement:\n    ${sql}`,
    { cause, details: { revision, direction, statement: done + 1, total: statements.length, sql: statement.sql } },
  );
}
