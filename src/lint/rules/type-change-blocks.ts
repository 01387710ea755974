import { blockingHits } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const typeChangeBlocks: Rule = {
  id: "type-change-blocks",
  severity: "error",
  title: "A change of a column's type reads all rows while others wait",
  why: "No row is written anew, but a check is tested on each of them, or the column's indexes are built again, under a lock that keeps others out.",
  instead:
    "Drop the check or the index first, beside readers and writers, and make it again in the same way after the change.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["alterColumn"], {
      what: ({ column, table }) => `The type or the collation of "${table}"."${column}" changes`,
      isMeant: ({ changes }, { facts }) =>
        facts.rewrites === false &&
        changes.nullable !== false &&
        (changes.type !== undefined || changes.collation !== undefined),
      fact: "scans",
    }),
};
