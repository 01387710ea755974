/** What a statement does to the server, and where that is written. */
export interface Facts {
  /** Empty when it locks nothing that others use. */
  readonly locks: readonly Lock[] | "unknown";
  /** Reads every row of a table while it holds its locks. */
  readonly scans: boolean | "unknown";
  /** Writes every row of a table anew. */
  readonly rewrites: boolean | "unknown";
  /** False when the server refuses it inside a transaction. */
  readonly transactional: boolean;
  /** Rows that it changes or takes away, of tables that keep their form: all of a table, or those that a condition finds. Absent for none. */
  readonly writesRows?: "all" | "some";
  /** The data that it destroys, in words. */
  readonly loses?: string;
  /** The server version since which it is understood. */
  readonly since?: string;
  /** The page of the manual that says so, or "unknown". */
  readonly source: string;
}

export interface Lock {
  /** The table, or `*` for the whole database. */
  readonly relation: string;
  /** The server's name of the lock. */
  readonly mode: string;
  /** Whom it keeps waiting; `schema changes` lets readers and writers of rows go on. */
  readonly blocks: "schema changes" | "writes" | "reads and writes";
}
