import type { RunEvent } from "../run/event.ts";
import { conducted } from "../run/execute.ts";
import { goesOn, guestParts, partLines } from "../run/guest-parts.ts";
import { openRowOf } from "../run/half-applied.ts";
import { hasPosition } from "../run/position.ts";
import { notUndoable, planTakeBack, takeBack } from "../run/take-back.ts";
import { readState } from "../run/transaction.ts";
import { openObserver, withDatabase } from "./database.ts";
import { halfApplied } from "./half-applied.ts";
import { listenersOf } from "./listeners.ts";
import type { Project } from "./open.ts";
import { progressOf } from "./progress.ts";
import type { RepairResult } from "./results.ts";
import { thisRunner } from "./runner.ts";
import type { Talk } from "./use-cases.ts";

/** A statement that takes no longer needs no second connection. */
const WATCH_EVERY_MS = 1_000;

/**
 * Takes back what the half-applied revision has committed, or says how it would.
 * Errors: REPAIR_NOTHING, RUN_NOT_UNDOABLE, RUN_UNDO_FAILED, LOCK_TIMEOUT, and those of loading and replaying revisions.
 */
export async function takeBackRevision(
  project: Project,
  revision: string,
  { isDry, talk }: { readonly isDry: boolean; readonly talk: Talk },
): Promise<RepairResult> {
  return withDatabase(project, isDry ? "read" : "writeExisting", async (database) => {
    const row = openRowOf(revision, (await readState(database)).open);
    if (!hasPosition(row)) {
      const parts = guestParts(row) ?? { done: [] };
      const committed = await partLines(database, parts);
      throw notUndoable(row, "only its author knows what takes it back", { committed, goesOn: goesOn(parts) });
    }
    const half = await halfApplied(project, database, row);
    const base = { database: database.display, open: [] };
    if (isDry) {
      const { statements, mayBeDone } = await planTakeBack(database, half);
      return {
        ...base,
        settled: [],
        undo: {
          revision,
          statements: statements.map(({ sql, facts }) => ({ sql, facts })),
          ...(mayBeDone === undefined ? {} : { mayBeDone: mayBeDone.sql }),
        },
      };
    }
    const { settings } = project;
    const listeners = await listenersOf(project, talk, database.display);
    const onProgress = progressOf(await project.graph(), talk.onProgress);
    const onEvent = (event: RunEvent): void => {
      onProgress(event);
      listeners.onEvent(event);
    };
    const count = await conducted(
      {
        ...database,
        lockTimeoutMs: settings.lockTimeoutMs,
        ...(settings.statementTimeouts === undefined ? {} : { statementTimeouts: settings.statementTimeouts }),
        watch: { open: () => openObserver(project), afterMs: WATCH_EVERY_MS, everyMs: WATCH_EVERY_MS },
        warnAfterMs: settings.warnAfterMs,
        onEvent,
      },
      (conduct) => takeBack(conduct, half, thisRunner()),
    ).finally(listeners.finish);
    const by = count === 1 ? "1 statement" : `${count} statements`;
    return { ...base, settled: [`the ${row.direction} of revision "${revision}" is taken back, by ${by}`] };
  });
}
