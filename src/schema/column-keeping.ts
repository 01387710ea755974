/** PostgreSQL: how the values of a column are kept, and what the planner knows of them. */
export interface ColumnKeeping {
  /** How long values are compressed: `pglz`, `lz4`. */
  readonly compression?: string;
  /** Where long values are kept, where that isn't the way of the type. */
  readonly storage?: ColumnStorage;
  /** How detailed the planner's statistics of the column are, from 0 to 10,000. */
  readonly statistics?: number;
}

export type ColumnStorage = "plain" | "external" | "extended" | "main";
