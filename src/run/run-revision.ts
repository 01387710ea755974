import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import type { Batches } from "../ops/batches.ts";
import { applyRowChange } from "../revisions/version-rows.ts";
import { backfill } from "./backfill.ts";
import { nameBlockers } from "./blockers.ts";
import { failRevision, isBroken } from "./fail-revision.ts";
import { writeEnd, writeProgress, writeStarted } from "./journal.ts";
import { keepAgain } from "./keep-again.ts";
import { USUAL_PACE } from "./pace.ts";
import { perform } from "./perform.ts";
import { planStage } from "./plan-stage.ts";
import { countDone, isRefused, type Position, positionOf, positionText, startPosition } from "./position.ts";
import { putBackBehind } from "./put-back-behind.ts";
import { delayAfter } from "./retry.ts";
import type { LoadedStep, Run } from "./run-input.ts";
import { isIdle, madeBy, refuseLost, renewSession, withLeft, withRestored } from "./session-state.ts";
import { nextStage, opaqueStatement, refusedOp } from "./stage.ts";
import { type BookState, beginAlone, ensureBooks, isSameState, missingBooks, readState } from "./transaction.ts";
import { underWatch } from "./under-watch.ts";
import { changeRows } from "./version-table.ts";
import { elapsed, entryOf, type PlacedStep, putRoleAside, type StepsEnd, subject, type Work } from "./work.ts";

/** Runs one step on a database in the state `before`. */
export async function runRevision(
  run: Run,
  before: BookState,
  { loaded, ...placed }: PlacedStep & { readonly loaded: LoadedStep },
): Promise<StepsEnd> {
  const at = before.open === undefined ? startPosition : positionOf(before.open);
  const work: Work = {
    run,
    placed,
    loaded,
    startedAt: new Date(),
    ...(before.open === undefined
      ? {}
      : { resumedAt: before.open.statementsDone, tried: isRefused(before.open) ? "refused" : "cut off" }),
    at,
    committed: before,
    transaction: "none",
    wasAnnounced: false,
    kept: { at, tries: 1 },
    calledFunction: false,
    roleAside: [],
  };
  for (let isOver = false; !isOver; ) {
    try {
      if (!(await carryOut(work))) return { state: before, done: [], isOvertaken: true };
      isOver = true;
    } catch (error) {
      // What is undone with a transaction is the role, too.
      if (work.transaction === "none" && !isBroken(error)) await run.books.dialect.ownRole?.(run.books.connection);
      if (await waitedToRetry(work, error)) continue;
      if (!isBroken(error) && (await isOvertaken(work))) return { state: before, done: [], isOvertaken: true };
      throw await failRevision(work, error);
    }
  }
  if (loaded.ops.some(({ kind }) => kind === "execute")) await putBackBehind(run, placed);
  const durationMs = elapsed(work);
  run.input.onEvent({ kind: "finished", ...subject(work), durationMs });
  return { state: work.committed, done: [{ step: placed.step, durationMs }], isOvertaken: false };
}

/** Runs what is left of the revision and commits it; false when another process was faster. */
async function carryOut(work: Work): Promise<boolean> {
  const { connection, dialect } = work.run.books;
  await dialect.ready?.(work.loaded.ops, connection.server);
  if (work.resumedAt !== undefined && work.hasKeptAgain !== true) {
    await keepAgain(work);
    work.hasKeptAgain = true;
  }
  for (;;) {
    const statement = await nextStatement(work);
    if (!(await open(work))) return false;
    await renewSession(work);
    if (statement === undefined) break;
    if (statement.facts.transactional) {
      await carryOutOne(work, statement);
      continue;
    }
    if (statement.batches !== undefined) {
      // A second try has nothing new to keep, and is to be counted.
      if (work.at !== work.kept.at || work.committed.open === undefined) await checkpoint(work);
      if (!(await carryOutInBatches(work, statement, statement.batches))) return false;
      continue;
    }
    await checkpoint(work);
    await takeRole(work);
    await carryOutApart(work, statement);
    await putRoleAside(work);
    // Written down at once: what no transaction holds can't be undone, and must not be done twice.
    if (!(await open(work))) return false;
    await checkpoint(work);
  }
  await finish(work);
  return true;
}

