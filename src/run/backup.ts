import type { Dialect, Server, Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { displayName, nameOf } from "../schema/names.ts";
import type { Column, Schema } from "../schema/schema.ts";
import {
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
 * it; with `dumps` the copy is made here and now. Of a table without rows nothing is kept, and it is seen to that it has none then.
 * Errors: BACKUP_TOO_LARGE; of dumps DUMP_FAILED, BACKUP_DIRECTORY.
 */
export async function backupStatements(
  books: Books,
  ops: readonly Op[],
  before: Schema,
  { revision, direction, policy, dumps, tell }: BackupOrder,
): Promise<readonly Statement[]> {
  // Most steps drop nothing, and need no look at every table.
  if (!ops.some(mayLose)) return [];
  const { connection, dialect, names } = books;
  const losses = lossesOf(ops, before, narrowingIn(ops, before, dialect, connection.server));
  if (losses.length === 0) return [];
  const hasRegistry = (await dialect.columnNames(connection, registryName(names))) !== undefined;
  let id = Math.max(0, ...(await readBackups(books)).map((backup) => backup.id));
  const statements: Statement[] = [];
  for (const loss of losses) {
    const rows = await countRows(books, loss, policy);
    if (rows === 0) {
      statements.push(await emptyCheck(books, loss));
      continue;
    }
    do id++;
    while ((await dialect.columnNames(connection, sideName(names, id))) !== undefined);
    const key = keyOf(loss).map((column) => keptColumn(column, dialect));
    const { table, kind } = loss;
    const columns = loss.columns.map((column) => keptColumn(column, dialect));
    const backup: NewBackup = { id, revision, direction, kind, table: nameOf(table), columns, key, madeAt: now() };
    tell({ ...backup, rows, ...(dumps === undefined ? {} : { directory: dumps.directory }) });
    const kept =
      dumps === undefined ? copyStatements(books, backup, loss) : dumpStatements(books, dumps, { backup, loss, rows });
    statements.push(...(await kept));
  }
  const isKept = statements.some(({ check }) => check === undefined);
  if (!isKept || hasRegistry) return statements;
  return [...creationOf(registryTable(names, dialect), dialect, connection.server), ...statements];
}

/** An op that drops, or gives a column another type. */
function mayLose(op: Op): boolean {
  return ["dropTable", "dropColumn"].includes(op.kind) || (op.kind === "alterColumn" && op.changes.type !== undefined);
}

/** Whether an op of raw SQL loses something, so that the schema must be known. */
export function losesInSql(op: Op, dialect: Dialect, server: Server): boolean {
  return (
    op.kind === "execute" && dialect.split(op.sql).some(({ sql }) => dialect.classify(sql, server).loses !== undefined)
  );
}

/** The ops with those in place of raw SQL that it stands for, as far as the dialect reads them. */
export function readRaw(ops: readonly Op[], { dialect, connection }: Books, before: Schema): readonly Op[] {
  return ops.flatMap((op) => {
    if (op.kind !== "execute") return [op];
    return dialect.split(op.sql).flatMap(({ sql }) => dialect.readOps(sql, before, connection.server) ?? []);
  });
}

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

async function emptyCheck(books: Books, loss: Loss): Promise<Statement> {
  const { dialect } = books;
  const sql = `SELECT 1 AS x FROM ${rowsLost(loss, dialect)} LIMIT 1`;
  const statement = await statementOf(books, sql);
  const message = `Rows came to "${displayName(loss.table)}" meanwhile, and would be lost without a backup. Run the command again.`;
  return { ...statement, check: { message } };
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
