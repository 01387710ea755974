import type { Check, Exclusion, ForeignKey, PrimaryKey, Unique } from "../schema/schema.ts";
import type { OnTable } from "./table-ops.ts";

export interface CreatePrimaryKey extends OnTable {
  readonly kind: "createPrimaryKey";
  readonly primaryKey: PrimaryKey;
}

export interface CreateUnique extends OnTable {
  readonly kind: "createUnique";
  readonly unique: Unique;
}

export interface CreateCheck extends OnTable {
  readonly kind: "createCheck";
  readonly check: Check;
}

export interface CreateForeignKey extends OnTable {
  readonly kind: "createForeignKey";
  readonly foreignKey: ForeignKey;
}

export interface CreateExclusion extends OnTable {
  readonly kind: "createExclusion";
  readonly exclusion: Exclusion;
}

export type ConstraintType = "primary" | "unique" | "check" | "foreignkey" | "exclude";

export interface DropConstraint extends OnTable {
  readonly kind: "dropConstraint";
  readonly type: ConstraintType;
  /** Absent for a constraint without a name, which `columns` or `expression` finds, and for the primary key. */
  readonly name?: string;
  /** Finds an unnamed unique or foreign key: its own columns, in their order. */
  readonly columns?: readonly string[];
  /** Finds an unnamed check; an unnamed exclusion constraint by its elements: `expression WITH operator, …`. */
  readonly expression?: string;
  readonly ifExists?: true;
}

export type ConstraintOp =
  | CreatePrimaryKey
  | CreateUnique
  | CreateCheck
  | CreateForeignKey
  | CreateExclusion
  | DropConstraint;
