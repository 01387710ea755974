import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "../dialects/contract.ts";
import { type Batches, batchEndSql, batchSql, type Key, keyNames, lastKeySql } from "../ops/batches.ts";
import { fail } from "./errors.ts";
import type { Pace } from "./pace.ts";

/** How far a backfill is: plain data, which the journal keeps with each batch. */
export interface Filled {
  /** Batches that are done. */
  readonly batches: number;
  /** Rows that were changed. */
  readonly rows: number;
  /** Rows that were passed, whether they were changed or not. */
  readonly passed: number;
  /** The last key of the last batch; absent before the first. */
  readonly after?: Key;
  /** The last key of the table when this round began. */
  readonly end: Key;
  /** The number of batches at the beginning of this round, and how many the round before had. */
  readonly roundFrom: number;
  readonly roundBefore?: number;
  /** About how many rows the table has; absent when nobody knows. */
  readonly about?: number;
  /** Rows that were passed in a second, since the run began. */
  readonly rate?: number;
}

/** What a backfill tells after each batch. */
export interface FillProgress {
  readonly batches: number;
  readonly rows: number;
  readonly passed: number;
  /** About how many rows the table has; absent when nobody knows. */
  readonly about?: number;
  /** Since this run began the backfill, and what it has passed since then. */
  readonly elapsedMs: number;
  readonly passedNow: number;
}

export interface BackfillInput {
  readonly connection: Connection;
  readonly batches: Batches;
  readonly pace: Pace;
  /** What an earlier run, or an earlier try, has done. */
  readonly from: Filled | undefined;
  /** Opens a transaction if none is open; false when another runner has gone on meanwhile. */
  readonly open: () => Promise<boolean>;
  /** Commits what was done in it, and in the journal how far that is; "over" after the last batch. */
  readonly keep: (filled: Filled | "over") => Promise<void>;
  readonly onBatch: (progress: FillProgress) => void;
}

/**
 * Goes through a table in batches, each a transaction of its own. What comes to the end of the table meanwhile is seen to in further
 * rounds, as long as they become shorter: a table that grows as fast as it is filled is left to those who write to it.
 * False when another runner has gone on meanwhile.
 */
export async function backfill({ connection, batches, pace, from, ...run }: BackfillInput): Promise<boolean> {
  if (!(await run.open())) return false;
  const began = performance.now();
  const estimated = await connection.query(batches.estimate);
  const about = Number(Object.values(estimated[0] ?? {})[0] ?? 0);
  const start = from?.passed ?? 0;
  let filled = from ?? (await firstRound(connection, batches));
  if (filled === undefined) await run.keep("over");
  for (let size = Math.min(FIRST_SIZE, batches.size); filled !== undefined; ) {
    if (!(await run.open())) return false;
    const batchBegan = performance.now();
    const done = await fillBatch(connection, batches, { filled, size });
    const next = done.isRoundOver ? await nextRound(connection, batches, done.filled) : done.filled;
    const rate = Math.round(((done.filled.passed - start) * 1000) / Math.max(1, performance.now() - began));
    await run.keep(next === undefined ? "over" : { ...next, rate, ...(about > 0 ? { about } : {}) });
    const now = performance.now();
    const { batches: count, rows, passed } = done.filled;
    run.onBatch({
      ...{ batches: count, rows, passed, passedNow: passed - start, elapsedMs: Math.round(now - began) },
      ...(about > 0 ? { about } : {}),
    });
    filled = next;
    size = nextSize(size, now - batchBegan, { most: batches.size, batchMs: pace.batchMs });
    if (filled !== undefined) await sleep(batches.pauseMs ?? pace.pauseMs);
  }
  return true;
}

const FIRST_SIZE = 1_000;
const LEAST_SIZE = 10;

/** Half as many to twice as many, towards the time that a batch shall take. */
function nextSize(size: number, ms: number, { most, batchMs }: { readonly most: number; readonly batchMs: number }) {
  const wanted = Math.round(size * Math.min(2, Math.max(0.5, batchMs / Math.max(1, ms))));
  return Math.min(most, Math.max(Math.min(LEAST_SIZE, most), wanted));
}

/** Undefined for an empty table. */
async function firstRound(connection: Connection, batches: Batches): Promise<Filled | undefined> {
  const end = await keyOf(connection, batches, lastKeySql(batches));
  return end && { batches: 0, rows: 0, passed: 0, end, roundFrom: 0 };
}

/** Undefined when nothing came meanwhile, or as much as was done in the round. */
async function nextRound(connection: Connection, batches: Batches, filled: Filled): Promise<Filled | undefined> {
  const end = await keyOf(connection, batches, lastKeySql(batches));
  const isSame = end === undefined || end.every((value, i) => value === filled.end[i]);
  const round = filled.batches - filled.roundFrom;
  if (isSame || (filled.roundBefore !== undefined && round >= filled.roundBefore)) return undefined;
  return { ...filled, end, roundFrom: filled.batches, roundBefore: round };
}

async function fillBatch(
  connection: Connection,
  batches: Batches,
  { filled, size }: { readonly filled: Filled; readonly size: number },
): Promise<{ readonly filled: Filled; readonly isRoundOver: boolean }> {
  const { after, end } = filled;
  const behind = after === undefined ? {} : { after };
  const found = await keyOf(connection, batches, batchEndSql(batches, { ...behind, to: end }, size));
  const to = found ?? end;
  const rows = await connection.execute(batchSql(batches, { ...behind, to }));
  const passed = filled.passed + (found === undefined ? Math.max(rows, 0) : size);
  return {
    filled: { ...filled, batches: filled.batches + 1, rows: filled.rows + rows, passed, after: to },
    isRoundOver: found === undefined,
  };
}

/** The key that a query finds, as literals. */
async function keyOf(connection: Connection, { key, table }: Batches, sql: string): Promise<Key | undefined> {
  const [row] = await connection.query(sql);
  if (row === undefined) return undefined;
  return keyNames(key).map((name) => {
    const literal = row[name];
    if (typeof literal === "string") return literal;
    throw fail("RUN_KEY_UNREADABLE", `A row of ${table} has a key with the value ${String(literal)}`);
  });
}
