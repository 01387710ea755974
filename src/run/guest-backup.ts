import { isLimbeckError, messageOf } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import { backupStatements, losesInSql, readRaw } from "./backup.ts";
import { booksAside } from "./books-aside.ts";
import type { GuestStep, Run } from "./run-input.ts";
import type { PlacedStep } from "./work.ts";

/**
 * Statements that copy what a guest's revision drops, to be executed in its transaction before it begins; none where the guest can't tell
 * what it would do, which is said. Errors: BACKUP_TOO_LARGE.
 */
export async function guestBackups(
  { books, input, dumps }: Run,
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
    return await backupStatements(books, readRaw(ops, books, before), before, {
      ...subject,
      policy,
      ...given({ dumps }),
      tell,
    });
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
