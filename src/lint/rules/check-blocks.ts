import { blockingHits, named } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const checkBlocks: Rule = {
  id: "check-blocks",
  severity: "error",
  title: "A check constraint is tested on all rows while others wait",
  why: "Each row that is there is tested under a lock that keeps others from the table until the transaction ends.",
  instead: "Add the check without testing the rows that are there, and test them in a step of its own.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["createCheck"], {
      what: ({ check, table }) => `${named("check", check.name, `(${check.expression})`)} of "${table}" is added`,
      fact: "scans",
    }),
};
