import { changesOf, goneBy, saferSteps } from "../changes.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { Rule } from "../rule.ts";

export const dropIndexBlocks: Rule = {
  id: "drop-index-blocks",
  severity: "warning",
  title: "An index is dropped under a lock that keeps others from its table",
  why: "The drop itself is quick, but it waits for every query that is running, and all that come later wait behind it.",
  instead: "Drop the index in the way of the server that waits without keeping others out.",
  weighsByRows: true,
  check: (step) => {
    const gone = goneBy(step);
    return changesOf(step, "dropIndex").flatMap(({ change, statement, at }) => {
      const locks = blockingLocks(statement, step).filter(({ relation }) => !gone.has(relation));
      const ops = saferSteps(change, statement.before, step);
      if (locks.length === 0 || ops === undefined) return [];
      return [{ at, message: `The index "${change.index}" is dropped: ${whoWaits(locks)} wait`, ops }];
    });
  },
};
