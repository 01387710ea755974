import { type InSchema, inSchema } from "../schema/object-builders.ts";
import {
  invalidValue,
  isSqlRecord,
  readCount,
  readList,
  readOptions,
  readRecord,
  readSqlText,
  type SqlText,
} from "../schema/options.ts";
import type { RowValue } from "./data-ops.ts";
import { type DataLoss, dataLoss, directive, on, type RecordOp } from "./directive.ts";
import { fail } from "./errors.ts";

/** What a function of a revision can do with the database: inside the transaction of its revision, where there is one. */
export interface RunConnection {
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Readonly<{ [column: string]: unknown }>[]>;
  /** Returns how many rows were changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
}

/** A function of a revision that runs with the connection. */
export type RunFunction = (db: RunConnection) => Promise<void>;

/** What a backfill sets, in which rows, and how fast. */
export interface BackfillOptions extends InSchema, DataLoss {
  /** Values by column, or SQL that sees the row: sql`created_at`. */
  readonly set: Readonly<{ [column: string]: RowValue }>;
  /** Which rows; absent is all of them. */
  readonly where?: SqlText;
  /** The most rows of a batch; it has fewer where they take too long. Default: 10,000. */
  readonly batchSize?: number;
  /** Between two batches, in milliseconds. Default: the config's `backfillPauseMs`. */
  readonly pauseMs?: number;
}

/** Operations on data, as a revision writes them. */
export interface DataDirectives {
  /** Inserts rows; a row may leave out columns, which then get their defaults. */
  bulkInsert(table: string, rows: readonly Readonly<{ [column: string]: RowValue }>[], options?: InSchema): void;
  /**
   * Sets columns of the rows that are there, in batches by the primary key (or another unique key that is never NULL), each in a
   * transaction of its own: `op.backfill("users", { set: { verified_at: sql`created_at` }, where: sql`verified_at IS NULL` })`.
   */
  backfill(table: string, options: BackfillOptions): void;
  /** SQL as it is written, one statement or several. */
  execute(sql: SqlText, options?: DataLoss): void;
  /** A step that looks at the data. It runs when the revision does, and is opaque to plans and reviews; the label is unique in its direction. */
  run(label: string, step: RunFunction, options?: DataLoss): void;
  /** Says that this direction can't be carried out, and why: the command that would run it stops there, with nothing changed. */
  irreversible(reason: string): never;
}

/** Directives that record operations on data; the functions of `run` go to `functions`, by their labels. */
export function dataDirectives(record: RecordOp, functions: Map<string, RunFunction>): DataDirectives {
  return {
    bulkInsert(table, rows, options) {
      const where = directive("bulkInsert", table);
      const { schema } = readOptions(options, inSchema, where);
      record({ kind: "bulkInsert", ...on(table, schema, where), rows: readList(rows, `${where}: the rows`, readRow) });
    },

    backfill(table, options) {
      const where = directive("backfill", table);
      const { schema, set, ...others } = readOptions(options, backfillOptions, where);
      if (set === undefined || Object.keys(set).length === 0) {
        throw invalidValue(`${where}: option "set"`, "an object with a value for each column", set ?? undefined);
      }
      record({ kind: "backfill", ...on(table, schema, where), set, ...others });
    },

    execute(sql, options) {
      const word = readOptions(options, dataLoss, "op.execute()");
      record({ kind: "execute", sql: readSqlText(sql, "op.execute(): the statement"), ...word });
    },

    run(label, step, options) {
      const where = directive("run", label);
      if (typeof label !== "string" || label.trim() === "") throw invalidValue(`${where}: the label`, "a text", label);
      if (typeof step !== "function") throw invalidValue(`${where}: the step`, "a function: async (db) => { … }", step);
      if (functions.has(label)) throw fail("OP_LABEL_DUPLICATE", `Two steps of op.run have the label "${label}".`);
      record({ kind: "run", label, ...readOptions(options, dataLoss, where) });
      functions.set(label, step);
    },

    irreversible(reason) {
      const given = typeof reason === "string" && reason.trim() !== "";
      if (!given) throw invalidValue("op.irreversible(): the reason", "a text", reason);
      throw fail("OP_IRREVERSIBLE", `The revision says that this can't be taken back: ${reason}`, {
        details: { reason },
      });
    },
  };
}

const backfillOptions = {
  ...inSchema,
  ...dataLoss,
  set: readRow,
  where: readSqlText,
  batchSize: readSize,
  pauseMs: readCount,
};

function readSize(value: unknown, where: string): number {
  const size = readCount(value, where);
  if (size === 0) throw invalidValue(where, "at least 1", value);
  return size;
}

function readRow(value: unknown, where: string): Readonly<{ [column: string]: RowValue }> {
  const cells = Object.entries(readRecord(value, where)).filter(([, cell]) => cell !== undefined);
  return Object.fromEntries(cells.map(([column, cell]) => [column, readCell(cell, `${where}, column "${column}"`)]));
}

function readCell(value: unknown, where: string): RowValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (isSqlRecord(value)) return { sql: readSqlText(value, where) };
  const hint = "Write a date or a number beyond 2^53 as a string, JSON as JSON.stringify(…), anything else as sql`…`.";
  throw invalidValue(where, "a string, a number, a boolean, null or sql`…`", value, hint);
}
