/** How a sequence counts; what is absent is as the server has it. */
export interface SequenceOptions {
  readonly type?: "smallint" | "integer" | "bigint";
  /** Numbers as text, for they may exceed 2^53. */
  readonly start?: string;
  readonly increment?: string;
  readonly min?: string;
  readonly max?: string;
  readonly cache?: string;
  readonly cycle?: true;
}

/** The column that a sequence goes with. */
export interface SequenceOwner {
  readonly table: string;
  readonly column: string;
}
