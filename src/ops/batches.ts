/**
 * How a statement goes through the rows of its table: in batches by a key, each a transaction of its own. Plain data, so that the journal
 * can keep it; all texts are SQL.
 */
export interface Batches {
  readonly table: string;
  /** What stands behind SET. */
  readonly set: string;
  /** Which rows; absent is all of them. */
  readonly where?: string;
  /** Columns that are never NULL, in the order of an index. */
  readonly key: readonly KeyColumn[];
  /** True where an index finds `(a, b) > (1, 2)`; else the columns are compared one by one. */
  readonly comparesRows: boolean;
  /** The most rows of a batch. */
  readonly size: number;
  /** Between two batches, in milliseconds; absent is as the config says. */
  readonly pauseMs?: number;
  /** A query of one value: about how many rows the table has, not positive when nobody knows. */
  readonly estimate: string;
}

export interface KeyColumn {
  readonly column: string;
  /** An expression of which the value is an SQL literal of the column's value. */
  readonly literal: string;
}

/** The literals of a row's key, one for each column. */
export type Key = readonly string[];

/** A part of the rows: those behind `after`, up to `to`, which is one of them. */
export interface Range {
  readonly after?: Key;
  readonly to: Key;
}

/** The query for the last key of all: one row, or none in an empty table. */
export function lastKeySql({ table, key }: Batches): string {
  const order = key.map(({ column }) => `${column} DESC`).join(", ");
  return `SELECT ${literals(key)} FROM ${table} ORDER BY ${order} LIMIT 1`;
}

/** The query for the key on which a batch of so many rows of the range ends: one row, or none when fewer are left. */
export function batchEndSql(batches: Batches, range: Range, size: number): string {
  const { table, key } = batches;
  const order = key.map(({ column }) => column).join(", ");
  return `SELECT ${literals(key)} FROM ${table} WHERE ${inRange(batches, range)} ORDER BY ${order} LIMIT 1 OFFSET ${size - 1}`;
}

/** The statement that gives the rows of the range their new values. */
export function batchSql(batches: Batches, range: Range): string {
  const { table, set, where } = batches;
  const rest = where === undefined ? "" : ` AND ${inParentheses(where)}`;
  return `UPDATE ${table} SET ${set} WHERE ${inRange(batches, range)}${rest}`;
}

/** The same for all rows at once. */
export function wholeSql({ table, set, where }: Pick<Batches, "table" | "set" | "where">): string {
  return `UPDATE ${table} SET ${set}${where === undefined ? "" : ` WHERE ${where}`}`;
}

/** How plans and messages show the whole: what it does, and that it does it in batches. */
export function shownSql(batches: Batches): string {
  const { key, size, pauseMs } = batches;
  const columns = key.map(({ column }) => column).join(", ");
  const pause = pauseMs === undefined || pauseMs === 0 ? "" : `, ${pauseMs} ms apart`;
  return `-- in batches of up to ${size} rows by ${columns}${pause}, each a transaction of its own\n${wholeSql(batches)}`;
}

/** Lines for a server that has no loops. */
export function wholeScript(batches: Batches): readonly string[] {
  const why = "-- All rows at once, for the language has no loops; `limbeck upgrade` does it in batches of its own";
  return [why, `${wholeSql(batches)}\n;`];
}

/** The names under which the queries for keys give their literals. */
export function keyNames(key: Batches["key"]): readonly string[] {
  return key.map((_, i) => `key${i + 1}`);
}

/** A comment at the end of the text must not take the parenthesis. */
function inParentheses(where: string): string {
  return /--|#/.test(where) ? `(${where}\n)` : `(${where})`;
}

function literals(key: Batches["key"]): string {
  const names = keyNames(key);
  return key.map(({ literal }, i) => `${literal} AS ${names[i]}`).join(", ");
}

function inRange(batches: Batches, { after, to }: Range): string {
  const upTo = compare(batches, to, "<");
  return after === undefined ? upTo : `${compare(batches, after, ">")} AND ${upTo}`;
}

/** Rows behind the key; or, for `<`, before it or with it. */
function compare({ key, comparesRows }: Batches, values: Key, sign: "<" | ">"): string {
  const last = sign === "<" ? "<=" : ">";
  const columns = key.map(({ column }) => column);
  const [column = "", ...others] = columns;
  if (others.length === 0) return `${column} ${last} ${values[0]}`;
  if (comparesRows) return `(${columns.join(", ")}) ${last} (${values.join(", ")})`;
  const inOrder = columns.reduceRight((rest, each, i) => {
    if (rest === "") return `${each} ${last} ${values[i]}`;
    return `(${each} ${sign} ${values[i]} OR ${each} = ${values[i]} AND ${rest})`;
  }, "");
  // Said once more of the first column alone, for the optimizers that see no range in the whole.
  return `${column} ${sign}= ${values[0]} AND ${inOrder}`;
}
