import { messageOf } from "../base/error.ts";
import type { Statement, Wait } from "../dialects/contract.ts";
import { displayName } from "../schema/names.ts";
import { type Books, findBooks } from "./books.ts";
import { readOpenRow } from "./journal.ts";
import { checkJournalLayout, type JournalRow, journalTable } from "./journal-table.ts";
import { batchesDone } from "./position.ts";
import { checkLayout, creationOf, namespaceOf, readRows, versionTable } from "./version-table.ts";

/** What the books say at one moment. */
export interface BookState {
  readonly hasVersionTable: boolean;
  readonly hasJournal: boolean;
  /** Rows of the version table, sorted. */
  readonly heads: readonly string[];
  /** The revision that is half-applied. */
  readonly open?: JournalRow;
}

/**
 * Reads the books and makes nothing. `known` spares the search for tables that were there before.
 * Errors: VERSION_TABLE_*, JOURNAL_UNREADABLE.
 */
export async function readState(books: Books, known?: BookState): Promise<BookState> {
  const found = await whichExist(books, known);
  const heads = found.hasVersionTable ? await readRows(books) : [];
  const open = found.hasJournal ? await readOpenRow(books) : undefined;
  return { ...found, heads, ...(open === undefined ? {} : { open }) };
}

/** True when nobody has moved the database between the two moments. */
export function isSameState(a: BookState, b: BookState): boolean {
  return (
    a.heads.join("\n") === b.heads.join("\n") &&
    a.open?.id === b.open?.id &&
    a.open?.statementsDone === b.open?.statementsDone &&
    batchesDone(a.open) === batchesDone(b.open)
  );
}

/** Makes those of the two tables that aren't there, in the open transaction, and returns the state with them. */
export async function ensureBooks(books: Books, state: BookState): Promise<BookState> {
  for (const { sql } of missingBooks(books, state)) await books.connection.execute(sql);
  return { ...state, hasVersionTable: true, hasJournal: true };
}

/** The statements that make the tables that aren't there. */
export function missingBooks({ connection, dialect, names }: Books, state: BookState): readonly Statement[] {
  const { server } = connection;
  return [
    ...(state.hasVersionTable ? [] : creationOf(versionTable(names), dialect, server)),
    ...(state.hasJournal
      ? []
      : [...namespaceOf(names, dialect, server), ...creationOf(journalTable(names, dialect), dialect, server)]),
  ];
}

/** Begins a transaction in which `statements` will run, as the only runner of these books. Errors: LOCK_TIMEOUT. */
export function beginAlone(
  { connection, dialect, names }: Books,
  statements: readonly Statement[],
  wait: Wait,
): Promise<void> {
  return dialect.begin(connection, statements, { scope: displayName(names.versionTable), ...wait });
}

/**
 * Runs `work` in a transaction in which both tables are there; undoes all of it when `work` or the commit fails.
 * `prepare` runs first, before the books are read.
 */
export async function withBooks<T>(
  books: Books,
  wait: Wait,
  work: (state: BookState) => Promise<T>,
  prepare?: () => Promise<void>,
): Promise<T> {
  const { connection, dialect } = books;
  await beginAlone(books, [], wait);
  try {
    await prepare?.();
    const result = await work(await ensureBooks(books, await readState(books)));
    await dialect.commit(connection);
    return result;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

/** Undoes the open transaction after an error, which stays the one that is reported: a second one is added to its message. */
export async function rollbackAfter({ connection, dialect }: Books, error: unknown): Promise<void> {
  try {
    await dialect.rollback(connection);
  } catch (second) {
    if (error instanceof Error) error.message += ` (and then the rollback failed: ${messageOf(second)})`;
  }
}

async function whichExist(
  books: Books,
  known: BookState | undefined,
): Promise<Pick<BookState, "hasVersionTable" | "hasJournal">> {
  if (known?.hasVersionTable === true && known.hasJournal) return { hasVersionTable: true, hasJournal: true };
  const { versionTable: version, journal } = await findBooks(books);
  if (version !== undefined) checkLayout(version);
  if (journal !== undefined) checkJournalLayout(journal);
  return { hasVersionTable: version !== undefined, hasJournal: journal !== undefined };
}
