import { LimbeckError, messageOf } from "../../base/error.ts";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { firstLine } from "../first-line.ts";
import { RESULT, resultCode } from "./database.ts";
import { withoutRebuiltNames } from "./rebuilt-name.ts";

/** The coded error for what a driver threw when it ran a statement. */
export function statementError(error: unknown, sql: string, target: ConnectionTarget): LimbeckError {
  if (error instanceof LimbeckError) return error;
  const code = resultCode(error);
  const more = { cause: error, details: { sql, database: target.display } };
  if (code === RESULT.busy) return fail("LOCK_TIMEOUT", `Another process keeps "${target.display}" locked.`, more);
  if (code === RESULT.readOnly) {
    return fail("CONNECT_READ_ONLY", `"${target.display}" can't be written to: ${messageOf(error)}.`, more);
  }
  if (code === RESULT.notADatabase) {
    return fail("CONNECT_NOT_A_DATABASE", `"${target.file ?? target.display}" is not an SQLite database.`, more);
  }
  const hint = HINTS[code ?? 0];
  const words = withoutRebuiltNames(messageOf(error));
  return fail("STATEMENT_FAILED", `SQLite refused a statement: ${words}, in: ${firstLine(sql)}`, {
    ...more,
    ...(hint === undefined ? {} : { hint }),
  });
}

const HINTS: Readonly<Record<number, string>> = {
  [RESULT.full]: "Make room on the disk, and run the command again.",
  [RESULT.mismatch]:
    "An INTEGER primary key takes whole numbers only: correct the rows that have something else, and run the command again.",
  [RESULT.constraint]: "Correct the rows that break the constraint, or the revision, and run the command again.",
};
