import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { displayName, type Indexed } from "../schema/names.ts";
import type { Index, Schema, Table } from "../schema/schema.ts";
import { columnsOfIndex } from "../schema/table-builders.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { editIndexes, editTable, isView, omit, requireColumns, requireIndexed, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import type { IndexOp } from "./index-ops.ts";
import { ownName, type Part, partList, withPartNames } from "./part-names.ts";

/** What the operations on indexes mean. */
export const indexBehaviours: Behaviours<IndexOp["kind"]> = {
  createIndex: {
    apply(schema, op) {
      return editIndexes(schema, op, (indexes, owner) => {
        if (op.ifNotExists && findIndex(owner, op.index.name) !== undefined) return indexes;
        if (!isView(owner)) requireColumns(owner, columnsOfIndex(op.index));
        refuseTaken(owner, op.index.name);
        return [...indexes, op.index];
      });
    },
    reverse(op, before) {
      const owner = requireIndexed(before, op);
      if (op.ifNotExists && findIndex(owner, op.index.name) !== undefined) return exact();
      // No server drops the index of a partitioned table concurrently.
      const isPartitioned = !isView(owner) && owner.options.partitionBy !== undefined;
      const how = isPartitioned ? omit(op, "concurrently") : op;
      return exact({ ...omit(how, "ifNotExists"), kind: "dropIndex", index: op.index.name });
    },
    describe: (op) => `Create index ${op.index.name} on ${displayName(tableNameOf(op))}`,
  },

  dropIndex: {
    apply(schema, op) {
      return editIndexes(schema, op, (indexes, owner) => {
        if (op.ifExists && findIndex(owner, op.index) === undefined) return indexes;
        const index = requireIndex(owner, op.index);
        return indexes.filter((each) => each !== index);
      });
    },
    reverse(op, before) {
      const index = findIndex(requireIndexed(before, op), op.index);
      return index === undefined ? exact() : exact({ ...omit(op, "ifExists"), kind: "createIndex", index });
    },
    describe: (op) => `Drop index ${op.index} of ${displayName(tableNameOf(op))}`,
  },

  renameIndex: {
    apply(schema, op) {
      const owner = requireIndexed(schema, op);
      refuseTaken(owner, op.to);
      const part = isView(owner) ? undefined : partOf(owner, schema, op.index);
      if (part !== undefined) {
        return editTable(schema, op, (table) =>
          withPartNames(table, schema, (each) =>
            each.list === part.list && each.whole === part.whole ? op.to : ownName(table, each.list, each.whole.name),
          ),
        );
      }
      // A constraint is known by the name of its index.
      if (!isView(owner) && findIndex(owner, op.index) === undefined && hasConstraint(owner, op.index)) {
        const renamed = <T extends { readonly name?: string }>(each: T): T =>
          each.name === op.index ? { ...each, name: op.to } : each;
        return editTable(schema, op, ({ primaryKey, ...table }) => ({
          ...table,
          ...given({ primaryKey: primaryKey && renamed(primaryKey) }),
          uniques: table.uniques.map(renamed),
          exclusions: table.exclusions.map(renamed),
        }));
      }
      const index = requireIndex(owner, op.index);
      return editIndexes(schema, op, (indexes) =>
        indexes.map((each) => (each === index ? { ...each, name: op.to } : each)),
      );
    },
    reverse: (op) => exact({ ...op, index: op.to, to: op.index }),
    describe: (op) => `Rename index ${op.index} of ${displayName(tableNameOf(op))} to ${op.to}`,
  },
};

/** The part of an index from above that a partition calls so, and has no other of that name. */
function partOf(table: Table, schema: Schema, name: string): Part | undefined {
  if (table.partitionOf === undefined || findIndex(table, name) !== undefined || hasConstraint(table, name)) return;
  return partList(table, schema).find((part) => part.list === "indexes" && part.name === name);
}

function findIndex({ indexes = [] }: Indexed, name: string): Index | undefined {
  return indexes.find((index) => index.name === name);
}

function hasConstraint({ primaryKey, uniques, exclusions }: Table, name: string): boolean {
  return [primaryKey, ...uniques, ...exclusions].some((constraint) => constraint?.name === name);
}

/** An index of a table or a materialized view. Errors: OP_INDEX_MISSING. */
export function requireIndex(owner: Indexed, name: string): Index {
  const found = findIndex(owner, name);
  if (found !== undefined) return found;
  const guess = didYouMean(
    name,
    (owner.indexes ?? []).map((index) => index.name),
  );
  const message = `The ${wordOf(owner)} "${displayName(owner)}" has no index "${name}"${guess}.`;
  throw fail("OP_INDEX_MISSING", message, { details: { table: displayName(owner), index: name } });
}

function refuseTaken(owner: Indexed, name: string): void {
  if (findIndex(owner, name) === undefined) return;
  throw fail("OP_INDEX_EXISTS", `The ${wordOf(owner)} "${displayName(owner)}" has an index "${name}" already.`);
}

function wordOf(owner: Indexed): string {
  return isView(owner) ? "materialized view" : "table";
}
