import { isLimbeckError } from "../../base/error.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { LintedStep, Rule } from "../rule.ts";

/** An example of a limit, in milliseconds. */
const LIMIT_MS = 5_000;

export const noLockTimeout: Rule = {
  id: "no-lock-timeout",
  severity: "warning",
  title: "A statement waits for its lock without a limit",
  why: "While it waits for one long query, all that come later wait behind it, and the application stands still although nothing is done yet.",
  instead:
    "Limit the wait, and try again later: `statementLockTimeoutMs` in the config, or the server's own setting in a script.",
  check(step) {
    if (step.limitsLockWait || (step.direction === "downgrade" && step.isScript !== true)) return [];
    const limits = limitsOf(step);
    const setting = limits.map((sql) => /\w*timeout\w*/i.exec(sql)?.[0]).find((name) => name !== undefined);
    if (setting === undefined) return [];
    const at = step.statements.findIndex((statement) => blockingLocks(statement, step).length > 0);
    const statement = step.statements[at];
    if (statement === undefined) return [];
    const isSet = step.statements.slice(0, at).some(({ sql }) => sql.toLowerCase().includes(setting.toLowerCase()));
    if (isSet) return [];
    const message = `The lock is waited for without a limit, and ${whoWaits(blockingLocks(statement, step))} wait behind it`;
    // The config's key says it for all revisions at once.
    return step.isScript === true ? [{ at, message, sql: limits }] : [{ at, message, severity: "note" }];
  },
};

/** How the server is told a limit; none where it has no such. */
function limitsOf({ dialect }: LintedStep): readonly string[] {
  try {
    // A script may be run outside of a transaction, where a local setting is none.
    return dialect.limits({ lockMs: LIMIT_MS }).map((sql) => sql.replace(/^SET LOCAL\b/, "SET"));
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return [];
  }
}
