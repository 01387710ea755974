import { blockingHits } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const notNullBlocks: Rule = {
  id: "not-null-blocks",
  severity: "error",
  title: "NOT NULL is tested on all rows while others wait",
  why: "To promise that no value is NULL the server reads each row, under a lock that keeps others from the table.",
  instead: "Let a check that was tested beside readers and writers prove it first; then no row is read.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["alterColumn"], {
      what: ({ column, table }) => `NOT NULL is set on "${table}"."${column}"`,
      isMeant: ({ changes }, { facts }) => changes.nullable === false && facts.rewrites === false,
      fact: "scans",
    }),
};
