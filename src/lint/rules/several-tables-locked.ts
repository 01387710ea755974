import { goneBy, hitsOf } from "../changes.ts";
import { blockingLocks } from "../facts.ts";
import type { LintedStatement, Rule } from "../rule.ts";

export const severalTablesLocked: Rule = {
  id: "several-tables-locked",
  severity: "warning",
  title: "One transaction locks several tables",
  why: "The first table stays locked while the second lock is waited for; two sessions that take them in different orders bring each other to a deadlock.",
  instead: "Give each table a revision, or a transaction, of its own.",
  check: (step) => {
    const gone = goneBy(step);
    const lockedBy = (statement: LintedStatement) =>
      blockingLocks(statement, step).flatMap(({ relation }) => (gone.has(relation) ? [] : [relation]));
    return hitsOf(step, (statement, at) => {
      if (statement.transaction === undefined) return undefined;
      const earlier = step.statements.slice(0, at).filter(({ transaction }) => transaction === statement.transaction);
      const before = new Set(earlier.flatMap(lockedBy));
      const added = lockedBy(statement).find((relation) => !before.has(relation));
      const [first] = before;
      if (added === undefined || first === undefined) return undefined;
      return { message: `The transaction that has locked "${first}" waits for a lock on "${added}" as well` };
    });
  },
};
