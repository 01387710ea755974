import type { Row } from "../contract.ts";

/** A package that opens SQLite databases, whichever it is. */
export interface Driver {
  readonly name: string;
  /** Throws what the package throws; `resultCode` understands it. */
  open(path: string, options: OpenOptions): Database;
}

export interface OpenOptions {
  readonly readOnly: boolean;
  /** How long SQLite itself waits for a lock; the process stands still meanwhile. */
  readonly busyTimeoutMs: number;
}

/** One open database. Integers are numbers where a number is exact (up to 2^53), and bigints beyond. */
export interface Database {
  /** Rows of one statement. */
  all(sql: string, parameters: readonly unknown[]): readonly Row[];
  /** Runs one statement and returns SQLite's `changes()`, or the number of rows that it returned. */
  run(sql: string, parameters: readonly unknown[]): number;
  close(): void;
}

/** SQLite's primary result codes that Limbeck tells apart. Source: https://www.sqlite.org/rescode.html */
export const RESULT = {
  busy: 5,
  readOnly: 8,
  full: 13,
  cantOpen: 14,
  constraint: 19,
  mismatch: 20,
  notADatabase: 26,
} as const;

const CODES_BY_NAME: Readonly<Record<string, number>> = {
  SQLITE_BUSY: RESULT.busy,
  SQLITE_READONLY: RESULT.readOnly,
  SQLITE_FULL: RESULT.full,
  SQLITE_CANTOPEN: RESULT.cantOpen,
  SQLITE_CONSTRAINT: RESULT.constraint,
  SQLITE_MISMATCH: RESULT.mismatch,
  SQLITE_NOTADB: RESULT.notADatabase,
};

/** SQLite's fixed words for the codes, for `@photostructure/sqlite` 1.2 gives no code with the errors of `all`. */
const CODES_BY_MESSAGE: Readonly<Record<string, number>> = {
  "database is locked": RESULT.busy,
  "attempt to write a readonly database": RESULT.readOnly,
  "database or disk is full": RESULT.full,
  "unable to open database file": RESULT.cantOpen,
  "datatype mismatch": RESULT.mismatch,
  "file is not a database": RESULT.notADatabase,
};

/** SQLite's primary result code in what a driver threw; undefined where there is none, or none of `RESULT`'s. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  // The low byte is the primary code; an extended one says more in the others.
  if (typeof errcode === "number") return errcode & 0xff;
  const name = typeof code === "string" ? /^SQLITE_[A-Z]+/.exec(code)?.[0] : undefined;
  return name === undefined ? CODES_BY_MESSAGE[error.message] : CODES_BY_NAME[name];
}
