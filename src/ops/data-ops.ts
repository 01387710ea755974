import type { Sql } from "../schema/schema.ts";
import type { LosesData, OnTable } from "./table-ops.ts";

/** A value of a row, as JSON has them, or an SQL expression. */
export type RowValue = string | number | boolean | null | Sql;

export interface BulkInsert extends OnTable {
  readonly kind: "bulkInsert";
  /** A row may leave out columns, which then get their defaults. */
  readonly rows: readonly Readonly<Record<string, RowValue>>[];
}

/** SQL as it is written, one statement or several. */
export interface Execute extends LosesData {
  readonly kind: "execute";
  readonly sql: string;
}

/** A function of the revision that runs with the connection: visibly opaque, found again by its label. */
export interface Run extends LosesData {
  readonly kind: "run";
  /** Unique in its direction of its revision. */
  readonly label: string;
}

/**
 * New values for the rows that are there, in batches by a key of the table, each in a transaction of its own. Gone on with where an earlier
 * run was cut off.
 */
export interface Backfill extends OnTable, LosesData {
  readonly kind: "backfill";
  /** What each row gets, by column; an expression sees the row as it was. */
  readonly set: Readonly<Record<string, RowValue>>;
  /** Which rows; absent is all of them. */
  readonly where?: string;
  /** The most rows of a batch; absent is `DEFAULT_BATCH_SIZE`. */
  readonly batchSize?: number;
  /** Between two batches, in milliseconds; absent is as the config says. */
  readonly pauseMs?: number;
}

/** The most rows of a batch, where a backfill doesn't say it. */
export const DEFAULT_BATCH_SIZE = 10_000;

export type DataOp = BulkInsert | Backfill | Execute | Run;