/** The next statement, planned now if it isn't yet; undefined after the last. */
async function nextStatement(work: Work): Promise<Statement | undefined> {
  const { ops } = work.loaded;
  while (work.at.done === work.at.statements.length && work.at.end < ops.length) {
    const { end, statements, isRestored } = await nextPlanned(work);
    const { session } = isRestored ? withRestored(work.at) : work.at;
    const start = work.at.end === 0 ? undefined : work.at.end;
    work.at = { end, earlier: countDone(work.at), statements, done: 0, ...given({ start, session }) };
  }
  return work.at.statements[work.at.done];
}

async function nextPlanned(
  work: Work,
): Promise<Pick<Position, "end" | "statements"> & { readonly isRestored: boolean }> {
  const { run, loaded, at } = work;
  const stage = nextStage(loaded.ops, at.end, run.books.dialect);
  const isFirst = at === startPosition;
  const { statements, before, isRestored } = await planStage(
    run,
    stage,
    { ...subject(work), isBegun: work.transaction === "open" },
    (plan, error) => {
      const refused = refusedOp(stage.ops, plan, error);
      if (refused !== undefined) work.refused = refused;
    },
  );
  if (isFirst) work.first = before;
  return { end: stage.end, statements, isRestored };
}

/** Begins a transaction if none is open; false when the books aren't as this process left or found them. */
async function open(work: Work): Promise<boolean> {
  if (work.transaction === "open") return true;
  const { run, committed, at } = work;
  const { connection, dialect } = run.books;
  const upcoming = at.statements.slice(at.done);
  const outside = upcoming.findIndex((statement) => !statement.facts.transactional);
  const statements = [
    ...missingBooks(run.books, committed),
    ...(outside === -1 ? upcoming : upcoming.slice(0, outside)),
    ...work.loaded.ops.slice(at.end).map(opaqueStatement),
  ];
  work.transaction = "opening";
  await beginAlone(run.books, statements, run.wait);
  const found = await readState(run.books, committed);
  if (!isSameState(found, committed)) {
    await dialect.rollback(connection);
    work.transaction = "none";
    return false;
  }
  await ensureBooks(run.books, found);
  work.transaction = "open";
  await takeRole(work);
  announce(work);
  return true;
}

function announce(work: Work): void {
  if (work.wasAnnounced) return;
  work.wasAnnounced = true;
  const { step, index, total } = work.placed;
  const { message, path } = step.revision;
  const resumed = work.committed.open === undefined ? {} : { resumedAt: countDone(work.at) };
  work.run.input.onEvent({ kind: "started", ...subject(work), message, path, index, total, ...resumed });
}

async function carryOutOne(work: Work, statement: Statement): Promise<void> {
  const { run, loaded, at } = work;
  const { sessionState } = run.books.dialect;
  work.doing = statement;
  const sql = statement.sql === "" ? {} : { sql: statement.sql };
  const index = countDone(at) + 1;
  run.input.onEvent({ kind: "statement", ...subject(work), ...sql, op: statement.op, index });
  if (statement.op.kind === "run") work.calledFunction = true;
  if (!isIdle(work, statement))
    await underWatch(run, { ...subject(work), index }, () =>
      perform(run.books, statement, { functions: loaded.functions, wait: run.wait }),
    );
  delete work.doing;
  if (work.lost !== undefined) for (const name of madeBy(statement.sql, sessionState)) work.lost.delete(name);
  work.at = withLeft({ ...at, done: at.done + 1 }, statement, sessionState);
}

/** Runs a statement batch by batch, from where an earlier run ended; false when another runner has gone on meanwhile. */
function carryOutInBatches(work: Work, statement: Statement, batches: Batches): Promise<boolean> {
  const { run, at } = work;
  const index = countDone(at) + 1;
  work.doing = statement;
  run.input.onEvent({ kind: "statement", ...subject(work), sql: statement.sql, op: statement.op, index });
  return underWatch(run, { ...subject(work), index }, () =>
    backfill({
      connection: run.books.connection,
      batches,
      pace: run.input.pace ?? USUAL_PACE,
      from: at.filled,
      open: () => open(work),
      keep: async (filled) => {
        const { filled: _, ...before } = at;
        work.at = filled === "over" ? { ...before, done: at.done + 1 } : { ...before, filled };
        if (filled === "over") delete work.doing;
        await checkpoint(work);
      },
      onBatch: (progress) =>
        run.input.onEvent({ kind: "filled", ...subject(work), op: statement.op, index, ...progress }),
    }),
  );
}

