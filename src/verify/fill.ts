import { isLimbeckError, messageOf } from "../base/error.ts";
import { hashText, stableJson } from "../base/hash.ts";
import type { Connection, Dialect } from "../dialects/contract.ts";
import { displayName, findTable, nameKey } from "../schema/names.ts";
import type { ForeignKey, Schema, Table } from "../schema/schema.ts";
import { commonTable } from "./common-table.ts";
import { type RowMaker, rowMaker } from "./row-maker.ts";
import { type Turn, turnsOf } from "./table-order.ts";

/** A database that is filled with made-up rows, and what is in it. */
export interface Filling {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly seed: number;
  /** Rows for each table. */
  readonly rows: number;
  /** What each table was like when it was filled last, by `nameKey`; changed by filling. */
  readonly filled: Map<string, string>;
  /** Only empty tables are filled. */
  readonly isOnce?: true;
}

/** What filling did. */
export interface Filled {
  /** Rows that were made, and now are in the tables. */
  readonly made: number;
  /** Tables that stay empty, and why, a sentence each. */
  readonly notes: readonly string[];
}

/** A row that the server refuses is made in so many other ways. */
const TRIES = 10;

/**
 * Makes rows in each table that has changed since it was filled last, or never was. The server has the last word on each row; a table that
 * takes none is said. Errors: CONNECT_FAILED.
 */
export async function fillTables(filling: Filling, schema: Schema): Promise<Filled> {
  const tables = schema.tables.filter(
    (table) => table.partitionOf === undefined && table.options.virtual === undefined,
  );
  const counts = new Map<string, number>();
  for (const table of tables) counts.set(nameKey(table), await countRows(filling, table));
  const isStale = ({ table }: Turn): boolean =>
    filling.filled.get(nameKey(table)) !== likenessOf(table) &&
    (filling.isOnce !== true || counts.get(nameKey(table)) === 0);
  const stale = turnsOf(tables).filter(isStale);
  const work: Work = { filling, schema, counts, notes: new Map(), staleViews: [], made: 0 };
  const half = Math.ceil(filling.rows / 2);
  for (const turn of stale) {
    const isTwice = turn.later.length > 0;
    await fillTable(work, turn, { from: 0, to: isTwice ? half : filling.rows, later: turn.later });
  }
  for (const turn of stale) {
    if (turn.later.length > 0) await fillTable(work, turn, { from: half, to: filling.rows, later: [] });
    filling.filled.set(nameKey(turn.table), likenessOf(turn.table));
  }
  if (work.made > 0) await refreshViews(work);
  const empty = stale.filter(({ table }) => (counts.get(nameKey(table)) ?? 0) === 0);
  const notes = empty.map(({ table }) => {
    const why = work.notes.get(nameKey(table)) ?? "no rows are wanted";
    return `no row could be made for "${displayName(table)}": ${why}`;
  });
  return { made: work.made, notes: filling.rows === 0 ? [] : [...notes, ...work.staleViews] };
}

/** Materialized views have what the tables had when they were made. They are in the order in which they were. */
async function refreshViews({ filling, schema, staleViews }: Work): Promise<void> {
  for (const view of schema.views.filter(({ materialized }) => materialized === true)) {
    const sql = filling.dialect.refreshView?.(view);
    const why = sql === undefined ? undefined : await refusal(filling, sql);
    if (why !== undefined) staleViews.push(`"${displayName(view)}" isn't filled anew: ${why}`);
  }
}

/** Rows for each table that is written to after an upgrade. */
const LATER_ROWS = 3;

/**
 * Adds rows to the tables that an upgrade has changed or made, and returns how many. Values of columns that were there before are such that
 * the old column could hold them, too. A table of which that can't be said, or that takes none, stays as it is. Errors: CONNECT_FAILED.
 */
