import type { Wait } from "../dialects/contract.ts";
import { displayName, findTable } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { type Backup, readBackups, restoredSql, unlistedSql } from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { rowsSql, valuesSql } from "./put-back.ts";
import { beginAlone, rollbackAfter } from "./transaction.ts";

/**
 * Puts the rows or values of backups back where they were, and keeps the backups: rows that are there under the same key stay as they are,
 * values are written over. All or none of them. Errors: BACKUP_UNKNOWN, BACKUP_NO_PLACE, LOCK_TIMEOUT; what the server says of the rows.
 */
export function restoreBackups(books: Books, ids: readonly number[], wait: Wait): Promise<readonly Backup[]> {
  const { connection, dialect, names } = books;
  return settle(books, ids, wait, async (backups) => {
    const tables = backups.map(({ table }) => table);
    const now = await dialect.inspect(connection, { exclude: [], only: tables });
    const at = new Date().toISOString();
    return backups.flatMap((backup) => [...restoreSql(backup, now, books), restoredSql(backup.id, at, dialect, names)]);
  });
}

/** Drops backups for good. All or none, where the server can undo it. Errors: BACKUP_UNKNOWN, LOCK_TIMEOUT. */
export function dropBackups(books: Books, ids: readonly number[], wait: Wait): Promise<readonly Backup[]> {
  const { dialect, names } = books;
  return settle(books, ids, wait, async (backups) =>
    // The list last: what is in it can be tried again.
    backups.flatMap(({ id, side }) => [
      `DROP TABLE IF EXISTS ${dialect.quoteObject(side)}`,
      unlistedSql(id, dialect, names),
    ]),
  );
}

async function settle(
  books: Books,
  ids: readonly number[],
  wait: Wait,
  sqlOf: (backups: readonly Backup[]) => Promise<readonly string[]>,
): Promise<readonly Backup[]> {
  const { connection, dialect } = books;
  await beginAlone(books, [], wait);
  try {
    const all = await readBackups(books);
    const backups = ids.map((id) => all.find((backup) => backup.id === id) ?? unknown(id, all));
    for (const sql of await sqlOf(backups)) await connection.execute(sql);
    await dialect.commit(connection);
    return backups;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

function unknown(id: number, all: readonly Backup[]): never {
  const known = all.length === 0 ? "there is none" : `there is ${all.map((backup) => backup.id).join(", ")}`;
  throw fail("BACKUP_UNKNOWN", `There is no backup ${id}: ${known}`, { details: { id } });
}

/** True where the table, and of columns each, is there again. */
export function hasPlace(backup: Backup, now: Schema): boolean {
  const table = findTable(now, backup.table);
  if (table === undefined || backup.kind === "table") return table !== undefined;
  return backup.key.length > 0 && [...backup.columns, ...backup.key].every(({ name }) => columnOf(table, name));
}

function restoreSql(backup: Backup, now: Schema, { dialect }: Books): readonly string[] {
  const table = findTable(now, backup.table);
  if (table === undefined) throw noPlace(backup, "isn't there");
  if (backup.kind === "table") return rowsSql(backup, table, dialect);
  if (backup.key.length === 0) throw noPlace(backup, "had no key by which its rows could be found again");
  const columns = backup.columns.map(({ name }) => columnOf(table, name) ?? lacking(backup, name));
  for (const { name } of backup.key) if (columnOf(table, name) === undefined) lacking(backup, name);
  return [valuesSql(backup, table, columns, dialect)];
}

function columnOf({ columns }: Table, name: string) {
  return columns.find((column) => column.name === name);
}

function lacking(backup: Backup, name: string): never {
  throw noPlace(backup, `has no column "${name}"`);
}

function noPlace({ id, table, side }: Backup, why: string): Error {
  const message = `Backup ${id} can't be put back: the table "${displayName(table)}" ${why}. What was kept is in "${displayName(side)}"`;
  return fail("BACKUP_NO_PLACE", message, { details: { id, table: displayName(table), side: displayName(side) } });
}
