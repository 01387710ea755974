import { tableNameOf } from "../../ops/edit.ts";
import { keysOfTable } from "../../ops/table-parts.ts";
import { findTable } from "../../schema/names.ts";
import { blockingHits } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const newColumnRewritesTable: Rule = {
  id: "new-column-rewrites-table",
  severity: "error",
  title: "A new column writes every row of the table anew",
  why: "A value that differs from row to row (a volatile default, a serial or identity number, a stored generated value) must be put into each row, and every index is built again, while others wait.",
  instead:
    "Add the column without the value, set the default for rows to come, and fill the rows that are there in small batches.",
  weighsByRows: true,
  check: (step) =>
    blockingHits(step, ["addColumn"], {
      what: ({ column, table }) => `The column "${table}"."${column.name}" is added with a value for each row`,
      fact: "rewrites",
      otherwise: ({ column, ...on }, { before }) => {
        if (column.generated !== undefined)
          return "No way to add a stored generated column keeps nobody waiting; a plain column has the same values by a trigger and a backfill.";
        const table = findTable(before, tableNameOf(on));
        return table !== undefined && keysOfTable(table).length === 0
          ? "The table has no key by which its rows could be filled in batches: give it a primary key first."
          : undefined;
      },
    }),
};