/** Runs a statement outside of any transaction, unless a run that was interrupted has done it. */
async function carryOutApart(work: Work, statement: Statement): Promise<void> {
  const { connection, dialect } = work.run.books;
  const tried = work.resumedAt === countDone(work.at) ? work.tried : undefined;
  const isDone = await dialect.recover?.(connection, statement, tried ?? "now");
  if (isDone === true) work.at = { ...work.at, done: work.at.done + 1 };
  else {
    if (statement.op.kind === "execute") refuseLost(work, statement.sql);
    await carryOutOne(work, statement);
  }
}

/** Takes the role again that the revision's own SQL has taken. */
async function takeRole({ run, roleAside }: Work): Promise<void> {
  for (const sql of roleAside) await run.books.connection.execute(sql);
}

/** Commits what was done so far, and in the journal what is left. */
async function checkpoint(work: Work): Promise<void> {
  const { run, committed, loaded } = work;
  const next = work.at.statements[work.at.done]?.op ?? loaded.ops[work.at.end];
  const isOver = next?.kind !== "execute";
  await run.books.dialect.restore?.(run.books.connection, isOver);
  await putRoleAside(work);
  const at = isOver ? withRestored(work.at) : work.at;
  work.at = at;
  const entry = { ...entryOf(work, "running"), statementsDone: countDone(at), plan: positionText(at) };
  const row = committed.open?.id;
  if (row !== undefined) await writeProgress(run.books, row, entry);
  const id = row ?? (await writeStarted(run.books, entry));
  await run.books.dialect.commit(run.books.connection, { keepsLock: true });
  work.transaction = "none";
  work.isRenewing = false;
  work.committed = { hasVersionTable: true, hasJournal: true, heads: committed.heads, open: { id, ...entry } };
  // The same statement once more is one more try of it.
  work.kept = { at, tries: at === work.kept.at ? work.kept.tries : 1 };
  work.calledFunction = false;
}

/** Commits the rest, the row of the version table, and the revision's end. */
async function finish(work: Work): Promise<void> {
  const { run, committed, at, placed } = work;
  const { rows } = placed.step;
  await run.books.dialect.restore?.(run.books.connection, true);
  await putRoleAside(work);
  await changeRows(run.books, rows);
  await writeEnd(run.books, committed.open?.id, { ...entryOf(work, "done"), statementsDone: countDone(at) });
  await run.books.dialect.commit(run.books.connection);
  work.transaction = "none";
  const heads = [...applyRowChange(committed.heads, rows)].sort();
  work.committed = { hasVersionTable: true, hasJournal: true, heads };
}

/**
 * Undoes what isn't committed and waits, where the next try may get what this one didn't, such as a lock that another session had for
 * too long. False when it must not be tried again.
 */
async function waitedToRetry(work: Work, cause: unknown): Promise<boolean> {
  const { run, kept, doing } = work;
  const { retries, onEvent } = run.input;
  const { connection, dialect } = run.books;
  const delayMs = retries === undefined ? undefined : delayAfter(kept.tries, retries);
  if (retries === undefined || delayMs === undefined) return false;
  // A statement that takes no transaction has waited by itself, and what it left is taken away before it runs again.
  const isApart = work.transaction === "none" && doing?.facts.transactional === false;
  if ((work.transaction !== "open" && !isApart) || work.calledFunction || dialect.mayPass?.(cause) !== true)
    return false;
  await dialect.rollback(connection);
  work.transaction = "none";
  if (doing !== undefined) await nameBlockers(run.books, doing, cause);
  onEvent({
    ...{ kind: "retried", ...subject(work), message: messageOf(cause), delayMs },
    ...{ nextTry: kept.tries + 1, tries: retries.tries },
  });
  await sleep(delayMs);
  delete work.doing;
  run.schema = undefined;
  if (work.isRenewing === true) delete work.lost;
  work.at = kept.at;
  work.kept = { at: kept.at, tries: kept.tries + 1 };
  return true;
}

/** Before the lock is held another process may change the schema under the plan, which then fails for that alone. */
async function isOvertaken({ run, committed, transaction }: Work): Promise<boolean> {
  return transaction === "none" && !isSameState(await readState(run.books), committed);
}
