import type { ColumnOp } from "./column-ops.ts";
import type { SetComment } from "./comment-ops.ts";
import type { ConstraintOp } from "./constraint-ops.ts";
import type { DataOp } from "./data-ops.ts";
import type { ExtensionOp } from "./extension-ops.ts";
import type { IndexOp } from "./index-ops.ts";
import type { ObjectOp } from "./object-ops.ts";
import type { OwnTypeOp } from "./own-type-ops.ts";
import type { PartitionOp } from "./partition-ops.ts";
import type { PolicyOp } from "./policy-ops.ts";
import type { StatisticsOp } from "./statistics-ops.ts";
import type { TableOp } from "./table-ops.ts";

/** One change to a schema or to what is in it: a tagged, readonly, JSON-safe record. */
export type Op =
  | TableOp
  | ColumnOp
  | ConstraintOp
  | IndexOp
  | PartitionOp
  | PolicyOp
  | StatisticsOp
  | ObjectOp
  | OwnTypeOp
  | ExtensionOp
  | SetComment
  | DataOp;

export type OpKind = Op["kind"];

export type OpOf<K extends OpKind> = Extract<Op, { readonly kind: K }>;

/** How an op is undone. What it took is known from the schema before it. */
export type Reversal =
  | { readonly kind: "exact"; readonly ops: readonly Op[] }
  /** The schema comes back, some of the data doesn't: `reason` says which. */
  | { readonly kind: "lossy"; readonly ops: readonly Op[]; readonly reason: string }
  | { readonly kind: "irreversible"; readonly reason: string };
