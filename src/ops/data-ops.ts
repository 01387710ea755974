import type { Sql } from "../schema/schema.ts";
import type { OnTable } from "./table-ops.ts";

/** A value of a row, as JSON has them, or an SQL expression. */
export type RowValue = string | number | boolean | null | Sql;

export interface BulkInsert extends OnTable {
  readonly kind: "bulkInsert";
  /** A row may leave out columns, which then get their defaults. */
  readonly rows: readonly Readonly<Record<string, RowValue>>[];
}

/** SQL as it is written, one statement or several. */
export interface Execute {
  readonly kind: "execute";
  readonly sql: string;
}

/** A function of the revision that runs with the connection: visibly opaque, found again by its label. */
export interface Run {
  readonly kind: "run";
  /** Unique in its direction of its revision. */
  readonly label: string;
}

export type DataOp = BulkInsert | Execute | Run;
