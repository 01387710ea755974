import { displayName, sameName } from "../schema/names.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { omit, onTable, requireTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import { keptOwn } from "./inherited-defaults.ts";
import { joinTable, separateTable } from "./inherited-parts.ts";
import { partsOf } from "./part-names.ts";
import { joinedPartNames, separatedPartNames } from "./part-names-kept.ts";
import type { AttachPartition, DetachPartition, PartitionOp } from "./partition-ops.ts";
import type { OnTable } from "./table-ops.ts";

/**
 * What the operations on partitions and inheritance mean. A table that is separated has the constraints and indexes that the other one has,
 * under the names of its parts of them.
 */
export const partitionBehaviours: Behaviours<PartitionOp["kind"]> = {
  attachPartition: {
    apply(schema, op) {
      const [table, partition] = [requireTable(schema, op), requireTable(schema, onTable(op.partition))];
      if (partition.partitionOf !== undefined) {
        const other = displayName(parentName(partition.partitionOf));
        throw fail("OP_OBJECT_EXISTS", `The table "${displayName(partition)}" is a partition of "${other}" already.`);
      }
      const { partition: _, kind: __, ...partitionOf } = op;
      const joined: Table = { ...joinTable(partition, table, schema, "all"), partitionOf };
      const after = replaced(schema, partition, keptOwn(joined, partition, schema));
      return joinedPartNames(schema, after, partition, table);
    },
    reverse: (op) => exact({ ...omit(op, "bound"), kind: "detachPartition" }),
    describe: (op) => `Attach partition ${displayName(op.partition)} to ${displayName(tableNameOf(op))}`,
  },

  detachPartition: {
    apply(schema, op) {
      const table = requireTable(schema, op);
      const partition = requirePartition(schema, op);
      const after = replaced(schema, partition, omit(separateTable(partition, table, schema), "partitionOf"));
      return separatedPartNames(schema, after, requireTable(schema, onTable(op.partition)));
    },
    reverse(op, before) {
      const partition = requirePartition(before, op);
      const { bound } = partition.partitionOf;
      const exclusions = partsOf(partition, before).exclusions;
      const own = onTable(op.partition);
      // The server makes its parts of exclusion constraints, whatever the table has.
      return exact(
        ...exclusions.map(({ name }) => ({ kind: "dropConstraint", ...own, type: "exclude", name }) as const),
        { kind: "attachPartition", ...onTable(tableNameOf(op)), partition: op.partition, bound },
        ...exclusions
          .filter(({ name, usual }) => name !== usual)
          .map(({ name, usual }) => ({ kind: "renameIndex", ...own, index: usual, to: name }) as const),
      );
    },
    describe: (op) => `Detach partition ${displayName(op.partition)} from ${displayName(tableNameOf(op))}`,
  },

  addInheritance: {
    apply(schema, op) {
      const [table, parent] = [requireTable(schema, op), requireTable(schema, onTable(op.parent))];
      if (table.inherits?.some((name) => sameName(name, parent))) {
        throw fail(
          "OP_OBJECT_EXISTS",
          `The table "${displayName(table)}" inherits from "${displayName(parent)}" already.`,
        );
      }
      const inherits = [...(table.inherits ?? []), op.parent];
      const joined: Table = { ...joinTable(table, parent, schema, "columns and checks"), inherits };
      return replaced(schema, table, keptOwn(joined, table, schema));
    },
    reverse: (op) => exact({ ...op, kind: "dropInheritance" }),
    describe: (op) => `Let ${displayName(tableNameOf(op))} inherit from ${displayName(op.parent)}`,
  },

  dropInheritance: {
    apply(schema, op) {
      const [table, parent] = [requireTable(schema, op), requireTable(schema, onTable(op.parent))];
      const inherits = (table.inherits ?? []).filter((name) => !sameName(name, parent));
      if (inherits.length === (table.inherits ?? []).length) throw notInheriting(table, parent);
      const separate = omit(separateTable(table, parent, schema), "inherits");
      return replaced(schema, table, inherits.length === 0 ? separate : { ...separate, inherits });
    },
    reverse: (op) => exact({ ...op, kind: "addInheritance" }),
    describe: (op) => `Let ${displayName(tableNameOf(op))} no longer inherit from ${displayName(op.parent)}`,
  },
};

function parentName({ table, schema }: OnTable): ObjectName {
  return schema === undefined ? { name: table } : { name: table, schema };
}

type Partition = Table & Required<Pick<Table, "partitionOf">>;

function requirePartition(schema: Schema, op: AttachPartition | DetachPartition): Partition {
  const found = requireTable(schema, onTable(op.partition));
  const { partitionOf } = found;
  if (partitionOf !== undefined && sameName(parentName(partitionOf), tableNameOf(op))) return { ...found, partitionOf };
  const message = `The table "${displayName(found)}" is no partition of "${displayName(tableNameOf(op))}".`;
  throw fail("OP_OBJECT_MISSING", message);
}

function notInheriting(table: Table, parent: Table) {
  return fail("OP_OBJECT_MISSING", `The table "${displayName(table)}" doesn't inherit from "${displayName(parent)}".`);
}

function replaced(schema: Schema, old: ObjectName, table: Table): Schema {
  return { ...schema, tables: schema.tables.map((each) => (sameName(each, old) ? table : each)) };
}
