import { given } from "../base/given.ts";
import type { LeftInSession, Statement } from "../dialects/contract.ts";
import type { Filled } from "./backfill.ts";
import { fail } from "./errors.ts";
import type { JournalRow } from "./journal-table.ts";

/** How far a revision is: its ops are planned stage by stage, and a stage's statements run one by one. */
export interface Position {
  /** Ops of the revision that are planned. */
  readonly end: number;
  /** Index of the first op of this stage; absent is the first of all. */
  readonly start?: number;
  /** Statements of the stages before this one. */
  readonly earlier: number;
  /** Statements of this stage. */
  readonly statements: readonly Statement[];
  /** Those of them that have run. */
  readonly done: number;
  /** How far the next of them is, where it runs in batches and has begun. */
  readonly filled?: Filled;
  /** What raw SQL has left in the session, in its order. */
  readonly session?: readonly SessionPart[];
  /** The statements undo what the revision has done before it failed. */
  readonly undoes?: true;
}

/** What a statement has left, with its text or the beginning of it; or the moment at which the session was made what it was. */
export type SessionPart = (LeftInSession & { readonly sql: string }) | "restored";

export const startPosition: Position = { end: 0, earlier: 0, statements: [], done: 0 };

/** Statements that have run, in all. */
export function countDone(at: Position): number {
  return at.earlier + at.done;
}

/** True when what has run has changed nothing: only questions were asked. */
export function isUnchanged({ earlier, statements, done, filled }: Position): boolean {
  return earlier === 0 && filled === undefined && statements.slice(0, done).every(({ check }) => check !== undefined);
}

/** Statements in all; undefined while ops are left to plan. */
export function countAll(at: Position, opCount: number): number | undefined {
  return at.end === opCount ? at.earlier + at.statements.length : undefined;
}

/** The position as the journal keeps it. */
export function positionText(at: Position): string {
  const version = at.session !== undefined ? 4 : at.undoes === true ? 3 : at.filled === undefined ? 1 : 2;
  return JSON.stringify({ ...at, version });
}

/** The same text, and that the server has refused the next statement: what looks like its effect is somebody else's. */
export function refusedText(plan: string): string {
  return JSON.stringify({ ...JSON.parse(plan), refused: true });
}

/** True where the journal's row says that the server has refused the next statement. */
export function isRefused(row: JournalRow): boolean {
  return (parse(row) as { readonly refused?: true } | null)?.refused === true;
}

/** Batches that the journal's row says are done of the statement that it is at. */
export function batchesDone(row: JournalRow | undefined): number {
  return row?.plan === undefined || !hasPosition(row) ? 0 : (positionOf(row).filled?.batches ?? 0);
}

/** False where only the file of the revision knows what is left to do. Errors: JOURNAL_UNREADABLE. */
export function hasPosition(row: JournalRow): boolean {
  return isPosition(parse(row));
}

/** The position that an earlier run left in the journal. Errors: JOURNAL_UNREADABLE. */
export function positionOf(row: JournalRow): Position {
  const parsed: unknown = parse(row);
  if (isPosition(parsed)) {
    const { end, start, earlier, statements, done, filled, session, undoes } = parsed;
    return { end, earlier, statements, done, ...given({ start, filled, session, undoes }) };
  }
  throw unreadable(row, "it was written by another version of Limbeck");
}

function parse(row: JournalRow): unknown {
  try {
    return JSON.parse(row.plan ?? "null");
  } catch (cause) {
    throw unreadable(row, "it isn't JSON", cause);
  }
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== "object" || value === null) return false;
  const { version, end, earlier, statements, done } = value as Partial<Record<string, unknown>>;
  return (
    (version === 1 || version === 2 || version === 3 || version === 4) &&
    [end, earlier, done].every(Number.isInteger) &&
    Array.isArray(statements)
  );
}

function unreadable(row: JournalRow, why: string, cause?: unknown): Error {
  const message = `The journal's plan for the rest of revision "${row.revision}" can't be read: ${why}`;
  return fail("JOURNAL_UNREADABLE", message, {
    hint: "Finish or undo the revision by hand, then say so with `limbeck repair`.",
    details: { revision: row.revision },
    cause,
  });
}
