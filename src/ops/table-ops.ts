import type { Table } from "../schema/schema.ts";
import type { TableOptions } from "../schema/table-options.ts";

/** The table that an op is about; an absent `schema` is the default namespace. */
export interface OnTable {
  readonly table: string;
  readonly schema?: string;
}

/** A change of a table that others may share a statement with. */
export interface Joinable extends OnTable {
  /** It shares the statement of the op before it, a change of the same table, where the server has such a statement. */
  readonly joined?: true;
}

export interface CreateTable {
  readonly kind: "createTable";
  /** The whole table, its indexes too. */
  readonly table: Table;
  readonly ifNotExists?: true;
}

/** The word of whoever wrote the revision that data may go, and why; it changes nothing about what is carried out. */
export interface LosesData {
  readonly dataLoss?: string;
}

export interface DropTable extends OnTable, LosesData {
  readonly kind: "dropTable";
  readonly ifExists?: true;
}

export interface RenameTable extends OnTable {
  readonly kind: "renameTable";
  readonly to: string;
}

/** Gives a table these options in place of all that it had. */
export interface SetTableOptions extends OnTable {
  readonly kind: "setTableOptions";
  readonly options: TableOptions;
}

export interface SetTableComment extends OnTable {
  readonly kind: "setTableComment";
  /** Absent drops the comment. */
  readonly comment?: string;
}

export type TableOp = CreateTable | DropTable | RenameTable | SetTableOptions | SetTableComment;
