import type { OpOf } from "../../ops/op.ts";
import { changesOf, goneBy, saferSteps } from "../changes.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { LintedStatement, LintedStep, Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

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
      const kept = keptAnyway(change, statement, step);
      const locks = blockingLocks(statement, step).filter(({ relation }) => !gone.has(relation) && !kept.has(relation));
      const ops = saferSteps(change, statement.before, step);
      if (locks.length === 0 || ops === undefined) return [];
      return [{ at, message: `The index "${change.index}" is dropped: ${whoWaits(locks)} wait`, ops }];
    });
  },
};

/** The relations that the index's transaction keeps from others for a column of its table that goes or gets another type, and that the index may be in the way of. */
function keptAnyway(drop: OpOf<"dropIndex">, { transaction }: LintedStatement, step: LintedStep): ReadonlySet<string> {
  const changes = changesOf(step, "dropColumn", "alterColumn").filter(({ change, statement }) => {
    const isOther = change.kind === "dropColumn" || change.changes.type !== undefined;
    return (
      isOther &&
      tableName(change) === tableName(drop) &&
      transaction !== undefined &&
      statement.transaction === transaction
    );
  });
  return new Set(changes.flatMap(({ statement }) => blockingLocks(statement, step)).map(({ relation }) => relation));
}
