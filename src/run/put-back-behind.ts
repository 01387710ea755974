import { messageOf } from "../base/error.ts";
import { findTable, sameName } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { type Backup, readUnrestored } from "./backup-registry.ts";
import { fail } from "./errors.ts";
import { inspectPlaces } from "./row-place.ts";
import type { Run } from "./run-input.ts";
import { hasPlace, restoreBackups } from "./settle-backup.ts";
import type { PlacedStep } from "./work.ts";

/**
 * Puts back, behind a downgrade that is done, what was kept of its upgrade, as far as the tables and columns are there again and it isn't
 * back yet: all of it in one transaction. For what nothing told of before, neither an op nor the text of a statement. Errors: BACKUP_NOT_BACK.
 */
export async function putBackBehind({ books, wait, input }: Run, { step }: PlacedStep): Promise<void> {
  const { revision, direction } = step;
  if (direction !== "downgrade" || input.backups === undefined) return;
  const kept = await readUnrestored(books, revision.id);
  if (kept.length === 0) return;
  const now = await inspectPlaces(
    books,
    kept.map(({ table }) => table),
  );
  const backups = parentsFirst(
    kept.filter((backup) => hasPlace(backup, now)),
    now,
  );
  for (const backup of backups) input.onEvent({ kind: "restored", revision: revision.id, direction, backup });
  const ids = backups.map(({ id }) => id);
  if (ids.length === 0) return;
  try {
    await restoreBackups(books, ids, wait, input.backups.dump?.directory);
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
