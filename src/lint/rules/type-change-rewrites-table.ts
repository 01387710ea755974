import { blockingHits } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const typeChangeRewritesTable: Rule = {
  id: "type-change-rewrites-table",
  severity: "error",
  title: "A change of a column's type writes every row of the table anew",
  why: "Each value is converted and each row written again with all indexes, while others wait; twice the space is needed.",
  instead:
    "Add a column of the new type, keep it in step with the old one by a trigger, and fill it in small batches; give it the indexes and rules of the old one, and let the two change their names. The old one stays until nobody needs its values.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["alterColumn"], {
      what: ({ column, table }) => `The type of "${table}"."${column}" changes`,
      isMeant: ({ changes }) => changes.type !== undefined || changes.collation !== undefined,
      fact: "rewrites",
    }),
};
