import type { Index } from "../schema/schema.ts";
import type { Joinable, OnTable } from "./table-ops.ts";

export interface CreateIndex extends Joinable {
  readonly kind: "createIndex";
  readonly index: Index;
  /** Without keeping writers out; not inside a transaction (PostgreSQL). */
  readonly concurrently?: true;
  readonly ifNotExists?: true;
}

export interface DropIndex extends Joinable {
  readonly kind: "dropIndex";
  readonly index: string;
  readonly concurrently?: true;
  readonly ifExists?: true;
}

export interface RenameIndex extends OnTable {
  readonly kind: "renameIndex";
  readonly index: string;
  readonly to: string;
}

export type IndexOp = CreateIndex | DropIndex | RenameIndex;
