import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Dialect, Statement } from "../dialects/contract.ts";
import type { Books } from "./books.ts";
import type { JournalRow } from "./journal-table.ts";

/** What a guest's half-applied revision has committed, as far as the journal was told. */
export interface GuestParts {
  /** Statements, each in one line, perhaps cut off; the first ones of `count`. */
  readonly done: readonly string[];
  /** Absent where `done` are all. */
  readonly count?: number;
  /** The one that the run ended at, whole; absent where it is among the others. */
  readonly at?: string;
  /** The server has refused that one. */
  readonly refused?: true;
  /** What a later run knows those that are done by, in their order; absent where none can go on behind them. */
  readonly known?: readonly KnownStatement[];
  /** What it knows `at` by. */
  readonly next?: string;
  /** What was to be put back behind the last one that is done isn't back. */
  readonly unfilled?: true;
  /** Why no later run can go on behind them, where that is known. */
  readonly why?: string;
}

/** A hash of a statement's text and parameters, and how many rows it has changed where the revision may look at that. */
export type KnownStatement = readonly [hash: string, rows: number | null];

/** The plan of a half-applied revision whose file alone knows the rest. */
export function guestPlan(parts: GuestParts = { done: [] }): string {
  return JSON.stringify({ version: 1, guest: true, ...parts });
}

/** What the row says that was committed; undefined for a row that isn't a guest's. */
export function guestParts({ plan }: Pick<JournalRow, "plan">): GuestParts | undefined {
  const parsed: unknown = plan === undefined ? undefined : read(plan);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const {
    guest,
    done = [],
    at,
    count,
    refused,
    known,
    next,
    unfilled,
    why,
  } = parsed as Partial<Record<string, unknown>>;
  if (guest !== true || !Array.isArray(done)) return undefined;
  return {
    done: done.map(String),
    ...(typeof count === "number" ? { count } : {}),
    ...(typeof at === "string" ? { at } : {}),
    ...(refused === true ? { refused } : {}),
    ...(Array.isArray(known) ? { known: known as readonly KnownStatement[] } : {}),
    ...(typeof next === "string" ? { next } : {}),
    ...(unfilled === true ? { unfilled } : {}),
    ...(typeof why === "string" ? { why } : {}),
  };
}

/** The same when the statement that the run ended at is done. */
export function withLast({ at, next, refused: _, ...parts }: GuestParts): GuestParts {
  if (at === undefined) return parts;
  const { known: before, ...others } = parts;
  const known = before === undefined || next === undefined ? undefined : [...before, [next, null] as const];
  return {
    ...others,
    done: [...parts.done, inOneLine(at)],
    ...given({ known, count: parts.count === undefined ? undefined : parts.count + 1 }),
  };
}

/** How many statements are done. */
export function countParts({ done, count }: GuestParts): number {
  return count ?? done.length;
}

/** Whether the same command goes on with the revision, as long as its file stays as it is. */
export function goesOn(parts: GuestParts | undefined): boolean {
  return parts?.known !== undefined && (parts.at === undefined || parts.next !== undefined);
}

function read(plan: string): unknown {
  try {
    return JSON.parse(plan);
  } catch {
    // Whoever goes on by it says that it can't be read.
    return undefined;
  }
}

/** The parts in words, a line each; the server is asked about the statement at which the run ended. */
export async function partLines({ connection, dialect }: Books, parts: GuestParts): Promise<readonly string[]> {
  const { done, at, refused } = parts;
  const more = countParts(parts) - done.length;
  const lines = [...done.map((sql, i) => `${i + 1}. ${sql}`), ...(more > 0 ? [`… and ${more} more`] : [])];
  if (at === undefined || refused === true) return lines;
  const answer = await isDone(connection, dialect, at);
  const words = {
    done: "is carried out",
    "not done": "is not carried out",
    unknown: "may be carried out: look whether its effect is there",
  }[answer];
  return [...lines, `${countParts(parts) + 1}. ${inOneLine(at)} (the run ended here; it ${words})`];
}

/** As the guest tells of those that are done. */
export function inOneLine(sql: string): string {
  return sql.trim().replaceAll(/\s+/g, " ").slice(0, 500);
}

async function isDone(
  connection: Books["connection"],
  dialect: Dialect,
  sql: string,
): Promise<"done" | "not done" | "unknown"> {
  // There it may take away what the statement has left half-done, which is for those to do who go on.
  if (dialect.traits.transactionalDdl) return "unknown";
  const op = { kind: "execute", sql } as const;
  try {
    await dialect.ready?.([op], connection.server);
    const statement: Statement = { sql, op, facts: dialect.classify(sql, connection.server) };
    if (dialect.recover === undefined) return "unknown";
    return (await dialect.recover(connection, statement, "cut off")) ? "done" : "not done";
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return "unknown";
  }
}
