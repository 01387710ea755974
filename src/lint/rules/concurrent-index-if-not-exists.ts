import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const concurrentIndexIfNotExists: Rule = {
  id: "concurrent-index-if-not-exists",
  severity: "warning",
  title: "IF NOT EXISTS takes the ruin of an index for the index",
  why: "A concurrent build that fails leaves an invalid index behind, which costs writes and serves no query. The next try with IF NOT EXISTS finds it there and does nothing.",
  instead: "Leave IF NOT EXISTS out: Limbeck looks for such a ruin itself, and takes it away before it tries again.",
  check: (step) =>
    changesOf(step, "createIndex").flatMap(({ change, at }) => {
      if (change.concurrently !== true || change.ifNotExists !== true) return [];
      const { ifNotExists: _, ...rest } = change;
      return [
        {
          at,
          message: `The index "${change.index.name}" is built concurrently, if there is none of its name`,
          ops: [rest],
        },
      ];
    }),
};
