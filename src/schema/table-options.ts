/** Properties of a whole table; a dialect refuses those that it doesn't have. */
export interface TableOptions {
  /** SQLite: the types of columns are enforced. */
  readonly strict?: true;
  /** SQLite: stored by primary key, without a rowid. */
  readonly withoutRowid?: true;
  /** SQLite: made by a module; the text after `USING`, such as `fts5(title, body)`. Such a table has no columns of its own here. */
  readonly virtual?: string;
  /** MySQL: storage engine. */
  readonly engine?: string;
  /** MySQL: default character set. */
  readonly charset?: string;
  /** MySQL: default collation. */
  readonly collation?: string;
  /** MySQL: `ROW_FORMAT`. */
  readonly rowFormat?: string;
  /** MariaDB: old versions of rows are kept (`WITH SYSTEM VERSIONING`). */
  readonly systemVersioned?: true;
  /** PostgreSQL: not written to the log, empty after a crash. */
  readonly unlogged?: true;
  readonly tablespace?: string;
  /** The text after `PARTITION BY`. */
  readonly partitionBy?: string;
  /** Further options of CREATE TABLE, by name: storage parameters on PostgreSQL, `max_rows` and the like on MySQL. */
  readonly storage?: Readonly<Record<string, string>>;
  /** PostgreSQL: how the rows are stored; absent is `heap`. */
  readonly accessMethod?: string;
  /** PostgreSQL: the policies of the table decide which rows a user sees; its owner sees all of them. */
  readonly rowSecurity?: true;
  /** PostgreSQL: where row security is on, the policies hold for the owner as well. */
  readonly forceRowSecurity?: true;
  /** PostgreSQL: what a subscriber is told of an old row; absent is its primary key. */
  readonly replicaIdentity?: ReplicaIdentity;
  /** PostgreSQL: the composite type whose attributes its columns are, as long as both are as they are (`CREATE TABLE … OF`). */
  readonly ofType?: { readonly name: string; readonly schema?: string };
}

export type ReplicaIdentity = "full" | "nothing";
