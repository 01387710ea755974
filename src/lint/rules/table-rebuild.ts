import { isOnTable } from "../../ops/edit.ts";
import { hitsOf } from "../changes.ts";
import { blockingLocks } from "../facts.ts";
import type { Rule } from "../rule.ts";
import { quotedStart, tableName, writesRows } from "../rule-tools.ts";

export const tableRebuild: Rule = {
  id: "table-rebuild",
  severity: "warning",
  title: "A table is written anew",
  why: "Readers and writers of rows may go on, or wait for the database as a whole, but all rows are copied: that takes time, twice the space, and on a replica it may hold up all that comes behind it.",
  instead: "Look at the size of the table, and plan a time for it; several changes of one table share one copy.",
  weighsByRows: true,
  check: (step) =>
    hitsOf(step, (statement) => {
      const { facts, op, changes } = statement;
      if (facts.rewrites !== true || facts.locks === "unknown" || writesRows(statement)) return undefined;
      const of = [op, ...(changes ?? []).map((change) => change.op)].find(isOnTable);
      const own = of && tableName(of);
      const names = facts.locks.map(({ relation }) => (relation === "*" ? (own ?? relation) : relation));
      const [live] = names.filter((name) => typeof name === "string" && step.isLive(name));
      if (live === undefined || blockingLocks(statement, step).length > 0) return undefined;
      return { message: `All rows of "${live}" are written anew by ${quotedStart(statement)}` };
    }),
};
