import { isLimbeckError, messageOf } from "../base/error.ts";
import type { Statement } from "../dialects/contract.ts";
import type { Books } from "./books.ts";

type Place = Pick<Books, "connection" | "dialect">;

/** Adds to a LOCK_TIMEOUT, after the rollback, the sessions that keep the statement from its locks. */
export async function nameBlockers(place: Place, statement: Statement, cause: unknown): Promise<void> {
  if (isLimbeckError(cause, "LOCK_TIMEOUT")) await addBlockers(place, statement, cause);
}

/** Takes away what a statement outside of transactions left, and adds to the error who kept it from its locks. */
export async function afterFailure(
  { connection, dialect }: Place,
  statement: Statement,
  cause: unknown,
): Promise<void> {
  try {
    if (!statement.facts.transactional && statement.batches === undefined)
      await dialect.recover?.(connection, statement, "now");
    await nameBlockers({ connection, dialect }, statement, cause);
  } catch (second) {
    if (cause instanceof Error) cause.message += ` (and then the look at what was left failed: ${messageOf(second)})`;
  }
}

/** Adds to the error of another program the sessions that kept its SQL, of which only the text is known, from its locks. */
export async function nameBlockersOf(place: Place, sql: string, cause: Error): Promise<void> {
  const { connection, dialect } = place;
  const op = { kind: "execute", sql } as const;
  try {
    await dialect.ready?.([op], connection.server);
    await addBlockers(place, { sql, op, facts: dialect.classify(sql, connection.server) }, cause);
  } catch (second) {
    cause.message += ` (and then the look at who has the lock failed: ${messageOf(second)})`;
  }
}

async function addBlockers({ connection, dialect }: Place, statement: Statement, cause: Error): Promise<void> {
  const who = (await dialect.blockers?.(connection, statement)) ?? [];
  for (const session of who) cause.message += `\n${session}`;
}
