import type { CopiedRows, Dialect, Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { displayName, nameKey, nameOf } from "../schema/names.ts";
import { type Column, emptySchema, type ObjectName, type Schema } from "../schema/schema.ts";
import {
  isSamePlace,
  type KeptColumn,
  listedSql,
  type NewBackup,
  readBackups,
  registryName,
  registryTable,
  sideName,
} from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { type DumpPolicy, type Dumps, dumpStatements } from "./keep-in-file.ts";
import { type Loss, lossesOf, narrowingIn, rowsLost } from "./losses.ts";
import { statementOf } from "./own-statement.ts";
import { creationOf } from "./version-table.ts";

/** What is kept of what revisions drop. */
export interface BackupPolicy {
  /** Refuses to drop more rows than this. */
  readonly maxRows: number;
  /** Keeps it in files; absent in tables of the database. */
  readonly dump?: DumpPolicy;
}

/** A backup that is about to be made; `directory` is where its file goes. */
export type ToldBackup = NewBackup & { readonly rows: number; readonly directory?: string };

/** For whom a backup is made, and who is told. */
export interface BackupOrder {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  readonly policy: BackupPolicy;
  /** What writes the files, where the policy wants them. */
  readonly dumps?: Dumps;
  readonly tell: (backup: ToldBackup) => void;
}

/**
 * Statements that copy, before the ops run, what they drop: each table's rows, or the key and the columns, to a table of their own, and list
 * it; with `dumps` the copy is made here and now. Of a table without rows nothing is kept, and it is seen to that it has none then; unless it
 * had some when an earlier run kept them, which aren't to come back.
 * Errors: BACKUP_TOO_LARGE; of dumps DUMP_FAILED, BACKUP_DIRECTORY.
 */
export async function backupStatements(
  books: Books,
  given: readonly Op[],
  before: Schema,
  { revision, direction, policy, dumps, tell }: BackupOrder,
): Promise<readonly Statement[]> {
  const ops = readRaw(given, books, before);
  // Most steps drop nothing, and need no look at every table.
  if (!ops.some(mayLose)) return [];
  const { connection, dialect, names } = books;
  const narrowing = narrowingIn(ops, before, dialect, connection.server);
  const losses = lossesOf(ops, before, narrowing, copiesIn(given, dialect));
  if (losses.length === 0) return [];
  const hasRegistry = (await dialect.columnNames(connection, registryName(names))) !== undefined;
  const known = await readBackups(books);
  let id = Math.max(0, ...known.map((backup) => backup.id));
  const statements: Statement[] = [];
  for (const loss of losses) {
    const rows = await countRows(books, loss, policy);
    const place = { revision, direction, kind: loss.kind, table: nameOf(loss.table) };
    if (rows === 0 && !known.some((other) => other.restoredAt === undefined && isSamePlace(other, place))) {
      statements.push(await emptyCheck(books, loss.table, rowsLost(loss, dialect)));
      continue;
    }
    do id++;
    while ((await dialect.columnNames(connection, sideName(names, id))) !== undefined);
    const key = keyOf(loss).map((column) => keptColumn(column, dialect));
    const columns = loss.columns.map((column) => keptColumn(column, dialect));
    const backup: NewBackup = { id, ...place, columns, key, madeAt: now() };
    tell({ ...backup, rows, ...(dumps === undefined ? {} : { directory: dumps.directory }) });
    const kept =
      dumps === undefined ? copyStatements(books, backup, loss) : dumpStatements(books, dumps, { backup, loss, rows });
    statements.push(...(await kept));
  }
  const isKept = statements.some(({ check }) => check === undefined);
  if (!isKept || hasRegistry) return statements;
  return [...creationOf(registryTable(names, dialect), dialect, connection.server), ...statements];
}

/** True for a statement that may drop something, or make it less; what it does is read on the schema before it. */
export function isAtRisk({ op, sql }: Statement, books: Books, before: Schema): boolean {
  return (op.kind === "execute" ? (readStatement(sql, books, before) ?? []) : [op]).some(mayLose);
}

/** An op that drops, or gives a column another type. */
function mayLose(op: Op): op is Extract<Op, { readonly kind: "dropTable" | "dropColumn" | "alterColumn" }> {
  if (op.kind === "alterColumn") return op.changes.type !== undefined;
  return op.kind === "dropTable" || op.kind === "dropColumn";
}

/**
 * The tables whose rows raw SQL drops or makes less, wholly or in some columns, as far as its text tells, in the names that they have before it;
 * "unknown" where only the schema tells. Pure.
 */
export function tablesAtRisk(ops: readonly Op[], books: Books): readonly ObjectName[] | "unknown" {
  const { dialect, connection } = books;
  const made = new Set<string>();
  const renamed = new Set<string>();
  const found = new Map<string, ObjectName>();
  for (const sql of statementsIn(ops, dialect)) {
    const read = readStatement(sql, books, emptySchema);
    if (read === undefined && dialect.classify(sql, connection.server).loses !== undefined) return "unknown";
    for (const op of read ?? []) {
      if (op.kind === "createTable" && op.ifNotExists !== true) made.add(nameKey(op.table));
      if (op.kind === "renameTable") renamed.add(nameKey({ ...op, name: op.to }));
      if (!mayLose(op)) continue;
      const table = nameOf({ ...op, name: op.table });
      if (renamed.has(nameKey(table))) return "unknown";
      if (!made.has(nameKey(table))) found.set(nameKey(table), table);
    }
  }
  return [...found.values()];
}

/** The ops with those in place of raw SQL that it stands for, as far as the dialect reads them. */
function readRaw(ops: readonly Op[], books: Books, before: Schema): readonly Op[] {
  return ops.flatMap((op) => {
    if (op.kind !== "execute") return [op];
    return books.dialect.split(op.sql).flatMap(({ sql }) => readStatement(sql, books, before) ?? []);
  });
}

function copiesIn(ops: readonly Op[], dialect: Dialect): readonly CopiedRows[] {
  const { readCopy } = dialect;
  return readCopy === undefined ? [] : statementsIn(ops, dialect).flatMap((sql) => readCopy(sql) ?? []);
}

/** The statements of raw SQL among the ops. */
export function statementsIn(ops: readonly Op[], dialect: Dialect): readonly string[] {
  return ops.flatMap((op) => (op.kind === "execute" ? dialect.split(op.sql).map(({ sql }) => sql) : []));
}

/** The ops of one statement. What else goes by its CASCADE has no rows, as views and keys that refer to the table. */
export function readStatement(sql: string, { dialect, connection }: Books, before: Schema): readonly Op[] | undefined {
  const { server } = connection;
  const alone = sql.replaceAll(CASCADE, "");
  const read = dialect.readOps(sql, before, server);
  return read === undefined && alone !== sql ? dialect.readOps(alone, before, server) : read;
}

/** At the end of DROP TABLE, and of an action of ALTER TABLE. */
const CASCADE = /\bCASCADE\b(?=\s*(?:,|;|$))/gi;

async function countRows({ connection, dialect }: Books, loss: Loss, { maxRows }: BackupPolicy): Promise<number> {
  const [row] = await connection.query(
    `SELECT COUNT(*) AS n FROM (SELECT 1 AS x FROM ${rowsLost(loss, dialect)} LIMIT ${maxRows + 1}) counted`,
  );
  const rows = Number(row?.["n"]);
  if (rows <= maxRows) return rows;
  const what = loss.kind === "table" ? "" : ` of ${loss.columns.map(({ name }) => `"${name}"`).join(", ")}`;
  throw fail(
    "BACKUP_TOO_LARGE",
    `"${displayName(loss.table)}" has more than ${maxRows} rows${what} to be kept before they are dropped`,
    {
      details: { table: displayName(loss.table), maxRows },
    },
  );
}

/** Sees to it that there are no rows `from` which a table would lose some. */
async function emptyCheck(books: Books, table: ObjectName, from: string): Promise<Statement> {
  const statement = await statementOf(books, `SELECT 1 AS x FROM ${from} LIMIT 1`);
  const message = `Rows came to "${displayName(table)}" meanwhile, and would be lost without a backup. Run the command again.`;
  return { ...statement, check: { message } };
}

/** Sees to it that tables, which may lose rows, have none. */
export function emptyChecks(books: Books, tables: readonly ObjectName[]): Promise<readonly Statement[]> {
  return Promise.all(tables.map((table) => emptyCheck(books, table, books.dialect.quoteObject(table))));
}

async function copyStatements(books: Books, backup: NewBackup, loss: Loss): Promise<readonly Statement[]> {
  const { dialect, names } = books;
  const side = dialect.quoteObject(sideName(names, backup.id));
  const own = new Map(loss.table.columns.map((column) => [column.name, column]));
  const wanted = [
    ...backup.key.filter(({ name }) => !loss.columns.some((column) => column.name === name)),
    ...backup.columns,
  ];
  const list = wanted.map((column) => keptExpression(column, own.get(column.name), dialect)).join(", ");
  const key = backup.key.map(({ name }) => dialect.quoteName(name)).join(", ");
  const index = dialect.quoteName(`${sideName(names, backup.id).name}_key`);
  const sql = [
    `CREATE TABLE ${side} AS SELECT ${list} FROM ${rowsLost(loss, dialect)}`,
    ...(key === "" ? [] : [`CREATE INDEX ${index} ON ${side} (${key})`]),
    listedSql(backup, dialect, names, `(SELECT COUNT(*) FROM ${side})`),
  ];
  return Promise.all(sql.map((text) => statementOf(books, text)));
}

function keptExpression({ name, isText }: KeptColumn, column: Column | undefined, dialect: Dialect): string {
  const quoted = dialect.quoteName(name);
  if (isText !== true || column === undefined) return quoted;
  return `CAST(${quoted} AS ${dialect.writeType({ kind: "text" })}) AS ${quoted}`;
}

/** The columns by which each row is found, now and later: the primary key, or a key of columns that are never NULL; of their whole values. */
function keyOf({ table, gone }: Loss): readonly Column[] {
  const { primaryKey, uniques } = table;
  const columnsOf = (names: readonly string[]) =>
    names.map((name) => table.columns.find((column) => column.name === name && !gone.includes(column)));
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques];
  for (const key of keys) {
    const columns = columnsOf(key.columns);
    const finds = (column: Column | undefined) => column !== undefined && (key === primaryKey || !column.nullable);
    if (key.keyOptions === undefined && columns.every(finds)) return columns.filter((column) => column !== undefined);
  }
  return [];
}

function keptColumn({ name, type }: Column, dialect: Dialect): KeptColumn {
  return dialect.rowsBack?.isKeptAsText(type) === true ? { name, isText: true } : { name };
}

function now(): string {
  return new Date().toISOString();
}
