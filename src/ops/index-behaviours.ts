import { didYouMean } from "../base/nearest.ts";
import { displayName } from "../schema/names.ts";
import type { Index, Table } from "../schema/schema.ts";
import { columnsOfIndex } from "../schema/table-builders.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { editTable, omit, requireColumns, requireTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import type { IndexOp } from "./index-ops.ts";

/** What the operations on indexes mean. */
export const indexBehaviours: Behaviours<IndexOp["kind"]> = {
  createIndex: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        if (op.ifNotExists && findIndex(table, op.index.name) !== undefined) return table;
        requireColumns(table, columnsOfIndex(op.index));
        refuseTaken(table, op.index.name);
        return { ...table, indexes: [...table.indexes, op.index] };
      });
    },
    reverse(op, before) {
      if (op.ifNotExists && findIndex(requireTable(before, op), op.index.name) !== undefined) return exact();
      // No server drops the index of a partitioned table concurrently.
      const how = requireTable(before, op).options.partitionBy === undefined ? op : omit(op, "concurrently");
      return exact({ ...omit(how, "ifNotExists"), kind: "dropIndex", index: op.index.name });
    },
    describe: (op) => `Create index ${op.index.name} on ${displayName(tableNameOf(op))}`,
  },

  dropIndex: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        if (op.ifExists && findIndex(table, op.index) === undefined) return table;
        const index = requireIndex(table, op.index);
        return { ...table, indexes: table.indexes.filter((each) => each !== index) };
      });
    },
    reverse(op, before) {
      const index = findIndex(requireTable(before, op), op.index);
      return index === undefined ? exact() : exact({ ...omit(op, "ifExists"), kind: "createIndex", index });
    },
    describe: (op) => `Drop index ${op.index} of ${displayName(tableNameOf(op))}`,
  },

  renameIndex: {
    apply(schema, op) {
      return editTable(schema, op, (table) => {
        refuseTaken(table, op.to);
        // A unique constraint is known by the name of its index.
        const unique = table.uniques.find(({ name }) => name === op.index);
        if (unique !== undefined && findIndex(table, op.index) === undefined)
          return {
            ...table,
            uniques: table.uniques.map((each) => (each === unique ? { ...each, name: op.to } : each)),
          };
        const index = requireIndex(table, op.index);
        return { ...table, indexes: table.indexes.map((each) => (each === index ? { ...each, name: op.to } : each)) };
      });
    },
    reverse: (op) => exact({ ...op, index: op.to, to: op.index }),
    describe: (op) => `Rename index ${op.index} of ${displayName(tableNameOf(op))} to ${op.to}`,
  },
};

function findIndex(table: Table, name: string): Index | undefined {
  return table.indexes.find((index) => index.name === name);
}

/** An index of a table. Errors: OP_INDEX_MISSING. */
export function requireIndex(table: Table, name: string): Index {
  const found = findIndex(table, name);
  if (found !== undefined) return found;
  const guess = didYouMean(
    name,
    table.indexes.map((index) => index.name),
  );
  const message = `The table "${displayName(table)}" has no index "${name}"${guess}.`;
  throw fail("OP_INDEX_MISSING", message, { details: { table: displayName(table), index: name } });
}

function refuseTaken(table: Table, name: string): void {
  if (findIndex(table, name) === undefined) return;
  throw fail("OP_INDEX_EXISTS", `The table "${displayName(table)}" has an index "${name}" already.`);
}
