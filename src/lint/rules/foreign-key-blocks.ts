import { blockingHits, named } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const foreignKeyBlocks: Rule = {
  id: "foreign-key-blocks",
  severity: "error",
  title: "A foreign key is checked against all rows while writers wait",
  why: "The key is looked up for each row that is there, and meanwhile nobody can write: neither to the table nor, on most servers, to the one that it refers to.",
  instead: "Make the key without checking the rows that are there, and check them in a step of its own.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["createForeignKey"], {
      what: ({ foreignKey, table }) =>
        `${named("foreign key", foreignKey.name, `on ${foreignKey.columns.join(", ")}`)} of "${table}" to "${foreignKey.references.table}" is added`,
      fact: "scans",
    }),
};
