import type { Op } from "../../ops/op.ts";
import type { OnTable } from "../../ops/table-ops.ts";
import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const neverValidated: Rule = {
  id: "never-validated",
  severity: "note",
  title: "A constraint is added without testing the rows that are there, and no step tests them",
  why: "Until it is validated, the constraint promises nothing about old rows, and the server plans no query by it.",
  instead: "Validate the constraint in a later step, which lets others read and write.",
  check(step) {
    if (step.direction === "downgrade") return [];
    const validated = changesOf(step, "validateConstraint").map(({ change }) => keyOf(change, change.name));
    const dropped = changesOf(step, "dropConstraint").map(({ change }) => keyOf(change, change.name));
    const open = [
      ...changesOf(step, "createCheck").map((found) => ({
        ...found,
        part: found.change.check,
        type: "check" as const,
      })),
      ...changesOf(step, "createForeignKey").map((found) => ({
        ...found,
        part: found.change.foreignKey,
        type: "foreignkey" as const,
      })),
    ].filter(
      ({ part, change }) => part.notValid === true && ![...validated, ...dropped].includes(keyOf(change, part.name)),
    );
    return open.flatMap(({ part: { name }, change, at, type }) => {
      if (name === undefined) return [];
      const on = change.schema === undefined ? {} : { schema: change.schema };
      const op: Op = { kind: "validateConstraint", table: change.table, ...on, type, name };
      return [
        {
          at,
          message: `The constraint "${name}" of "${tableName(change)}" isn't validated`,
          ops: [op],
          before: step.after.schema,
        },
      ];
    });
  },
};

function keyOf(on: OnTable, name: string | undefined): string {
  return JSON.stringify([on.schema, on.table, name]);
}
