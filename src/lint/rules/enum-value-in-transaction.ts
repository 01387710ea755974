import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";

export const enumValueInTransaction: Rule = {
  id: "enum-value-in-transaction",
  severity: "error",
  title: "A new value of an enum is used in the transaction that adds it",
  why: "The server refuses a value that isn't committed yet: the migration fails where rows, defaults or checks use it.",
  instead: "Add the value in a transaction, or a revision, of its own before the statements that use it.",
  check: (step) =>
    changesOf(step, "addEnumValue").flatMap(({ change, statement, at }) => {
      const quoted = `'${change.value.replaceAll("'", "''")}'`;
      const use = step.statements.findIndex(
        ({ sql, transaction }, i) =>
          i > at && transaction !== undefined && transaction === statement.transaction && sql.includes(quoted),
      );
      if (use === -1) return [];
      return [
        {
          at: use,
          message: `The value ${quoted} of the enum "${change.name}" is used in the transaction that adds it`,
        },
      ];
    }),
};
