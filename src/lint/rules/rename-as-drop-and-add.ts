import { stableJson } from "../../base/hash.ts";
import { findTable } from "../../schema/names.ts";
import { changesOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const renameAsDropAndAdd: Rule = {
  id: "rename-as-drop-and-add",
  severity: "warning",
  title: "A column is dropped, and one like it is added",
  why: "If the new column is the old one under another name, its values are lost: a generator of migrations can't tell the two apart.",
  instead: "If it is a rename, write it as one.",
  check(step) {
    if (step.direction === "downgrade") return [];
    const added = changesOf(step, "addColumn");
    return changesOf(step, "dropColumn").flatMap(({ change, statement, at }) => {
      const table = tableName(change);
      const name = change.schema === undefined ? { name: change.table } : { name: change.table, schema: change.schema };
      const old = findTable(step.before.schema, name)?.columns.find((column) => column.name === change.column);
      if (old === undefined || !step.isLive(table) || statement.refusal !== undefined) return [];
      const alike = added.filter(
        (each) =>
          tableName(each.change) === table &&
          stableJson(each.change.column.type) === stableJson(old.type) &&
          each.change.column.nullable === old.nullable,
      );
      const [only, ...more] = alike;
      if (only === undefined || more.length > 0) return [];
      const { name: to } = only.change.column;
      const on = change.schema === undefined ? {} : { schema: change.schema };
      return [
        {
          at,
          message: `The column "${table}"."${change.column}" is dropped, and "${to}" of the same type is added`,
          ops: [{ kind: "renameColumn", table: change.table, ...on, column: change.column, to }],
          before: step.before.schema,
        },
      ];
    });
  },
};
