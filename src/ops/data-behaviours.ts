import { displayName } from "../schema/names.ts";
import { type Behaviours, lossy } from "./behaviour.ts";
import type { DataOp } from "./data-ops.ts";
import { displayColumn, requireColumns, requireTable, tableNameOf } from "./edit.ts";

/** What the operations on data mean: to the schema, as far as Limbeck knows, nothing. */
export const dataBehaviours: Behaviours<DataOp["kind"]> = {
  bulkInsert: {
    apply(schema, op) {
      const table = requireTable(schema, op);
      for (const row of op.rows) requireColumns(table, Object.keys(row));
      return schema;
    },
    reverse(op) {
      const reason = `which rows were inserted into ${displayName(tableNameOf(op))} is not kept`;
      return { kind: "irreversible", reason };
    },
    describe(op) {
      const rows = op.rows.length === 1 ? "1 row" : `${op.rows.length} rows`;
      return `Insert ${rows} into ${displayName(tableNameOf(op))}`;
    },
  },

  backfill: {
    apply(schema, op) {
      requireColumns(requireTable(schema, op), Object.keys(op.set));
      return schema;
    },
    reverse(op) {
      const columns = Object.keys(op.set).map((column) => displayColumn(op, column));
      return lossy(`the values that ${columns.join(", ")} had before the backfill`);
    },
    describe(op) {
      const columns = Object.keys(op.set).map((column) => displayColumn(op, column));
      return `Fill ${columns.join(", ")} in batches`;
    },
  },

  execute: {
    apply: (schema) => schema,
    reverse: (op) => ({ kind: "irreversible", reason: `what undoes the SQL "${firstLine(op.sql)}" is not known` }),
    describe: (op) => `Execute ${firstLine(op.sql)}`,
  },

  run: {
    apply: (schema) => schema,
    reverse: (op) => ({ kind: "irreversible", reason: `what undoes the function "${op.label}" is not known` }),
    describe: (op) => `Run "${op.label}"`,
  },
};

function firstLine(sql: string): string {
  const [first = "", ...more] = sql.trim().split(/\s*\n\s*/);
  const cut = first.length > 80 || more.length > 0;
  return cut ? `${first.slice(0, 80)} …` : first;
}
