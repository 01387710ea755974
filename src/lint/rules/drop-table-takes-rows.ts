import type { ForeignKey, Table } from "../../schema/schema.ts";
import { changesOf } from "../changes.ts";
import type { LintedStatement, LintedStep, Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const dropTableTakesRows: Rule = {
  id: "drop-table-takes-rows",
  severity: "error",
  title: "A table is dropped to which others refer",
  why: "A server that carries it out deletes the rows that refer to it, or empties their columns, as ON DELETE says; others refuse the statement. A table that is made anew under its old name takes the rows of its children with it in this way.",
  instead:
    "Drop the foreign keys of the other tables first, or let an operation make the table anew, which keeps them.",
  check: (step) =>
    changesOf(step, "dropTable").flatMap(({ change, statement, at }) => {
      if (statement.op.kind !== "execute" || isBatch(statement, step) || !step.isLive(tableName(change))) return [];
      const isTo = ({ references }: ForeignKey) =>
        references.table === change.table && references.schema === change.schema;
      const takes = (key: ForeignKey) =>
        isTo(key) && ["cascade", "set null", "set default"].includes(key.onDelete ?? "");
      const others = statement.before.tables.filter(
        (table: Table) => table.name !== change.table && table.foreignKeys.some(takes),
      );
      if (others.length === 0) return [];
      const names = others.map(({ name }) => `"${name}"`).join(", ");
      return [{ at, message: `"${tableName(change)}" is dropped, and ${names} refer to it with ON DELETE` }];
    }),
};

/** Alembic's batch mode, which runs with foreign keys off: the rows stay, and are checked before the commit. */
function isBatch({ movedTo }: LintedStatement, { format }: LintedStep): boolean {
  return format === "py" && movedTo?.startsWith("_alembic_tmp_") === true;
}
