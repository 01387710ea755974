import type { Statement, Wait } from "../dialects/contract.ts";
import type { Books } from "./books.ts";
import { writeEnd, writeProgress } from "./journal.ts";
import type { JournalEntry, JournalRow } from "./journal-table.ts";
import { perform } from "./perform.ts";
import { hasPosition, type Position, positionOf, positionText } from "./position.ts";
import { beginAlone, readState, rollbackAfter } from "./transaction.ts";
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
 * Carries out the statements that undo what the half-applied revision of the row has done, and closes the row with `end`. Each is written
 * down before and after, so that a later run goes on with it. False when another runner has taken the row in hand meanwhile.
 */
export async function undo(
  books: Books,
  wait: Wait,
  {
    row,
    statements,
    end,
  }: { readonly row: JournalRow; readonly statements: readonly Statement[]; readonly end: JournalEntry },
): Promise<boolean> {
  const at: Position = { end: 0, earlier: 0, statements, done: 0, undoes: true };
  return carryOut(books, wait, { row, at, end });
}

/** True for the row of a revision that is being undone. */
export function isUndoing(row: JournalRow | undefined): row is JournalRow {
  return row?.plan !== undefined && hasPosition(row) && positionOf(row).undoes === true;
}

/** Goes on with undoing what an earlier run has begun to undo, and closes the row. False when another runner was faster. */
export async function finishUndo(books: Books, wait: Wait, row: JournalRow): Promise<boolean> {
  const { plan: _, id: __, ...entry } = row;
  const message = "what the run had done before it failed is undone, by a later run";
  const end: JournalEntry = { ...entry, outcome: "undone", finishedAt: new Date().toISOString(), message };
  return carryOut(books, wait, { row, at: positionOf(row), end, isResumed: true });
}

interface Undoing {
  readonly row: JournalRow;
  readonly at: Position;
  readonly end: JournalEntry;
  /** The next statement may have been carried out. */
  readonly isResumed?: true;
}

async function carryOut(books: Books, wait: Wait, { row, at, end, isResumed }: Undoing): Promise<boolean> {
  const { connection, dialect } = books;
  const { id, ...entry } = row;
  let isFirst = true;
  try {
    for (let done = at.done; ; done++) {
      await beginAlone(books, [], wait);
      if (isFirst && (await readState(books)).open?.plan !== row.plan) {
        await dialect.rollback(connection);
        return false;
      }
      const statement = at.statements[done];
      if (statement === undefined) break;
      const isTransactional = statement.facts.transactional;
      if (isTransactional) await carryOutOne(books, statement, wait);
      await writeProgress(books, id, {
        ...entry,
        plan: positionText({ ...at, done: isTransactional ? done + 1 : done }),
      });
      await dialect.commit(connection, { keepsLock: true });
      const mayBeDone = isFirst && isResumed === true;
      const isDone = !isTransactional && (await dialect.recover?.(connection, statement, mayBeDone)) === true;
      if (!isTransactional && !isDone) await carryOutOne(books, statement, wait);
      isFirst = false;
    }
    await writeEnd(books, id, end);
    await dialect.commit(connection);
    return true;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

function carryOutOne(books: Books, statement: Statement, wait: Wait): Promise<void> {
  return perform(books, statement, { functions: new Map(), wait });
}
