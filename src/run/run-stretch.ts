import { given } from "../base/given.ts";
import { applyRowChange } from "../revisions/version-rows.ts";
import { failGuest } from "./fail-guest.ts";
import type { Guest, GuestWord } from "./guest.ts";
import { guestBackups } from "./guest-backup.ts";
import { guestOrders, orderedStep } from "./guest-orders.ts";
import { guestPutBack } from "./guest-put-back.ts";
import { refuseUnknown, settledParts } from "./guest-resume.ts";
import { beginGuestWork, type GuestWork } from "./guest-work.ts";
import { putBackBehind } from "./put-back-behind.ts";
import type { GuestStep, Run } from "./run-input.ts";
import type { Follower } from "./stretch.ts";
import { type BookState, beginAlone, isSameState, readState } from "./transaction.ts";
import { underWatch } from "./under-watch.ts";
import { type DoneStep, elapsed, type PlacedStep, type StepsEnd, subject } from "./work.ts";

/** Steps that a guest carries out one after the other, with nothing of ours in between; at least one. */
export type Stretch = readonly [PlacedStep, ...Follower[]];

/**
 * Lets a guest run steps on a database in the state `before`, each in a transaction of the guest's own with its row of the version table and
 * of the journal. Errors: RUN_REVISION_FAILED, JOURNAL_DIRTY; what keeps the guest from beginning.
 */
export async function runStretch(run: Run, before: BookState, stretch: Stretch, loaded: GuestStep): Promise<StepsEnd> {
  const { guest } = loaded;
  const [first, ...others] = stretch;
  const { open } = before;
  if (open !== undefined) await refuseUnknown(run.books, first.step, open);
  const backups = await guestBackups(run, first, loaded, open);
  const back = await guestPutBack(run, first, { loaded, isResumed: open !== undefined });
  const empty = backups.filter(({ check }) => check !== undefined);
  const keeping = backups.filter(({ check }) => check === undefined);
  run.schema = undefined;
  const done: DoneStep[] = [];
  let work = beginGuestWork(run, before, first);
  const finish = (): void => {
    const durationMs = elapsed(work);
    run.input.onEvent({ kind: "finished", ...subject(work), durationMs });
    done.push({ step: work.placed.step, durationMs });
  };
  try {
    await lock(run);
    const isLocked = keepsOthersOut(run);
    if (open !== undefined && (await readState(run.books)).open?.plan !== open.plan) {
      await unlock(run);
      return { state: before, done, isOvertaken: true };
    }
    const resume = open === undefined ? undefined : await settledParts(run.books, first.step, open);
    guest.begin(
      [
        orderedStep(run, { ...first, empty }, given({ back, resume })),
        ...others.map((placed) => orderedStep(run, placed)),
      ],
      guestOrders(run, before, { direction: first.step.direction, keeping }),
    );
    for (const [i, placed] of stretch.entries()) {
      if (i > 0) work = beginGuestWork(run, stateAfter(work), placed, work.session);
      // Without the lock none goes on: the error of the connection is what ends it.
      if (isLocked && !keepsOthersOut(run)) await readState(run.books, work.before);
      if (await isLastWord(work, guest)) break;
      finish();
    }
  } catch (error) {
    await guest.cancel(error);
    await unlock(run);
    if (work.isBegun && (await isCommitted(work))) {
      // It has ended before it could say so.
      finish();
      throw error;
    }
    if (!work.isBegun && !isSameState(await readState(run.books), work.before))
      return { state: work.before, done, isOvertaken: true };
    throw work.isBegun ? await failGuest(work, error) : error;
  }
  await unlock(run);
  await putBackBehind(run, work.placed);
  finish();
  return { state: stateAfter(work), done, isOvertaken: false };
}

/** Where Limbeck's connection can keep other runners out while another one works, it does; else the guest itself must. */
async function lock({ books, wait }: Run): Promise<void> {
  if (books.dialect.guest !== undefined) return;
  await beginAlone(books, [], wait);
  await books.dialect.commit(books.connection, { keepsLock: true });
}

function keepsOthersOut({ books: { dialect, connection } }: Run): boolean {
  return dialect.keepsLock?.(connection) === true;
}

async function unlock({ books }: Run): Promise<void> {
  if (books.dialect.guest === undefined) await books.dialect.rollback(books.connection);
}

/** Follows the guest through a step until that is committed; true when it begins no other. */
async function isLastWord(work: GuestWork, guest: Guest): Promise<boolean> {
  await underWatch(work.run, { ...subject(work), index: 1 }, async (isOf) => {
    if (work.session !== undefined) isOf(work.session);
    for (;;) {
      const word = await guest.told();
      if (word.kind === "applied") break;
      take(work, word, isOf);
    }
  });
  const word = await guest.told();
  return word.kind === "committed" && word.isLast;
}

function take(work: GuestWork, word: GuestWord, isOf: (session: string) => void): void {
  if (word.kind === "changed") work.hasChanged = true;
  if (word.kind !== "begun") return;
  if (word.session !== null) {
    work.session = word.session;
    isOf(word.session);
  }
  work.isBegun = true;
  const { step, index, total } = work.placed;
  const { message, path } = step.revision;
  work.run.input.onEvent({ kind: "started", ...subject(work), message, path, index, total });
}

/** Whether the books say that the step is done: whoever was to tell may be gone. */
async function isCommitted(work: GuestWork): Promise<boolean> {
  try {
    return isSameState(await readState(work.run.books), stateAfter(work));
  } catch {
    // The failure itself is what is told; whoever runs next reads the books again, and says what is wrong with them.
    return false;
  }
}

function stateAfter({ before, placed }: GuestWork): BookState {
  return {
    hasVersionTable: true,
    hasJournal: true,
    heads: [...applyRowChange(before.heads, placed.step.rows)].sort(),
  };
}
