import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { readFlag, readOptions, readSqlText, type SqlText } from "../schema/options.ts";
import type { ObjectName } from "../schema/schema.ts";
import { readObjectName } from "../schema/table-builders.ts";
import { directive, on, type RecordOp } from "./directive.ts";

/** A table by its name, or with its namespace. */
type TableName = string | ObjectName;

/** Operations on partitions and inheritance, as a revision writes them (PostgreSQL). */
export interface PartitionDirectives {
  /** Makes a table that has the same columns a partition: op.attachPartition("events", "events_2024", sql`FOR VALUES FROM (…) TO (…)`). */
  attachPartition(table: string, partition: TableName, bound: SqlText, options?: InSchema): void;
  /** Makes a partition a table by itself. */
  detachPartition(table: string, partition: TableName, options?: InSchema & { readonly concurrently?: boolean }): void;
  /** Lets a table that has the columns of another inherit from it. */
  addInheritance(table: string, parent: TableName, options?: InSchema): void;
  dropInheritance(table: string, parent: TableName, options?: InSchema): void;
}

/** Directives that record operations on partitions and inheritance. */
export function partitionDirectives(record: RecordOp): PartitionDirectives {
  return {
    attachPartition(table, given, bound, options) {
      const where = directive("attachPartition", table);
      const { schema } = readOptions(options, inSchema, where);
      const partition = readObjectName(given, `${where}: the partition`);
      const text = readSqlText(bound, `${where}: the bound`);
      record({ kind: "attachPartition", ...on(table, schema, where), partition, bound: text });
    },

    detachPartition(table, given, options) {
      const where = directive("detachPartition", table);
      const { schema, ...flags } = readOptions(options, { ...inSchema, concurrently: readFlag }, where);
      const partition = readObjectName(given, `${where}: the partition`);
      record({ kind: "detachPartition", ...on(table, schema, where), partition, ...flags });
    },

    addInheritance(table, given, options) {
      const where = directive("addInheritance", table);
      const { schema } = readOptions(options, inSchema, where);
      const parent = readObjectName(given, `${where}: the parent`);
      record({ kind: "addInheritance", ...on(table, schema, where), parent });
    },

    dropInheritance(table, given, options) {
      const where = directive("dropInheritance", table);
      const { schema } = readOptions(options, inSchema, where);
      const parent = readObjectName(given, `${where}: the parent`);
      record({ kind: "dropInheritance", ...on(table, schema, where), parent });
    },
  };
}
