import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const renameBreaksApplication: Rule = {
  id: "rename-breaks-application",
  severity: "warning",
  title: "A table or column that the running application uses gets another name",
  why: "The application that runs now asks for the old name until its last process is replaced, and an older one that comes back after a failed release asks for it again: their queries fail.",
  instead:
    "Give the new name beside the old one: a view with the old name of a table, or a second column that is kept in step; take the old one away in a later release.",
  check: (step) => [
    ...(step.direction === "downgrade" ? [] : changesOf(step, "renameTable")).flatMap(({ change, at }) =>
      step.isLive(tableName(change)) && step.isLive(change.to)
        ? [{ at, message: `The table "${change.table}" is renamed to "${change.to}"` }]
        : [],
    ),
    ...(step.direction === "downgrade" ? [] : changesOf(step, "renameColumn")).flatMap(({ change, at }) =>
      step.isLive(tableName(change))
        ? [{ at, message: `The column "${change.table}"."${change.column}" is renamed to "${change.to}"` }]
        : [],
    ),
  ],
};
