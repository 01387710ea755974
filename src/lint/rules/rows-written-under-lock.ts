import { hitsOf } from "../changes.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { Rule } from "../rule.ts";
import { quotedStart, writesRows } from "../rule-tools.ts";

export const rowsWrittenUnderLock: Rule = {
  id: "rows-written-under-lock",
  severity: "error",
  title: "Rows are changed in a transaction that has locked a table",
  why: "A change of the schema keeps its lock until the transaction ends. While rows are changed behind it, everybody waits for all of them.",
  instead: "Change the schema in one transaction, and the rows in others, in small batches.",
  weighsByRows: true,
  check: (step) =>
    hitsOf(step, (statement, at) => {
      if (!writesRows(statement) || statement.transaction === undefined) return undefined;
      const held = step.statements
        .slice(0, at)
        .filter(({ transaction }) => transaction === statement.transaction)
        .filter((each) => !writesRows(each))
        .flatMap((each) => blockingLocks(each, step));
      if (held.length === 0) return undefined;
      const message = `${quotedStart(statement)} runs while ${whoWaits(held)} wait for the lock taken before`;
      return statement.facts.writesRows === "all" ? { message } : { message, severity: "warning" };
    }),
};
