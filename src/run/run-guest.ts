import { LimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import { applyRowChange } from "../revisions/version-rows.ts";
import { nameBlockersOf } from "./blockers.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { revisionFailed } from "./failure.ts";
import type { Guest, GuestReport } from "./guest.ts";
import { guestBackups } from "./guest-backup.ts";
import { type GuestParts, guestParts, guestPlan, inOneLine, partLines } from "./guest-parts.ts";
import { closeSql, fileFields, openIdsSql, progressSql, writeEnd } from "./journal.ts";
import { insertSql, type JournalEntry, type JournalRow } from "./journal-table.ts";
import { putBackBehind } from "./put-back-behind.ts";
import type { GuestStep, Run } from "./run-input.ts";
import type { RevisionEnd } from "./run-revision.ts";
import { type BookState, beginAlone, isSameState, missingBooks, readState, withBooks } from "./transaction.ts";
import { underWatch } from "./under-watch.ts";
import { rowsSql } from "./version-table.ts";
import type { PlacedStep } from "./work.ts";

/** A revision that a guest carries out. */
interface GuestWork {
  readonly run: Run;
  readonly before: BookState;
  readonly placed: PlacedStep;
  readonly guest: Guest;
  /** Statements that keep what it drops. */
  readonly keeping: readonly Statement[];
  readonly startedAt: Date;
  /** False while the guest waits for its turn, and while the books are looked at. */
  isBegun: boolean;
  /** False until its first statement that changes something. */
  hasChanged: boolean;
}

/**
 * Lets a guest run one step on a database in the state `before`, with the books in the guest's own transaction; "overtaken" when another
 * process has moved the database from there. Errors: RUN_REVISION_FAILED, JOURNAL_DIRTY; what keeps the guest from beginning.
 */
export async function runGuestRevision(
  run: Run,
  before: BookState,
  { guest, recorded, ...placed }: PlacedStep & GuestStep,
): Promise<RevisionEnd | "overtaken"> {
  if (before.open !== undefined) throw await inParts(run.books, placed.step, before.open);
  const keeping = await guestBackups(run, placed, { guest, ...given({ recorded }) });
  const work: GuestWork = {
    ...{ run, before, placed, guest, keeping, startedAt: new Date() },
    ...{ isBegun: false, hasChanged: false },
  };
  run.schema = undefined;
  try {
    await lock(work);
    await carryOut(work);
  } catch (error) {
    await guest.cancel(error);
    await unlock(work);
    if (await isOvertaken(work)) return "overtaken";
    throw work.isBegun ? await failed(work, error) : error;
  }
  await unlock(work);
  await putBackBehind(run, placed);
  const durationMs = elapsed(work);
  run.input.onEvent({ kind: "finished", ...subject(work), durationMs });
  const heads = headsAfter(work);
  return { state: { hasVersionTable: true, hasJournal: true, heads }, durationMs };
}

/** Where Limbeck's connection can keep other runners out while another one works, it does; else the guest itself must. */
async function lock({ run: { books, wait } }: GuestWork): Promise<void> {
  if (books.dialect.guest !== undefined) return;
  await beginAlone(books, [], wait);
  await books.dialect.commit(books.connection, { keepsLock: true });
}

async function unlock({ run: { books } }: GuestWork): Promise<void> {
  if (books.dialect.guest === undefined) await books.dialect.rollback(books.connection);
}

async function carryOut(work: GuestWork): Promise<void> {
  const { run, before, placed, guest } = work;
  const { books } = run;
  const { dialect, names } = books;
  // Where each change of the schema is committed by itself, the journal must know of the revision before its first.
  const isHeld = dialect.traits.transactionalDdl;
  const checkpoint = insertSql({ ...entryOf(work, "running"), plan: guestPlan() }, dialect, names);
  const report = await underWatch(run, { ...subject(work), index: 1 }, (isOf) =>
    guest.apply(placed.step, {
      heads: before.heads,
      checks: [
        ...(before.hasVersionTable ? [{ sql: rowsSql(books), values: before.heads }] : []),
        ...(before.hasJournal ? [{ sql: openIdsSql(books), values: [] }] : []),
        ...work.keeping.filter(({ check }) => check !== undefined).map(({ sql }) => ({ sql, values: [] })),
      ],
      execute: [
        ...missingBooks(books, before).map(({ sql }) => sql),
        ...(isHeld ? [] : [checkpoint]),
        ...work.keeping.filter(({ check }) => check === undefined).map(({ sql }) => sql),
      ],
      checkpoint: isHeld ? [checkpoint] : [],
      ...(isHeld ? {} : { progress: progressSql(books) }),
      ...given({ whoami: dialect.watch?.whoami }),
      onBegun: (session) => {
        if (session !== undefined) isOf(session);
        work.isBegun = true;
        announce(work);
      },
      onChanged: () => {
        work.hasChanged = true;
      },
    }),
  );
  checkHeads(work, report);
  const done = { ...entryOf(work, "done"), statementsDone: report.statements, statementsTotal: report.statements };
  const isOpen = !isHeld || report.parts > 0;
  await guest.commit([isOpen ? closeSql(books, done) : insertSql(done, dialect, names)]);
}

/** The guest has looked at the books before it began, and found them otherwise, or what it was to make was there. */
async function isOvertaken({ run, before, isBegun }: GuestWork): Promise<boolean> {
  return !isBegun && !isSameState(await readState(run.books), before);
}

function announce(work: GuestWork): void {
  const { step, index, total } = work.placed;
  const { message, path } = step.revision;
  work.run.input.onEvent({ kind: "started", ...subject(work), message, path, index, total });
}

function checkHeads(work: GuestWork, { heads }: GuestReport): void {
  const expected = headsAfter(work);
  if (heads.join("\n") === expected.join("\n")) return;
  const message = `The version table would hold ${placeOf(heads)} after this revision, where it should hold ${placeOf(expected)}`;
  throw fail("VERSION_ROW_MISSING", message, { details: { heads, expected } });
}

function headsAfter({ before, placed }: GuestWork): readonly string[] {
  return [...applyRowChange(before.heads, placed.step.rows)].sort();
}

/** Writes the failure down, and returns the error that tells of it. */
async function failed(work: GuestWork, cause: unknown): Promise<LimbeckError> {
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
    const entry = { ...entryOf(work, "failed"), message: error.message, ...plan };
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
  "Wait for the sessions that have the lock, or end them, and run the same command again; `statementLockTimeoutMs` in the config says how long a statement waits.";

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

function entryOf(work: GuestWork, outcome: JournalEntry["outcome"]): JournalEntry {
  const { run, placed, startedAt } = work;
  const end = outcome === "running" ? {} : { finishedAt: new Date().toISOString(), durationMs: elapsed(work) };
  return {
    ...subject(work),
    outcome,
    ...fileFields(placed.step.revision),
    startedAt: startedAt.toISOString(),
    ...end,
    ...run.input.runner,
    statementsDone: 0,
  };
}

function subject({ placed }: GuestWork): Pick<PlacedStep["step"], "direction"> & { readonly revision: string } {
  return { revision: placed.step.revision.id, direction: placed.step.direction };
}

function elapsed({ startedAt }: GuestWork): number {
  return Date.now() - startedAt.getTime();
}

function placeOf(heads: readonly string[]): string {
  return heads.length === 0 ? "nothing" : heads.join(", ");
}
