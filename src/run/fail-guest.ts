import { LimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import { nameBlockersOf } from "./blockers.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { revisionFailed } from "./failure.ts";
import { type GuestParts, guestParts, guestPlan, inOneLine, partLines } from "./guest-parts.ts";
import type { GuestWork } from "./guest-work.ts";
import { fileFields, writeEnd } from "./journal.ts";
import type { JournalEntry, JournalRow } from "./journal-table.ts";
import { type BookState, readState, withBooks } from "./transaction.ts";
import { elapsed, type PlacedStep, subject } from "./work.ts";

/** Writes the failure down, and returns the error that tells of it. */
export async function failGuest(work: GuestWork, cause: unknown): Promise<LimbeckError> {
  const { run, before, placed } = work;
  const { books } = run;
  const open = await openRowOf(work);
  // A statement that fails changes nothing, and may have committed the row before that.
  const isInParts = open !== undefined && (work.hasChanged || books.dialect.traits.transactionalDdl);
  const parts = isInParts ? committedBy(open, cause) : undefined;
  const isLocked = cause instanceof LimbeckError && books.dialect.mayPass?.(cause) === true;
  if (isLocked && typeof cause.details["sql"] === "string") await nameBlockersOf(books, cause.details["sql"], cause);
  const error = revisionFailed({
    step: placed.step,
    cause,
    ...placeIn(placed, cause),
    number: 0,
    committed: 0,
    ...given({ parts: parts === undefined ? undefined : await partLines(books, parts) }),
    ...(isLocked ? { hint: LOCKED } : {}),
    heads: before.heads,
  });
  try {
    const plan = parts === undefined ? {} : { plan: guestPlan(parts), statementsDone: parts.done.length };
    const entry = { ...failedEntry(work), message: error.message, ...plan };
    await withBooks(books, run.wait, () => writeEnd(books, open?.id, entry));
  } catch (second) {
    error.message += `\nThe journal doesn't know of this, for it couldn't be written: ${messageOf(second)}`;
  }
  run.input.onEvent({ kind: "failed", ...subject(work), code: error.code, message: error.message });
  return error;
}

/**
 * What the journal was told, and what the failure says of the statement at its end: another statement's failure shows that this one is done;
 * where Python is gone, only the server knows.
 */
function committedBy(open: JournalRow | undefined, cause: unknown): GuestParts {
  const parts = (open && guestParts(open)) ?? { done: [] };
  const { done, at } = parts;
  const failed = cause instanceof LimbeckError ? cause.details["sql"] : undefined;
  if (at === undefined || typeof failed !== "string") return parts;
  return { done: failed.trim() === at ? done : [...done, inOneLine(at)] };
}

const LOCKED =
  "Wait for the sessions that have the lock, or end them, and run the same command again; `statement_lock_timeout_ms` in [limbeck] of the ini, or in [tool.limbeck], says how long a statement waits.";

/** The row of the journal that the revision wrote before it committed a part of itself. */
async function openRowOf({ run, before }: GuestWork): Promise<BookState["open"]> {
  try {
    return (await readState(run.books, before)).open;
  } catch {
    // The failure itself is what is told; whoever runs next reads the books again, and says what is wrong with them.
    return undefined;
  }
}

/** The line of the revision's file at which it failed: the last one in Python's traceback that is of this file. */
function placeIn({ step }: PlacedStep, cause: unknown): { readonly line?: number } {
  const traceback = cause instanceof LimbeckError ? cause.details["traceback"] : undefined;
  const lines: readonly unknown[] = Array.isArray(traceback) ? traceback : [];
  const line = lines.findLast((entry) => isLineOf(entry, step.revision.path));
  return isLineOf(line, step.revision.path) ? { line: line.line } : {};
}

function isLineOf(entry: unknown, path: string): entry is { readonly line: number } {
  if (typeof entry !== "object" || entry === null) return false;
  const { path: file, line } = entry as Partial<Record<string, unknown>>;
  return file === path && typeof line === "number";
}

/** The error for a half-applied revision that a guest has begun, which can't go on with it. */
export async function inParts(books: Books, step: PlacedStep["step"], open: JournalRow): Promise<Error> {
  const { id, path } = step.revision;
  const parts = await partLines(books, guestParts(open) ?? { done: [] });
  const message = `The ${step.direction} of revision "${id}" (${path}) has committed a part of itself and then ended, and only its author knows what is left to do`;
  const list = parts.length === 0 ? "" : `. Committed are:\n    ${parts.join("\n    ")}`;
  return fail("JOURNAL_DIRTY", `${message}${list}`, {
    hint: `Undo that by hand, and say so with \`limbeck repair --undone ${id}\`; or finish the revision by hand, and say \`limbeck repair --done ${id}\`.`,
    details: { revision: id, direction: step.direction, committed: parts },
  });
}

function failedEntry(work: GuestWork): JournalEntry {
  const { run, placed, startedAt } = work;
  return {
    ...subject(work),
    outcome: "failed",
    ...fileFields(placed.step.revision),
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    durationMs: elapsed(work),
    ...run.input.runner,
    statementsDone: 0,
  };
}
