import { isLimbeckError } from "../base/error.ts";
import type { Statement, Tried } from "../dialects/contract.ts";
import type { Step } from "../revisions/path.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import type { GuestResume } from "./guest.ts";
import { type GuestParts, goesOn, guestParts, partLines, withLast } from "./guest-parts.ts";
import { isEditedSince } from "./half-applied.ts";
import type { JournalRow } from "./journal-table.ts";

/** Refuses to go on with a revision of a guest's of which too little is known. Errors: JOURNAL_DIRTY. */
export async function refuseUnknown(books: Books, step: Step, open: JournalRow): Promise<void> {
  const parts = guestParts(open);
  if (isEditedSince(open, step)) throw await inParts(books, step, open, "its file was changed since");
  if (!goesOn(parts)) throw await inParts(books, step, open, parts?.why);
}

/**
 * What is committed of it, once it is known whether the statement is at which the run ended; what that left half-done is taken away.
 * As the only runner. Errors: JOURNAL_DIRTY.
 */
export async function settledParts(books: Books, step: Step, open: JournalRow): Promise<GuestResume> {
  const parts = guestParts(open) ?? { done: [] };
  const isLast = await isLastDone(books, step, open, parts);
  const { done, known = [] } = isLast ? withLast(parts) : parts;
  return { done, known, isUnfilled: isLast || parts.unfilled === true };
}

/** The error for a half-applied revision of a guest's that can't be gone on with; `why` where that is known. */
async function inParts(books: Books, step: Step, open: JournalRow, why?: string): Promise<Error> {
  const { id, path } = step.revision;
  const parts = await partLines(books, guestParts(open) ?? { done: [] });
  const reason = why ?? "only its author knows what is left to do";
  const message = `The ${step.direction} of revision "${id}" (${path}) has committed a part of itself and then ended, and can't be gone on with: ${reason}`;
  const list = parts.length === 0 ? "" : `. Committed are:\n    ${parts.join("\n    ")}`;
  const restore =
    isEditedSince(open, step) && goesOn(guestParts(open)) ? "Restore the file and run the command again; or u" : "U";
  return fail("JOURNAL_DIRTY", `${message}${list}`, {
    hint: `${restore}ndo that by hand, and say so with \`limbeck repair --undone ${id}\`; or finish the revision by hand, and say \`limbeck repair --done ${id}\`.`,
    details: { revision: id, direction: step.direction, committed: parts },
  });
}

async function isLastDone(books: Books, step: Step, open: JournalRow, { at, refused }: GuestParts): Promise<boolean> {
  if (at === undefined) return false;
  const { connection, dialect } = books;
  const tried: Tried = refused === true ? "refused" : "cut off";
  const statement = await readStatement(books, at);
  // What has places for parameters leaves nothing half-done.
  if (statement === undefined && tried === "refused") return false;
  const isUnsettled = statement === undefined || (dialect.recover === undefined && statement.facts.transactional);
  if (isUnsettled && tried === "cut off") throw await inParts(books, step, open, UNSETTLED);
  try {
    return statement !== undefined && (await dialect.recover?.(connection, statement, tried)) === true;
  } catch (error) {
    if (!isLimbeckError(error, "STATEMENT_UNSETTLED")) throw error;
    throw await inParts(books, step, open, UNSETTLED);
  }
}

/** Undefined for what the grammar doesn't take, such as a statement with places for parameters. */
async function readStatement({ connection, dialect }: Books, sql: string): Promise<Statement | undefined> {
  const op = { kind: "execute", sql } as const;
  try {
    await dialect.ready?.([op], connection.server);
    return { sql, op, facts: dialect.classify(sql, connection.server) };
  } catch (error) {
    if (!isLimbeckError(error) || !error.code.startsWith("DIALECT_")) throw error;
    return undefined;
  }
}

const UNSETTLED = "nothing tells whether the statement was carried out at which the run ended";
