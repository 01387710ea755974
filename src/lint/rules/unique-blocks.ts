import { blockingHits, named } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const uniqueBlocks: Rule = {
  id: "unique-blocks",
  severity: "error",
  title: "A unique constraint builds its index while others wait",
  why: "The index behind the constraint is built from each row, under a lock that keeps others from the table.",
  instead: "Build a unique index beside readers and writers, and make the constraint of it.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["createUnique"], {
      what: ({ unique, table }) =>
        `${named("unique constraint", unique.name, `on ${unique.columns.join(", ")}`)} of "${table}" is added`,
      fact: "scans",
    }),
};
