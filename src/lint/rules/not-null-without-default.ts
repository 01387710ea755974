import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const notNullWithoutDefault: Rule = {
  id: "not-null-without-default",
  severity: "error",
  title: "A column that can't be NULL is added without a value for the rows that are there",
  why: "Where the table has rows, the server refuses, or gives all of them a value that nobody has chosen; and the application that runs now inserts rows without the column, which fail from then on.",
  instead: "Add the column so that it may be NULL, or with a default; fill the rows that are there; then set NOT NULL.",
  check: (step) =>
    changesOf(step, "addColumn").flatMap(({ change, statement, at }) => {
      const { column } = change;
      const hasValue =
        column.default !== undefined ||
        column.generated !== undefined ||
        column.identity !== undefined ||
        column.autoincrement === true;
      if (column.nullable || hasValue || !step.isLive(tableName(change)) || statement.facts.locks === "unknown")
        return [];
      const { notNull: _, ...rest } = column;
      return [
        {
          at,
          message: `The column "${change.table}"."${column.name}" is NOT NULL and has no default`,
          ops: [{ ...change, column: { ...rest, nullable: true } }],
        },
      ];
    }),
};
