import { isLimbeckError, messageOf } from "../base/error.ts";
import type { Statement } from "../dialects/contract.ts";
import { findTable, sameName } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { backupStatements, losesInSql, readRaw } from "./backup.ts";
import { type Backup, readBackups } from "./backup-registry.ts";
import { booksAside } from "./books-aside.ts";
import { fail } from "./errors.ts";
import type { GuestStep, Run } from "./run-input.ts";
import { hasPlace, restoreBackups } from "./settle-backup.ts";
import type { PlacedStep } from "./work.ts";

/**
 * Statements that copy what a guest's revision drops, to be executed in its transaction before it begins; none where the guest can't tell
 * what it would do, which is said. Errors: BACKUP_TOO_LARGE.
 */
export async function guestBackups(
  { books, input }: Run,
  { step }: PlacedStep,
  { recorded }: GuestStep,
): Promise<readonly Statement[]> {
  const { connection, dialect, names } = books;
  const { backups: policy, onEvent } = input;
  if (policy === undefined || recorded === undefined) return [];
  const subject = { revision: step.revision.id, direction: step.direction };
  const inspected = () => dialect.inspect(connection, { ...booksAside(names) });
  try {
    const ops = await recorded(inspected);
    await dialect.ready?.(ops, connection.server);
    if (!ops.some((op) => losesInSql(op, dialect, connection.server))) return [];
    const before = await inspected();
    const tell: Parameters<typeof backupStatements>[3]["tell"] = (backup) =>
      onEvent({ kind: "kept", ...subject, backup });
    return await backupStatements(books, readRaw(ops, books, before), before, { ...subject, policy, tell });
  } catch (error) {
    // Its own Python will tell what is wrong with the revision, if anything is.
    if (!isLimbeckError(error) || !UNTOLD.test(error.code)) throw error;
    const [reason = ""] = messageOf(error).split("\n");
    const message = `Nothing is kept of what ${step.revision.id} may drop, which can't be told before: ${reason}`;
    onEvent({ kind: "noted", message });
    return [];
  }
}

const UNTOLD = /^(?:BRIDGE|REVISION|DIALECT|SOURCE|OP)_/;

/**
 * Puts back, behind a guest's downgrade, what was kept of its upgrade, as far as the tables and columns are there again: all of it in one
 * transaction. Errors: BACKUP_NOT_BACK.
 */
export async function putBackBehindGuest({ books, wait, input }: Run, { step }: PlacedStep): Promise<void> {
  const { revision, direction } = step;
  if (direction !== "downgrade" || input.backups === undefined) return;
  const kept = (await readBackups(books)).filter(
    ({ kind, direction: made, restoredAt, ...backup }) =>
      backup.revision === revision.id && made === "upgrade" && restoredAt === undefined && kind !== "values",
  );
  if (kept.length === 0) return;
  const { dialect, connection } = books;
  const now = await dialect.inspect(connection, { exclude: [], only: kept.map(({ table }) => table) });
  const backups = parentsFirst(
    kept.filter((backup) => hasPlace(backup, now)),
    now,
  );
  for (const backup of backups) input.onEvent({ kind: "restored", revision: revision.id, direction, backup });
  const ids = backups.map(({ id }) => id);
  if (ids.length === 0) return;
  try {
    await restoreBackups(books, ids, wait);
  } catch (cause) {
    const list = ids.join(" ");
    const message = `The downgrade of revision "${revision.id}" is done, and what was kept (${list}) couldn't be put back: ${messageOf(cause)}`;
    const hint = `Nothing is lost: \`limbeck backups list\` shows it; make room for it, then \`limbeck backups restore ${list}\`.`;
    throw fail("BACKUP_NOT_BACK", message, { cause, hint, details: { revision: revision.id, ids } });
  }
}

/** Rows come behind those that they refer to. */
function parentsFirst(backups: readonly Backup[], now: Schema): readonly Backup[] {
  const left = [...backups];
  const sorted: Backup[] = [];
  const refersTo = (table: Table | undefined, other: Backup) =>
    table?.foreignKeys.some(({ references: { table: name, schema } }) =>
      sameName(schema === undefined ? { name } : { name, schema }, other.table),
    ) === true;
  while (left.length > 0) {
    const isFree = (backup: Backup) =>
      left.every((other) => other === backup || !refersTo(findTable(now, backup.table), other));
    const at = Math.max(0, left.findIndex(isFree));
    sorted.push(...left.splice(at, 1));
  }
  return sorted;
}
