import { given } from "../base/given.ts";
import { describeOp } from "../ops/behaviours.ts";
import { guestParts, partLines } from "../run/guest-parts.ts";
import type { JournalRow } from "../run/journal-table.ts";
import { hasPosition, positionOf } from "../run/position.ts";
import type { Database } from "./database.ts";
import type { FillingInfo, JournalInfo } from "./journal-info.ts";

/** A row of the journal for people. */
export function journalInfo(row: JournalRow): JournalInfo {
  const { revision, direction, outcome, startedAt, finishedAt, durationMs, user, host, message } = row;
  const { plan, statementsDone: done, statementsTotal: total } = row;
  return {
    ...{ revision, direction, outcome },
    ...(plan === undefined ? {} : { statements: { done, ...given({ total }) } }),
    ...given({ filling: plan === undefined ? undefined : fillingOf(row) }),
    ...given({ startedAt, finishedAt, ms: durationMs, user, host, message }),
  };
}

function fillingOf(row: JournalRow): FillingInfo | undefined {
  if (!hasPosition(row)) return undefined;
  const { filled, statements, done } = positionOf(row);
  const op = statements[done]?.op;
  if (filled === undefined || op === undefined) return undefined;
  const { rows, passed, about, rate } = filled;
  const left = about === undefined ? undefined : Math.max(0, about - passed);
  return { text: describeOp(op), rows, passed, ...given({ about, left, rate }) };
}

/** The same of a half-applied revision, with what the server is asked about it. Errors: CONNECT_FAILED. */
export async function unfinishedInfo(database: Database, row: JournalRow): Promise<JournalInfo> {
  const parts = guestParts(row);
  const lines = parts === undefined ? [] : await partLines(database, parts);
  return { ...journalInfo(row), ...(lines.length === 0 ? {} : { committed: lines }) };
}
