import type { Wait } from "../dialects/contract.ts";
import type { Step } from "../revisions/path.ts";
import { idsIn } from "../revisions/version-rows.ts";
import { isEditedSince, newFileNote, positionByNewFile, refuseOthers } from "./half-applied.ts";
import { refuseLongIds } from "./id-room.ts";
import { fileFields, writeProgress } from "./journal.ts";
import type { JournalRow } from "./journal-table.ts";
import { dropUnlisted, readyDumps } from "./keep-in-file.ts";
import { positionText } from "./position.ts";
import type { Conduct, ConductInput, Run, RunInput, RunOutcome } from "./run-input.ts";
import { runRevision } from "./run-revision.ts";
import { runStretch } from "./run-stretch.ts";
import { refuseUnsound } from "./stage-dump.ts";
import { followers } from "./stretch.ts";
import { type BookState, readState, withBooks } from "./transaction.ts";
import { finishUndo, isUndoing } from "./undo.ts";
import { watchOver } from "./watch.ts";
import type { DoneStep, PlacedStep } from "./work.ts";

/**
 * Runs the steps to the target, each revision with its row of the version table and of the journal in one transaction.
 * A revision with statements that refuse a transaction is committed in parts, and gone on with where an earlier run ended.
 * Errors: RUN_REVISION_FAILED; JOURNAL_DIRTY; VERSION_TABLE_*; JOURNAL_UNREADABLE; what `next`, `opsOf` and the lock throw.
 */
export async function runSteps(input: RunInput): Promise<RunOutcome> {
  return conducted(input, async (conduct) => {
    const run: Run = { ...conduct, input, schema: undefined, unkept: new Set() };
    try {
      return await runAll(run);
    } finally {
      await dropUnlisted(run);
    }
  });
}

/** Runs statements under watch, until `work` is over. */
export async function conducted<T>(input: ConductInput, work: (conduct: Conduct) => Promise<T>): Promise<T> {
  const { connection, dialect, names, lockTimeoutMs, statementTimeouts, onEvent } = input;
  const wait: Wait = {
    lockTimeoutMs,
    ...(statementTimeouts === undefined ? {} : { statementTimeouts }),
    onWait: (message) => onEvent({ kind: "waiting", message }),
    onNote: (message) => onEvent({ kind: "noted", message }),
  };
  const books = { connection, dialect, names };
  const watch = await watchOver(books, input.watch);
  try {
    return await work({ input, books, wait, watch });
  } finally {
    await watch.close();
  }
}

async function runAll(run: Run): Promise<RunOutcome> {
  const { onEvent } = run.input;
  const done: DoneStep[] = [];
  let state = await readState(run.books);
  const from = state.heads;
  for (;;) {
    if (isUndoing(state.open)) {
      await finishUndo(run, state.open);
      state = await readState(run.books);
      continue;
    }
    const after = await runPlanned(run, state, done);
    if (after !== "overtaken") {
      onEvent({ kind: "done", heads: after.heads });
      return { from, heads: after.heads, steps: done };
    }
    onEvent({ kind: "overtaken" });
    run.schema = undefined;
    state = await readState(run.books);
  }
}

async function runPlanned(run: Run, start: BookState, done: DoneStep[]): Promise<BookState | "overtaken"> {
  const steps = await run.input.next(start.heads);
  let state = start;
  if (start.open !== undefined) {
    const [next] = steps;
    refuseOthers(start.open, next);
    if (isEditedSince(start.open, next)) {
      const taken = await takeNewFile(run, start.open, next);
      if (taken === undefined) return "overtaken";
      state = { ...start, open: taken };
    }
  }
  await refuseLongIds(
    run.books,
    steps.flatMap(({ rows }) => idsIn(rows)),
  );
  await readyBackups(run, steps);
  const placed = steps.map((step, i): PlacedStep => ({ step, index: i + 1, total: steps.length }));
  for (let at = 0; ; ) {
    const next = placed[at];
    if (next === undefined) return state;
    const loaded = await run.input.opsOf(next.step);
    const ended =
      "guest" in loaded
        ? await runStretch(run, state, [next, ...(await followers(run, placed, at, loaded))], loaded)
        : await runRevision(run, state, { ...next, loaded });
    done.push(...ended.done);
    if (ended.isOvertaken) return "overtaken";
    at += ended.done.length;
    state = ended.state;
  }
}

/** Whatever keeps backups from being made or put back is found out before anything runs. */
async function readyBackups(run: Run, steps: readonly Step[]): Promise<void> {
  const { backups } = run.input;
  if (backups === undefined) return;
  const { dump } = backups;
  if (dump !== undefined && steps.length > 0) run.dumps ??= await readyDumps(run.books, dump);
  const down = steps.filter(({ direction }) => direction === "downgrade").map(({ revision }) => revision.id);
  await refuseUnsound(run.books, down, dump?.directory);
}

/** The row of the half-applied revision, which goes on by its changed file from now on; undefined when another runner was faster. */
async function takeNewFile({ books, wait, input }: Run, open: JournalRow, next: Step): Promise<JournalRow | undefined> {
  const { connection, dialect } = books;
  const loaded = await input.opsOf(next);
  if ("guest" in loaded) return open;
  await dialect.ready?.(loaded.ops, connection.server);
  const file = { ops: loaded.ops, before: await input.history?.() };
  const at = positionByNewFile(open, file, dialect, connection.server);
  const { statementsTotal: _, ...kept } = open;
  const row = { ...kept, ...fileFields(next.revision), plan: positionText(at) };
  const { id, ...entry } = row;
  const isTaken = await withBooks(books, wait, async (now) => {
    if (now.open?.plan !== open.plan) return false;
    await writeProgress(books, id, entry);
    return true;
  });
  if (isTaken) input.onEvent({ kind: "noted", message: newFileNote(at, open) });
  return isTaken ? row : undefined;
}
