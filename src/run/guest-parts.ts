import { isLimbeckError } from "../base/error.ts";
import type { Dialect, Statement } from "../dialects/contract.ts";
import type { Books } from "./books.ts";
import type { JournalRow } from "./journal-table.ts";

/** What a guest's half-applied revision has committed, as far as the journal was told. */
export interface GuestParts {
  /** Statements, each in one line, perhaps cut off. */
  readonly done: readonly string[];
  /** The one that the run ended at, whole; absent where it is among the others, or has failed. */
  readonly at?: string;
}

/** The plan of a half-applied revision whose file alone knows the rest. */
export function guestPlan(parts: GuestParts = { done: [] }): string {
  return JSON.stringify({ version: 1, guest: true, ...parts });
}

/** What the row says that was committed; undefined for a row that isn't a guest's. */
export function guestParts({ plan }: Pick<JournalRow, "plan">): GuestParts | undefined {
  const parsed: unknown = plan === undefined ? undefined : read(plan);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { guest, done = [], at } = parsed as Partial<Record<string, unknown>>;
  if (guest !== true || !Array.isArray(done)) return undefined;
  return { done: done.map(String), ...(typeof at === "string" ? { at } : {}) };
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
export async function partLines({ connection, dialect }: Books, { done, at }: GuestParts): Promise<readonly string[]> {
  const lines = done.map((sql, i) => `${i + 1}. ${sql}`);
  if (at === undefined) return lines;
  const answer = await isDone(connection, dialect, at);
  const words = {
    done: "is carried out",
    "not done": "is not carried out",
    unknown: "may be carried out: look whether its effect is there",
  }[answer];
  return [...lines, `${done.length + 1}. ${inOneLine(at)} (the run ended here; it ${words})`];
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
