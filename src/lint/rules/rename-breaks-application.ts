import { given } from "../../base/given.ts";
import type { RenameColumn } from "../../ops/column-ops.ts";
import { changesOf } from "../changes.ts";
import type { LintedStep, Rule } from "../rule.ts";
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
      step.isLive(tableName(change)) && !isTakenOver(change, at, step) && !isNew(change, step)
        ? [{ at, message: `The column "${change.table}"."${change.column}" is renamed to "${change.to}"` }]
        : [],
    ),
  ],
};

/** Another column takes the old name in the same transaction, as where a column of another type is put in its place. */
function isTakenOver({ table, schema, column }: RenameColumn, at: number, step: LintedStep): boolean {
  const transaction = step.statements[at]?.transaction;
  return changesOf(step, "renameColumn").some(
    ({ change, statement }) =>
      change.to === column &&
      tableName(change) === tableName({ table, ...given({ schema }) }) &&
      transaction !== undefined &&
      statement.transaction === transaction,
  );
}

/** The step has made the column: no application knows it. */
function isNew({ table, schema, column }: RenameColumn, step: LintedStep): boolean {
  const name = tableName({ table, ...given({ schema }) });
  return changesOf(step, "addColumn").some(({ change }) => change.column.name === column && tableName(change) === name);
}
