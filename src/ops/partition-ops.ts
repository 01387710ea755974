import type { ObjectName } from "../schema/schema.ts";
import type { OnTable } from "./table-ops.ts";

/** Makes a table a partition; its columns must be those of the partitioned table. */
export interface AttachPartition extends OnTable {
  readonly kind: "attachPartition";
  readonly partition: ObjectName;
  /** `FOR VALUES …`, or `DEFAULT`. */
  readonly bound: string;
}

/** Makes a partition a table by itself, with all its rows. */
export interface DetachPartition extends OnTable {
  readonly kind: "detachPartition";
  readonly partition: ObjectName;
  /** While others read and write the partitioned table; not inside a transaction. */
  readonly concurrently?: true;
}

/** Lets a table inherit from another, whose columns it has already. */
export interface AddInheritance extends OnTable {
  readonly kind: "addInheritance";
  readonly parent: ObjectName;
}

/** Ends it: what the table had from the other is its own then. */
export interface DropInheritance extends OnTable {
  readonly kind: "dropInheritance";
  readonly parent: ObjectName;
}

export type PartitionOp = AttachPartition | DetachPartition | AddInheritance | DropInheritance;
