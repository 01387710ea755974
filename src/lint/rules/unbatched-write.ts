import { hitsOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { quotedStart, writesRows } from "../rule-tools.ts";
import { backfillOf } from "../update-text.ts";

export const unbatchedWrite: Rule = {
  id: "unbatched-write",
  severity: "warning",
  title: "Many rows are changed by one statement",
  why: "All of them stay locked until the end of the transaction, the log grows by all of them at once, replicas fall behind, and an error undoes everything.",
  instead: "Change the rows in small batches by the key, each in a transaction of its own.",
  weighsByRows: true,
  check: (step) =>
    hitsOf(step, (statement) => {
      if (!writesRows(statement)) return undefined;
      const locks = statement.facts.locks;
      const names = locks === "unknown" ? [] : locks.map(({ relation }) => relation).filter((name) => name !== "*");
      if (names.length > 0 && !names.some(step.isLive)) return undefined;
      const backfill = backfillOf(statement.sql);
      const ops = backfill === undefined || step.format !== "ts" ? {} : { ops: [backfill] };
      if (statement.facts.writesRows === "all") {
        return { message: `${quotedStart(statement)} changes every row in one transaction`, ...ops };
      }
      const message = `${quotedStart(statement)} changes all rows that it finds in one transaction, however many they are`;
      return { message, severity: "note", ...ops };
    }),
};
