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
    const lockedIn = new Map<number, Set<string>>();
    return hitsOf(step, (statement) => {
      const { transaction } = statement;
      if (transaction === undefined) return undefined;
      const before = lockedIn.get(transaction) ?? new Set<string>();
      const relations = lockedBy(statement);
      const added = relations.find((relation) => !before.has(relation));
      const [first] = before;
      lockedIn.set(transaction, before);
      for (const relation of relations) before.add(relation);
      if (added === undefined || first === undefined) return undefined;
      return { message: `The transaction that has locked "${first}" waits for a lock on "${added}" as well` };
    });
  },
};
