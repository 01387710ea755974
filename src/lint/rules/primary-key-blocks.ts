import { blockingHits } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const primaryKeyBlocks: Rule = {
  id: "primary-key-blocks",
  severity: "error",
  title: "A primary key builds its index while others wait",
  why: "The key's columns are read for NULLs and its index is built from each row, or the whole table is written in the key's order, under a lock that keeps others out.",
  instead:
    "Set the columns NOT NULL by a check that was tested before, build a unique index beside readers and writers, and make the key of it.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["createPrimaryKey"], {
      what: ({ primaryKey, table }) => `The primary key (${primaryKey.columns.join(", ")}) of "${table}" is added`,
      fact: "scans",
    }),
};
