import type { Connection, Dialect } from "../dialects/contract.ts";
import type { Revision } from "../revisions/revision.ts";
import { type BookNames, type Books, findBooks, selectFrom, selectSql } from "./books.ts";
import { fail } from "./errors.ts";
import {
  checkJournalLayout,
  type EntryField,
  insertSql,
  type JournalEntry,
  type JournalRow,
  journalColumns,
  rowFrom,
  type SqlForm,
  updateForm,
  updateSql,
} from "./journal-table.ts";

/** Who runs: written beside all that is done. */
export interface Runner {
  readonly user: string;
  readonly host: string;
  /** Limbeck's version. */
  readonly tool: string;
}

/** What the journal knows of an applied revision's file. */
export interface AppliedChecksum {
  readonly checksum: string;
  readonly path?: string;
  readonly appliedAt?: string;
}

/** Reads the whole journal, oldest first; empty when there is none. Errors: JOURNAL_UNREADABLE. */
export async function readJournal(
  connection: Connection,
  dialect: Dialect,
  names: BookNames,
): Promise<readonly JournalRow[]> {
  const books: Books = { connection, dialect, names };
  const { journal: found } = await findBooks(books);
  if (found === undefined) return [];
  checkJournalLayout(found);
  return readRows(books, ` ORDER BY ${dialect.quoteName("id")}`);
}

/** The revision that is half-applied, or undefined. The journal is there. */
export async function readOpenRow(books: Books): Promise<JournalRow | undefined> {
  return (await readRows(books, `${isOpen(books)} ORDER BY ${books.dialect.quoteName("id")}`)).at(-1);
}

/** The query for the ids of half-applied revisions. The journal is there. */
export function openIdsSql(books: Books): string {
  return selectSql(books, books.names.journal, ["id"], isOpen(books));
}

/** SQL that replaces all of the row of the half-applied revision but its id, and when it was started. The journal is there. */
export function closeForm(books: Books, entry: JournalEntry, blanks: readonly EntryField[]): SqlForm {
  return updateForm(isOpen(books), entry, blanks, books);
}

/** SQL by which a guest tells how far it is, with blanks for `plan` and `statementsDone`. The journal is there, and the row of the revision. */
export function progressForm(books: Books): SqlForm {
  const { dialect, names } = books;
  const [plan, done] = ["plan", "statements_done"].map((column) => dialect.quoteName(column));
  const update = `UPDATE ${dialect.quoteObject(names.journal)} SET ${plan} = `;
  return [update, { blank: "plan" }, `, ${done} = `, { blank: "statementsDone" }, isOpen(books)];
}

function isOpen({ dialect }: Books): string {
  return ` WHERE ${dialect.quoteName("plan")} IS NOT NULL`;
}

/**
 * The checksum of each revision's file as it was when the revision was last applied, by the revision's id.
 * A revision that was taken back, or that something else applied, is not there.
 */
export function appliedChecksums(rows: readonly JournalRow[]): ReadonlyMap<string, AppliedChecksum> {
  const applied = new Map<string, AppliedChecksum>();
  for (const row of rows) {
    if (row.outcome !== "done") continue;
    if (row.direction === "stamp" && row.revision === "base") applied.clear();
    else if (row.direction === "downgrade") applied.delete(row.revision);
    else if (row.checksum !== undefined) {
      applied.set(row.revision, {
        checksum: row.checksum,
        ...(row.path === undefined ? {} : { path: row.path }),
        ...(row.finishedAt === undefined ? {} : { appliedAt: row.finishedAt }),
      });
    }
  }
  return applied;
}

/** Records that a revision began, where it is committed in parts; returns the row's id. In the caller's transaction. */
export async function writeStarted(books: Books, entry: JournalEntry & { readonly plan: string }): Promise<number> {
  await books.connection.execute(insertSql(entry, books.dialect, books.names));
  const [row] = await readRows(books, ` ORDER BY ${books.dialect.quoteName("id")} DESC LIMIT 1`);
  if (row !== undefined) return row.id;
  throw fail("JOURNAL_UNREADABLE", `The journal lost the row that was just written for revision "${entry.revision}"`);
}

/** Records how far a revision got, together with what it did. In the caller's transaction. */
export async function writeProgress(
  { connection, dialect, names }: Books,
  id: number,
  entry: JournalEntry & { readonly plan: string },
): Promise<void> {
  await connection.execute(updateSql(withId(id, dialect), entry, dialect, names));
}

/** Records the end of a run, in the row that began it if there is one. In the caller's transaction. */
export async function writeEnd(
  { connection, dialect, names }: Books,
  id: number | undefined,
  entry: JournalEntry,
): Promise<void> {
  const sql =
    id === undefined ? insertSql(entry, dialect, names) : updateSql(withId(id, dialect), entry, dialect, names);
  await connection.execute(sql);
}

function withId(id: number, dialect: Dialect): string {
  return ` WHERE ${dialect.quoteName("id")} = ${id}`;
}

async function readRows(books: Books, clauses: string): Promise<readonly JournalRow[]> {
  const { journal } = books.names;
  const rows = await selectFrom(books, journal, journalColumns, clauses);
  return rows.map((row) => rowFrom(row, journal));
}

/** What the journal keeps of a revision's file. */
export function fileFields({ checksum, path }: Pick<Revision, "checksum" | "path">): {
  readonly checksum: string;
  readonly path: string;
} {
  return { checksum, path: path.split(/[\\/]/).at(-1) ?? path };
}
