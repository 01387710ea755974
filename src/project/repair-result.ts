import type { Facts } from "../dialects/contract.ts";

/** What `repair` did, or what there is to do. */
export interface RepairResult {
  readonly database: string;
  /** What was settled, a line each. */
  readonly settled: readonly string[];
  /** Without an option: what there is to settle and how, a line each. */
  readonly open: readonly string[];
  /** What takes a half-applied revision back, where that was only asked for. */
  readonly undo?: RepairUndo;
}

/** How a half-applied revision would be taken back. */
export interface RepairUndo {
  readonly revision: string;
  readonly statements: readonly { readonly sql: string; readonly facts: Facts }[];
  /** The statement at which the run was cut off, which may have been carried out too: then it is taken back first. */
  readonly mayBeDone?: string;
}
