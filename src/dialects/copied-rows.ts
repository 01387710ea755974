/** What a statement copies: the values of each row of `from`, as expressions, into the columns of `into`. */
export interface CopiedRows {
  /** What comes before the name of the table: `INSERT INTO`. */
  readonly verb: string;
  readonly into: string;
  readonly columns: readonly string[];
  /** One for each column. */
  readonly values: readonly string[];
  readonly from: string;
}
