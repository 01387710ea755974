import { changesOf } from "../changes.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const validateInSameTransaction: Rule = {
  id: "validate-in-same-transaction",
  severity: "error",
  title: "A constraint is tested in the transaction that adds it",
  why: "The lock of the statement before is kept until the end of the transaction, so that the test of all rows keeps others out as if it were not a step of its own.",
  instead: "Commit between the two: give the validation a transaction, or a revision, of its own.",
  weighsByRows: true,
  check: (step) =>
    changesOf(step, "validateConstraint").flatMap(({ change, statement, at }) => {
      const table = tableName(change);
      const held = step.statements
        .slice(0, at)
        .filter(({ transaction }) => transaction !== undefined && transaction === statement.transaction)
        .flatMap((each) => blockingLocks(each, step))
        .filter(({ relation }) => relation === table);
      if (held.length === 0 || statement.facts.scans === false) return [];
      const name = change.name === undefined ? "A constraint" : `The constraint "${change.name}"`;
      return [
        {
          at,
          message: `${name} of "${table}" is tested on all rows while ${whoWaits(held)} still wait for the lock taken before`,
        },
      ];
    }),
};
