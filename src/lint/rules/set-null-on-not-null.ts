import { findTable } from "../../schema/names.ts";
import type { ForeignKey, Table } from "../../schema/schema.ts";
import { changesOf } from "../changes.ts";
import type { Hit } from "../finding.ts";
import type { Rule } from "../rule.ts";

export const setNullOnNotNull: Rule = {
  id: "set-null-on-not-null",
  severity: "error",
  title: "A foreign key would set a column to NULL that can't be NULL",
  why: "The day a row that is referred to is deleted or its key changes, the server refuses: the column can't take the NULL.",
  instead: "Let the column be NULL, or choose another action.",
  check(step) {
    const hits = (key: ForeignKey, table: Table | undefined, at: number): readonly Hit[] => {
      if (key.onDelete !== "set null" && key.onUpdate !== "set null") return [];
      const fixed = (key.setColumns ?? key.columns).filter((name) =>
        table?.columns.some((column) => column.name === name && !column.nullable),
      );
      if (fixed.length === 0) return [];
      const columns = fixed.map((name) => `"${name}"`).join(", ");
      return [
        {
          at,
          message: `The foreign key to "${key.references.table}" sets ${columns} of "${table?.name}" to NULL, which can't be NULL`,
        },
      ];
    };
    return [
      ...changesOf(step, "createForeignKey").flatMap(({ change, at }) => {
        const { table: name, schema } = change;
        return hits(
          change.foreignKey,
          findTable(step.after.schema, schema === undefined ? { name } : { name, schema }),
          at,
        );
      }),
      ...changesOf(step, "createTable").flatMap(({ change, at }) =>
        change.table.foreignKeys.flatMap((key) => hits(key, findTable(step.after.schema, change.table), at)),
      ),
    ];
  },
};
