import { isLimbeckError, LimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import { nameBlockersOf } from "./blockers.ts";
import { revisionFailed } from "./failure.ts";
import { countParts, type GuestParts, goesOn, guestParts, guestPlan, partLines, withLast } from "./guest-parts.ts";
import type { GuestWork } from "./guest-work.ts";
import { fileFields, writeEnd } from "./journal.ts";
import type { JournalEntry, JournalRow } from "./journal-table.ts";
import { type BookState, readState, withBooks } from "./transaction.ts";
import { elapsed, type PlacedStep, subject } from "./work.ts";

/** Writes the failure down, and returns the error that tells of it. */
export async function failGuest(work: GuestWork, cause: unknown): Promise<LimbeckError> {
  const { run, before } = work;
  const { books } = run;
  const open = await openRowOf(work);
  // A statement that fails changes nothing, and may have committed the row before that.
  const isInParts =
    open !== undefined && (work.hasChanged || books.dialect.traits.transactionalDdl || before.open !== undefined);
  const parts = isInParts ? committedBy(open, before.open, cause) : undefined;
  const error = isLimbeckError(cause, "BRIDGE_PARTS_DIFFER") ? cause : await failureOf(work, cause, parts);
  try {
    const plan = parts === undefined ? {} : { plan: guestPlan(parts), statementsDone: countParts(parts) };
    const entry = { ...failedEntry(work), message: error.message, ...plan };
    await withBooks(books, run.wait, () => writeEnd(books, open?.id, entry));
  } catch (second) {
    error.message += `\nThe journal doesn't know of this, for it couldn't be written: ${messageOf(second)}`;
  }
  run.input.onEvent({ kind: "failed", ...subject(work), code: error.code, message: error.message });
  return error;
}

async function failureOf(
  { run, before, placed }: GuestWork,
  cause: unknown,
  parts: GuestParts | undefined,
): Promise<LimbeckError> {
  const { books } = run;
  const isLocked = cause instanceof LimbeckError && books.dialect.mayPass?.(cause) === true;
  if (isLocked && typeof cause.details["sql"] === "string") await nameBlockersOf(books, cause.details["sql"], cause);
  return revisionFailed({
    step: placed.step,
    cause,
    ...placeIn(placed, cause),
    number: 0,
    committed: 0,
    ...given({ parts: parts === undefined ? undefined : await partLines(books, parts) }),
    ...(goesOn(parts) ? { goesOn: true } : {}),
    ...(isLocked ? { hint: LOCKED } : {}),
    heads: before.heads,
  });
}

/**
 * What the journal was told, and what the failure says of the statement at its end: another statement's failure shows that this one is done;
 * where Python is gone, only the server knows.
 */
function committedBy(open: JournalRow, earlier: JournalRow | undefined, cause: unknown): GuestParts {
  const parts = guestParts(open) ?? { done: [] };
  const { at } = parts;
  const failed = cause instanceof LimbeckError ? cause.details["sql"] : undefined;
  if (at === undefined || typeof failed !== "string") return parts;
  if (failed.trim() === at) return { ...parts, refused: true };
  // What an earlier run has told says nothing of how far this one came.
  if (open.plan === earlier?.plan) return parts;
  const isPutBack = cause instanceof LimbeckError && cause.details["isPutBack"] === "true";
  return { ...withLast(parts), ...(isPutBack ? { unfilled: true } : {}) };
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