export async function addRows(filling: Filling, before: Schema, now: Schema): Promise<number> {
  if (filling.rows === 0) return 0;
  const changed = now.tables.flatMap((table): readonly Table[] => {
    if (table.partitionOf !== undefined || table.options.virtual !== undefined) return [];
    const old = findTable(before, table);
    if (old === undefined) return [table];
    const common = commonTable(table, old);
    return likenessOf(table) === likenessOf(old) || common === undefined ? [] : [common];
  });
  const counts = new Map<string, number>();
  for (const table of now.tables) {
    if (table.options.virtual === undefined) counts.set(nameKey(table), await countRows(filling, table));
  }
  const schema = { ...now, tables: now.tables.map((table) => findTable({ ...now, tables: changed }, table) ?? table) };
  const work: Work = {
    filling: { ...filling, rows: LATER_ROWS },
    schema,
    counts,
    notes: new Map(),
    staleViews: [],
    made: 0,
  };
  for (const turn of turnsOf(changed)) {
    await fillTable(work, turn, { from: FIRST_PLAIN, to: FIRST_PLAIN + LATER_ROWS, later: turn.later });
  }
  return work.made;
}

/** The places before have rows of NULLs and extremes. */
const FIRST_PLAIN = 4;

interface Work {
  readonly filling: Filling;
  readonly schema: Schema;
  readonly counts: Map<string, number>;
  /** Why a table takes no rows. */
  readonly notes: Map<string, string>;
  /** Materialized views that aren't filled anew, and why, a sentence each. */
  readonly staleViews: string[];
  made: number;
}

interface Round {
  readonly from: number;
  readonly to: number;
  readonly later: readonly ForeignKey[];
}

async function fillTable(work: Work, { table }: Turn, { from, to, later }: Round): Promise<void> {
  const { filling, schema, counts } = work;
  const { dialect, seed, rows } = filling;
  const before = counts.get(nameKey(table)) ?? 0;
  const maker = rowMaker(table, { schema, dialect, seed, counts, later });
  if (typeof maker === "string") {
    work.notes.set(nameKey(table), maker);
    return;
  }
  const first = before - from;
  const which = (place: number, variant: number) => ({
    number: Math.max(0, first) + place + variant * rows,
    place,
    variant,
  });
  const all = Array.from({ length: to - from }, (_, i) => maker.row(which(from + i, 0)));
  if ((await refusal(filling, insertSql(filling, table, maker, all))) !== undefined) {
    for (let place = from; place < to; place++) {
      const why = await insertOne(filling, table, { maker, rowOf: (variant) => maker.row(which(place, variant)) });
      if (why !== undefined) work.notes.set(nameKey(table), why);
    }
  }
  const after = await countRows(filling, table);
  work.made += after - before;
  counts.set(nameKey(table), after);
}

/** Undefined when some try went in; else what the server said to the first. */
async function insertOne(
  filling: Filling,
  table: Table,
  { maker, rowOf }: { readonly maker: RowMaker; readonly rowOf: (variant: number) => readonly string[] },
): Promise<string | undefined> {
  let first: string | undefined;
  for (let variant = 0; variant < TRIES; variant++) {
    const why = await refusal(filling, insertSql(filling, table, maker, [rowOf(variant)]));
    if (why === undefined) return undefined;
    first ??= why;
  }
  return first;
}

function insertSql(
  { dialect }: Filling,
  table: Table,
  { columns }: RowMaker,
  rows: readonly (readonly string[])[],
): string {
  const into = `INSERT INTO ${dialect.quoteObject(table)}`;
  if (columns.length === 0) return `${into} DEFAULT VALUES`;
  const names = columns.map((name) => dialect.quoteName(name)).join(", ");
  return `${into} (${names}) VALUES ${rows.map((row) => `(${row.join(", ")})`).join(", ")}`;
}

/** Runs a statement; what the server says where it refuses it. */
async function refusal({ connection }: Filling, sql: string): Promise<string | undefined> {
  try {
    await connection.execute(sql);
    return undefined;
  } catch (error) {
    if (isLimbeckError(error, "STATEMENT_FAILED")) return messageOf(error.cause ?? error);
    throw error;
  }
}

async function countRows({ connection, dialect }: Filling, table: Table): Promise<number> {
  const rows = await connection.query(`SELECT count(*) AS n FROM ${dialect.quoteObject(table)}`);
  return Number(rows[0]?.["n"] ?? 0);
}

/** All that rows of the table depend on. */
function likenessOf({ columns, checks, uniques, primaryKey, foreignKeys }: Table): string {
  return hashText(stableJson({ columns, checks, uniques, primaryKey, foreignKeys }));
}
