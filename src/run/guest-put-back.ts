import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import { statementsIn } from "./backup.ts";
import { readUnrestored } from "./backup-registry.ts";
import { booksAside } from "./books-aside.ts";
import type { GuestPutBack } from "./guest.ts";
import { UNTOLD } from "./guest-backup.ts";
import { rawPutBack } from "./put-back-raw.ts";
import type { GuestStep, Run } from "./run-input.ts";
import { endsOf, stageDumps } from "./stage-dump.ts";
import type { PlacedStep } from "./work.ts";

/**
 * What a guest's downgrade puts back while it is carried out, so that what comes behind finds the values there; undefined where nothing was
 * kept, or the guest can't tell what it would do: what is left is put back behind it. Errors: BACKUP_FILE_*.
 */
export async function guestPutBack(
  run: Run,
  { step }: PlacedStep,
  { loaded: { recorded }, isResumed }: { readonly loaded: GuestStep; readonly isResumed: boolean },
): Promise<GuestPutBack | undefined> {
  const { books, input } = run;
  const { connection, dialect, names } = books;
  if (step.direction !== "downgrade" || input.backups === undefined || recorded === undefined) return undefined;
  const kept = await readUnrestored(books, step.revision.id);
  if (kept.length === 0) return undefined;
  // The statements are all met again, those too that are committed.
  const before = isResumed ? await input.history?.() : await dialect.inspect(connection, { ...booksAside(names) });
  if (before === undefined) return undefined;
  const found = await unlessUntold(async () => {
    const ops = await recorded(async () => before, "whole");
    await dialect.ready?.(ops, connection.server);
    return rawPutBack(statementsIn(ops, dialect), before, kept, books);
  });
  if (found === undefined || found.used.length === 0) return undefined;
  const { restored, statements, used, after } = found;
  await stageDumps(books, used, after, { wait: run.wait, ...given({ directory: input.backups.dump?.directory }) });
  const { id: revision } = step.revision;
  for (const backup of restored) input.onEvent({ kind: "restored", revision, direction: step.direction, backup });
  return {
    around: statements.filter(({ sql, instead }) => instead.length > 1 || instead[0] !== sql),
    ends: endsOf(books, { used, restored }),
  };
}

/** Its own Python will tell what is wrong with the revision, if anything is. */
async function unlessUntold<T>(tell: () => Promise<T>): Promise<T | undefined> {
  try {
    return await tell();
  } catch (error) {
    if (!isLimbeckError(error) || !UNTOLD.test(error.code)) throw error;
    return undefined;
  }
}
