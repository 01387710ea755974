import { hitsOf } from "../changes.ts";
import { blockingLocks } from "../facts.ts";
import type { Rule } from "../rule.ts";

export const severalTablesLocked: Rule = {
  id: "several-tables-locked",
  severity: "warning",
  title: "One transaction locks several tables",
  why: "The first table stays locked while the second lock is waited for; two sessions that take them in different orders bring each other to a deadlock.",
  instead: "Give each table a revision, or a transaction, of its own.",
  check: (step) =>
    hitsOf(step, (statement, at) => {
      if (statement.transaction === undefined) return undefined;
      const own = blockingLocks(statement, step).map(({ relation }) => relation);
      const held = step.statements
        .slice(0, at)
        .filter(({ transaction }) => transaction === statement.transaction)
        .map((each) => blockingLocks(each, step).map(({ relation }) => relation));
      const before = new Set(held.flat());
      const [added] = own.filter((relation) => !before.has(relation));
      const [first] = before;
      if (added === undefined || first === undefined) return undefined;
      return { message: `The transaction that has locked "${first}" waits for a lock on "${added}" as well` };
    }),
};
