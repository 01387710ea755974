import type { ObjectName } from "../schema/schema.ts";
import { type Code, call, optional, record, sqlText, text, word } from "./code.ts";
import type { OpOf } from "./op.ts";
import type { PartitionOp } from "./partition-ops.ts";

/** The code of operations on partitions and inheritance. */
export const partitionPrinters: { readonly [K in PartitionOp["kind"]]: (op: OpOf<K>) => Code } = {
  attachPartition(op) {
    const [table, partition, bound] = [text(op.table), objectCode(op.partition), sqlText(op.bound)];
    return call("op.attachPartition", table, partition, bound, record(inSchema(op)));
  },

  detachPartition(op) {
    const options = record({ ...inSchema(op), concurrently: optional(op.concurrently, word) });
    return call("op.detachPartition", text(op.table), objectCode(op.partition), options);
  },

  addInheritance: (op) => call("op.addInheritance", text(op.table), objectCode(op.parent), record(inSchema(op))),

  dropInheritance: (op) => call("op.dropInheritance", text(op.table), objectCode(op.parent), record(inSchema(op))),
};

/** The code of the name of a table. */
export function objectCode({ name, schema }: ObjectName): Code {
  return (schema === undefined ? undefined : record({ name: text(name), schema: text(schema) })) ?? text(name);
}

function inSchema(op: { readonly schema?: string }) {
  return { schema: optional(op.schema, text) };
}
