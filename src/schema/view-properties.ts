/** Properties of a view beside its query; a dialect refuses those that it doesn't have. */
export interface ViewProperties {
  /** MySQL: `invoker` reads with the rights of who asks; absent is with those of who made the view. */
  readonly security?: ViewSecurity;
  /** MySQL: how the query is carried out; absent leaves it to the server. */
  readonly algorithm?: ViewAlgorithm;
  /** PostgreSQL, of a materialized view: storage parameters, by name. */
  readonly storage?: Readonly<Record<string, string>>;
  /** PostgreSQL, of a materialized view. */
  readonly tablespace?: string;
  /** PostgreSQL, of a materialized view: how the rows are stored; absent is `heap`. */
  readonly accessMethod?: string;
}

export type ViewSecurity = "invoker";
export type ViewAlgorithm = "merge" | "temptable";
