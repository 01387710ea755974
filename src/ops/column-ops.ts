import type { Column } from "../schema/schema.ts";
import type { Joinable, LosesData, OnTable } from "./table-ops.ts";

export interface AddColumn extends Joinable {
  readonly kind: "addColumn";
  readonly column: Column;
  /** Puts the column behind this one, or first; absent puts it last. */
  readonly position?: { readonly after: string } | "first";
  readonly ifNotExists?: true;
}

/** Drops a column, and with it the keys, constraints and indexes of its table that name it. */
export interface DropColumn extends Joinable, LosesData {
  readonly kind: "dropColumn";
  readonly column: string;
  readonly ifExists?: true;
}

export interface RenameColumn extends OnTable {
  readonly kind: "renameColumn";
  readonly column: string;
  readonly to: string;
}

export interface AlterColumn extends Joinable, LosesData {
  readonly kind: "alterColumn";
  readonly column: string;
  readonly changes: ColumnChanges;
  /** PostgreSQL: the expression that makes the new value of the old one. */
  readonly using?: string;
  /** Goes with `nullable: false` alone: NULLs are looked for beside readers and writers, where the server can. */
  readonly online?: true;
}

type Alterable = Omit<Column, "name">;

/** What changes about a column: an absent key stays as it is, null takes the property away. */
export type ColumnChanges = {
  readonly [K in keyof Alterable]?: undefined extends Alterable[K] ? Alterable[K] | null : Alterable[K];
};

export type ColumnOp = AddColumn | DropColumn | RenameColumn | AlterColumn;
