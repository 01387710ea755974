import type { Connection, Dialect } from "../dialects/contract.ts";
import type { StampPlan } from "../revisions/stamp.ts";
import { idsIn } from "../revisions/version-rows.ts";
import type { BookNames, Books } from "./books.ts";
import type { RunEvent } from "./event.ts";
import { refuseLongIds } from "./id-room.ts";
import { type Runner, writeEnd } from "./journal.ts";
import type { JournalEntry } from "./journal-table.ts";
import { withBooks } from "./transaction.ts";
import { changeRows, deleteRows } from "./version-table.ts";

export interface StampInput {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly names: BookNames;
  /** The changes from these rows of the version table; called in the transaction, so nobody moves them meanwhile. */
  readonly planFrom: (heads: readonly string[]) => StampPlan;
  /** Deletes all rows first, whatever they hold; then the changes are planned from none. */
  readonly purge: boolean;
  readonly runner: Runner;
  readonly lockTimeoutMs: number;
  readonly onEvent: (event: RunEvent) => void;
}

/** Rows of the version table, sorted. */
export interface StampOutcome {
  readonly from: readonly string[];
  readonly heads: readonly string[];
}

/**
 * Writes into the version table what the plan says, and into the journal that it was done, in one transaction; runs nothing.
 * A half-applied revision stays half-applied: only `repair` settles it.
 * Errors: VERSION_*, JOURNAL_UNREADABLE; what `planFrom` and the lock throw.
 */
export async function runStamp(input: StampInput): Promise<StampOutcome> {
  const { connection, dialect, names, lockTimeoutMs, onEvent } = input;
  const books: Books = { connection, dialect, names };
  const wait = { lockTimeoutMs, onWait: (message: string) => onEvent({ kind: "waiting", message }) };
  const startedAt = new Date();
  let purged: readonly string[] = [];
  const prepare = async (): Promise<void> => {
    if (input.purge) purged = await deleteRows(books);
  };
  const outcome = await withBooks(books, wait, (state) => write(state.heads), prepare);
  onEvent({ kind: "done", heads: outcome.heads });
  return outcome;

  async function write(rows: readonly string[]): Promise<StampOutcome> {
    const plan = input.planFrom(rows);
    await refuseLongIds(books, plan.changes.flatMap(idsIn));
    for (const change of plan.changes) await changeRows(books, change);
    const from = input.purge ? purged : rows;
    const heads = [...plan.heads].sort();
    const entry = stampEntry(from, heads, { startedAt, by: input.runner });
    if (plan.changes.length > 0 || purged.length > 0) await writeEnd(books, undefined, entry);
    return { from, heads };
  }
}

/** The journal's row of a stamp; a script has no clock and no runner. */
export function stampEntry(
  from: readonly string[],
  heads: readonly string[],
  done?: { readonly startedAt: Date; readonly by: Runner },
): JournalEntry {
  const finishedAt = new Date();
  const when = done && {
    startedAt: done.startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    durationMs: finishedAt.getTime() - done.startedAt.getTime(),
    ...done.by,
  };
  return {
    revision: placeOf(heads),
    direction: "stamp",
    outcome: "done",
    ...when,
    statementsDone: 0,
    message: `stamped ${placeOf(from)} -> ${placeOf(heads)}`,
  };
}

/** Rows of the version table as one text; `base` for none. */
export function placeOf(heads: readonly string[]): string {
  return heads.length === 0 ? "base" : heads.join(", ");
}
