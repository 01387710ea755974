import type { Connection, Dialect, Row, Server, Statement } from "../dialects/contract.ts";
import type { RowChange } from "../revisions/version-rows.ts";
import { displayName, nameOf } from "../schema/names.ts";
import { emptySchema, type ObjectName, type Table } from "../schema/schema.ts";
import { type BookNames, type Books, type FoundTable, findBooks, selectFrom, selectSql } from "./books.ts";
import { fail } from "./errors.ts";

/** The column of the ids. */
export const VERSION_COLUMN = "version_num";

/** What the version table says. */
export interface VersionRows {
  readonly exists: boolean;
  /** Ids, in the order of the text; empty when there is no table. */
  readonly heads: readonly string[];
}

/** SQL that changes one row of the version table. */
export interface RowStatement {
  readonly sql: string;
  /** The id that the statement is about, for messages. */
  readonly id: string;
  /** True when exactly one row must have changed. */
  readonly isCounted: boolean;
}

/** The version table as Limbeck makes it: Alembic's, with room for longer ids than its 32 characters. */
export function versionTable({ versionTable: name, versionPrimaryKey }: BookNames): Table {
  const table: Table = {
    ...nameOf(name),
    columns: [{ name: VERSION_COLUMN, type: { kind: "varchar", length: 255 }, nullable: false }],
    uniques: [],
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
  return versionPrimaryKey ? { ...table, primaryKey: { name: `${name.name}_pkc`, columns: [VERSION_COLUMN] } } : table;
}

/**
 * Reads where the database stands, and makes nothing.
 * Errors: VERSION_TABLE_LAYOUT, VERSION_TABLE_VALUE, VERSION_TABLE_DUPLICATE.
 */
export async function readHeads(connection: Connection, dialect: Dialect, names: BookNames): Promise<VersionRows> {
  const books: Books = { connection, dialect, names };
  const { versionTable: found } = await findBooks(books);
  if (found === undefined) return { exists: false, heads: [] };
  checkLayout(found);
  return { exists: true, heads: await readRows(books) };
}

/** Refuses a table that can't be a version table. Errors: VERSION_TABLE_LAYOUT. */
export function checkLayout(found: FoundTable): void {
  if (found.columns.includes(VERSION_COLUMN)) return;
  throw fail("VERSION_TABLE_LAYOUT", `The table "${displayName(found)}" has no column "${VERSION_COLUMN}"`, {
    details: { table: displayName(found), columns: found.columns },
  });
}

/** The rows of a version table that is there, sorted. Errors: VERSION_TABLE_VALUE, VERSION_TABLE_DUPLICATE. */
export async function readRows(books: Books): Promise<readonly string[]> {
  const table = books.names.versionTable;
  const rows = await selectFrom(books, table, [VERSION_COLUMN]);
  const heads = rows.map((row) => idOf(row, table)).sort();
  const twice = heads.find((id, i) => heads[i + 1] === id);
  if (twice === undefined) return heads;
  const message = `The version table "${displayName(table)}" has the revision "${twice}" more than once`;
  throw fail("VERSION_TABLE_DUPLICATE", message, { details: { table: displayName(table), revision: twice } });
}

/** The query for the rows of a version table that is there. */
export function rowsSql(books: Books): string {
  return selectSql(books, books.names.versionTable, [VERSION_COLUMN]);
}

/** Makes the version table where there is none; true when it did. In the transaction of the caller, if one is open. */
export async function ensureVersionTable(connection: Connection, dialect: Dialect, names: BookNames): Promise<boolean> {
  const { versionTable: found } = await findBooks({ connection, dialect, names });
  if (found !== undefined) {
    checkLayout(found);
    return false;
  }
  const statements = creationOf(versionTable(names), dialect, connection.server);
  for (const statement of statements) await connection.execute(statement.sql);
  return true;
}

/** The statements that make a table; `ifNotExists` for a script that can't look. */
export function creationOf(
  table: Table,
  dialect: Dialect,
  server: Server,
  more: { readonly ifNotExists?: true } = {},
): readonly Statement[] {
  return dialect.plan([{ kind: "createTable", table, ...more }], emptySchema, server);
}

/** The statement that makes the namespace of the journal, where there is none. */
export function namespaceOf({ newNamespace: name }: BookNames, dialect: Dialect, server: Server): readonly Statement[] {
  if (name === undefined) return [];
  return dialect.plan([{ kind: "createNamespace", name, ifNotExists: true }], emptySchema, server);
}

/** The SQL of one step's change of the version table, in the order in which it runs. */
export function rowStatements(change: RowChange, dialect: Dialect, names: BookNames): readonly RowStatement[] {
  const table = dialect.quoteObject(names.versionTable);
  const column = dialect.quoteName(VERSION_COLUMN);
  const is = (id: string): string => `${column} = ${dialect.literal(id)}`;
  return [
    ...change.delete.map((id) => ({ sql: `DELETE FROM ${table} WHERE ${is(id)}`, id, isCounted: true })),
    ...change.insert.map((id) => ({
      sql: `INSERT INTO ${table} (${column}) VALUES (${dialect.literal(id)})`,
      id,
      isCounted: false,
    })),
    ...change.update.map(({ from, to }) => ({
      sql: `UPDATE ${table} SET ${is(to)} WHERE ${is(from)}`,
      id: from,
      isCounted: true,
    })),
  ];
}

/** Changes the rows of a version table that is there. Errors: VERSION_ROW_MISSING. */
export async function changeRows({ connection, dialect, names }: Books, change: RowChange): Promise<void> {
  for (const { sql, id, isCounted } of rowStatements(change, dialect, names)) {
    const count = await connection.execute(sql);
    if (!isCounted || count === 1) continue;
    const table = displayName(names.versionTable);
    const message = `The row "${id}" of the version table "${table}" should change once, but ${count} rows changed`;
    throw fail("VERSION_ROW_MISSING", message, { details: { table, revision: id, changed: count } });
  }
}

/** Deletes all rows of the version table, if there is one, and returns what they held as text, sorted. */
export async function deleteRows(books: Books): Promise<readonly string[]> {
  const { connection, dialect, names } = books;
  const { versionTable: found } = await findBooks(books);
  if (found === undefined) return [];
  checkLayout(found);
  const rows = await selectFrom(books, names.versionTable, [VERSION_COLUMN]);
  await connection.execute(`DELETE FROM ${dialect.quoteObject(names.versionTable)}`);
  return rows.map((row) => String(row[VERSION_COLUMN])).sort();
}

/** Queries that find something when the table doesn't hold each id of `present`, or holds one of `absent`. */
export function presenceChecks(
  ids: { readonly present: readonly string[]; readonly absent: readonly string[] },
  dialect: Dialect,
  names: BookNames,
): readonly { readonly sql: string; readonly message: string }[] {
  const table = dialect.quoteObject(names.versionTable);
  const column = dialect.quoteName(VERSION_COLUMN);
  const list = ids.absent.map((id) => dialect.literal(id)).join(", ");
  return [
    ...ids.present.map((id) => ({
      sql: `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${column} = ${dialect.literal(id)})`,
      message: `the script starts at revision ${id}, and the database isn't there`,
    })),
    ...(list === ""
      ? []
      : [
          {
            sql: `SELECT ${column} FROM ${table} WHERE ${column} IN (${list})`,
            message: "the database has run revisions of the script already",
          },
        ]),
  ];
}

function idOf(row: Row, table: ObjectName): string {
  const value = row[VERSION_COLUMN];
  if (typeof value === "string" && value !== "") return value;
  const shown = value === null || value === undefined ? "NULL" : JSON.stringify(value, bigintAsText);
  const message = `The version table "${displayName(table)}" has a row ${shown}, which is no revision id`;
  throw fail("VERSION_TABLE_VALUE", message, { details: { table: displayName(table), value: shown } });
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
