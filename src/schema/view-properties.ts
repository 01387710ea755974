import type { ColumnKeeping } from "./column-keeping.ts";

/** Properties of a view beside its query; a dialect refuses those that it doesn't have. */
export interface ViewProperties {
  /** MySQL, PostgreSQL 15: `invoker` reads with the rights of who asks; absent is with those of who made the view, or owns it. */
  readonly security?: ViewSecurity;
  /** MySQL: how the query is carried out; absent leaves it to the server. */
  readonly algorithm?: ViewAlgorithm;
  /** PostgreSQL: no function of who asks sees rows that the query leaves out. */
  readonly barrier?: true;
  /** PostgreSQL: rows that are written through the view must be shown by it, and with `cascaded` by the views below, too. */
  readonly checkOption?: ViewCheckOption;
  /** PostgreSQL: SQL of the defaults of its columns, by their names, for rows that are written through it. */
  readonly columnDefaults?: Readonly<Record<string, string>>;
  /** PostgreSQL, of a materialized view: storage parameters, by name. */
  readonly storage?: Readonly<Record<string, string>>;
  /** PostgreSQL, of a materialized view. */
  readonly tablespace?: string;
  /** PostgreSQL, of a materialized view: how the rows are stored; absent is `heap`. */
  readonly accessMethod?: string;
  /** PostgreSQL, of a materialized view: how the values of its columns are kept, by their names. */
  readonly columnOptions?: Readonly<Record<string, ColumnKeeping>>;
}

export type ViewSecurity = "invoker";
export type ViewAlgorithm = "merge" | "temptable";
export type ViewCheckOption = "local" | "cascaded";
