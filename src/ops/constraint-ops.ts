import type { Check, Exclusion, ForeignKey, PrimaryKey, Unique } from "../schema/schema.ts";
import type { Joinable, OnTable } from "./table-ops.ts";

/** A constraint that may be made so that readers and writers wait for a moment only. */
interface Online extends Joinable {
  /** True refuses every other way. */
  readonly online?: true;
}

export interface CreatePrimaryKey extends Online {
  readonly kind: "createPrimaryKey";
  readonly primaryKey: PrimaryKey;
  /** PostgreSQL: the unique index of the table that becomes the key's own, and takes its name. */
  readonly usingIndex?: string;
}

export interface CreateUnique extends Online {
  readonly kind: "createUnique";
  readonly unique: Unique;
  /** As of a primary key. */
  readonly usingIndex?: string;
}

export interface CreateCheck extends Online {
  readonly kind: "createCheck";
  readonly check: Check;
}

export interface CreateForeignKey extends Online {
  readonly kind: "createForeignKey";
  readonly foreignKey: ForeignKey;
}

export interface CreateExclusion extends OnTable {
  readonly kind: "createExclusion";
  readonly exclusion: Exclusion;
}

/** PostgreSQL: reads the rows that were there before a check or foreign key that isn't valid yet. */
export interface ValidateConstraint extends OnTable {
  readonly kind: "validateConstraint";
  readonly type: "check" | "foreignkey";
  /** Absent for a constraint without a name, which `columns` or `expression` finds. */
  readonly name?: string;
  readonly columns?: readonly string[];
  readonly expression?: string;
}

export type ConstraintType = "primary" | "unique" | "check" | "foreignkey" | "exclude";

export interface DropConstraint extends Joinable {
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
  | ValidateConstraint
  | DropConstraint;
