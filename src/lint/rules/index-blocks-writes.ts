import { blockingHits } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const indexBlocksWrites: Rule = {
  id: "index-blocks-writes",
  severity: "error",
  title: "An index is built while writers wait",
  why: "The build reads each row of the table, and until it is done no row can be inserted, updated or deleted. On a large table that is minutes or hours in which the application stands still.",
  instead: "Build the index in the way of the server that lets writers go on.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["createIndex"], {
      what: ({ index, table }) => `The index "${index.name}" of "${table}" is built`,
      fact: "scans",
    }),
};
