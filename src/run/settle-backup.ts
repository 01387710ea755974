import { rm } from "node:fs/promises";
import { messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Wait } from "../dialects/contract.ts";
import { displayName, findTable } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { type Backup, readBackups, restoredSql, unlistedSql } from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { rowsSql, valuesSql, withoutRules } from "./put-back.ts";
import { inspectPlaces, rowPlace } from "./row-place.ts";
import { stageDump, unstagedSql } from "./stage-dump.ts";
import { beginAlone, rollbackAfter } from "./transaction.ts";

/**
 * Puts the rows or values of backups back where they were, and keeps the backups: rows that are there under the same key stay as they are,
 * values are written over. All or none of them. `directory` is where files are looked for besides their own place.
 * Errors: BACKUP_UNKNOWN, BACKUP_NO_PLACE, BACKUP_FILE_*, LOCK_TIMEOUT; what the server says of the rows.
 */
export async function restoreBackups(
  books: Books,
  ids: readonly number[],
  wait: Wait,
  directory?: string,
): Promise<readonly Backup[]> {
  const { dialect, names } = books;
  const place = (backups: readonly Backup[]) =>
    inspectPlaces(
      books,
      backups.map(({ table }) => table),
    );
  const filed = chosen(await readBackups(books), ids).filter(({ file }) => file !== undefined);
  const now = await place(filed);
  for (const backup of filed) {
    restoreSql(backup, now, books);
    const table = findTable(now, backup.table);
    if (table !== undefined)
      await stageDump(books, backup, rowPlace(table, now).table, { wait, ...given({ directory }) });
  }
  return settle(books, ids, wait, async (backups) => {
    const then = await place(backups);
    const rules = await rulesOf(books);
    const at = new Date().toISOString();
    return backups.flatMap((backup) => [
      ...withoutRules(restoreSql(backup, then, books), [backup.table], { rules, dialect }),
      ...unstagedSql(books, backup),
      restoredSql(backup.id, at, dialect, names),
    ]);
  });
}

/**
 * Drops backups for good. All or none, where the server can undo it; files go when the list doesn't have them any more. One that isn't
 * there is told by `onNote`. Errors: BACKUP_UNKNOWN, BACKUP_FILE_LEFT, LOCK_TIMEOUT.
 */
export async function dropBackups(books: Books, ids: readonly number[], wait: Wait): Promise<readonly Backup[]> {
  const { dialect, names } = books;
  const dropped = await settle(books, ids, wait, async (backups) =>
    // The list last: what is in it can be tried again.
    backups.flatMap(({ id, side }) => [
      `DROP TABLE IF EXISTS ${dialect.quoteObject(side)}`,
      unlistedSql(id, dialect, names),
    ]),
  );
  for (const { id, file } of dropped) if (file !== undefined) await dropFile(id, file.path, wait);
  return dropped;
}

async function dropFile(id: number, path: string, { onNote }: Wait): Promise<void> {
  try {
    await rm(path);
  } catch (cause) {
    const isGone = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (isGone)
      return onNote?.(`The file of backup ${id} isn't here; if it is on another machine, delete it there: ${path}`);
    const message = `Backup ${id} is off the list, and its file couldn't be deleted: ${messageOf(cause)}`;
    throw fail("BACKUP_FILE_LEFT", message, { cause, details: { id, path } });
  }
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
    const backups = chosen(await readBackups(books), ids);
    for (const sql of await sqlOf(backups)) await connection.execute(sql);
    await dialect.commit(connection);
    return backups;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

function chosen(all: readonly Backup[], ids: readonly number[]): readonly Backup[] {
  return ids.map((id) => all.find((backup) => backup.id === id) ?? unknown(id, all));
}

function unknown(id: number, all: readonly Backup[]): never {
  const known = all.length === 0 ? "there is none" : `there is ${all.map((backup) => backup.id).join(", ")}`;
  throw fail("BACKUP_UNKNOWN", `There is no backup ${id}: ${known}`, { details: { id } });
}

/** True where the table, and of columns each, is there again. */
export function hasPlace(backup: Backup, now: Schema): boolean {
  const found = findTable(now, backup.table);
  if (found === undefined || backup.kind === "table") return found !== undefined;
  const { table } = rowPlace(found, now);
  return backup.key.length > 0 && [...backup.columns, ...backup.key].every(({ name }) => columnOf(table, name));
}

/** All that the database has, where it may have any. */
async function rulesOf({ connection, dialect }: Books): Promise<Schema["rules"]> {
  if (dialect.rowsBack?.withoutRules === undefined) return [];
  return (await dialect.inspect(connection, { exclude: [], overlooks: () => true })).rules;
}

function restoreSql(backup: Backup, now: Schema, { dialect }: Books): readonly string[] {
  const found = findTable(now, backup.table);
  if (found === undefined) throw noPlace(backup, "isn't there");
  const place = rowPlace(found, now);
  const { table } = place;
  if (backup.kind === "table") return rowsSql(backup, place, dialect);
  if (backup.key.length === 0) throw noPlace(backup, "had no key by which its rows could be found again");
  const columns = backup.columns.map(({ name }) => columnOf(table, name) ?? lacking(backup, name));
  for (const { name } of backup.key) if (columnOf(table, name) === undefined) lacking(backup, name);
  return valuesSql(backup, table, columns, dialect);
}

function columnOf({ columns }: Table, name: string) {
  return columns.find((column) => column.name === name);
}

function lacking(backup: Backup, name: string): never {
  throw noPlace(backup, `has no column "${name}"`);
}

function noPlace({ id, table, side, file }: Backup, why: string): Error {
  const place = file?.path ?? displayName(side);
  const message = `Backup ${id} can't be put back: the table "${displayName(table)}" ${why}. What was kept is in "${place}"`;
  return fail("BACKUP_NO_PLACE", message, { details: { id, table: displayName(table), side: place } });
}
