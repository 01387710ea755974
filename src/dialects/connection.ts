/** A database, as a URL names it. */
export interface ConnectionTarget {
  readonly dialect: string;
  /** With the password, for the driver only. */
  readonly url: string;
  /** Without the password, for people. */
  readonly display: string;
  /** Absolute path, where the database is a file. */
  readonly file?: string;
  /** MySQL: the database that the URL names, which may be named before what is in it. */
  readonly database?: string;
  /** What each session is to be, beyond the URL. */
  readonly session?: SessionWish;
  /** Statements don't demand how they are carried out. */
  readonly undemanding?: true;
  /** Directory of the project, where the user's own driver is looked for; absent is the working directory. */
  readonly directory?: string;
}

/** As whom and where a session works, whatever the account that logs in is set to. Refused where `traits.sessions` isn't true. */
export interface SessionWish {
  /** The role that acts. */
  readonly role?: string;
  /** Namespaces in which names without one are looked for, and made in the first; as SQL. */
  readonly searchPath?: string;
}

/** How a database is opened. */
export interface ConnectOptions {
  /** False refuses a database that isn't there, where connecting would make it. */
  readonly create: boolean;
  readonly readOnly?: boolean;
}

/** A row by its columns, as the driver gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** One session with a database. */
export interface Connection {
  readonly server: Server;
  readonly target: ConnectionTarget;
  /** Rows of one query. Errors: RUN_STATEMENT_FAILED with the server's words. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs one statement and returns how many rows it changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
  /**
   * What another program executes in place of a statement that it is about to execute in this database. Errors: DIALECT_UNSUPPORTED for
   * one that would change something elsewhere. Absent where whatever it says stays in the database, or may leave it.
   */
  admit?(sql: string): string;
  /** True while a transaction is open, as the server said after the last statement; absent where no dialect asks. */
  isInTransaction?(): boolean;
  /** True when it is known that the session has ended; absent where none ends by itself. */
  isBroken?(): boolean;
  close(): Promise<void>;
}

/** The server that a session is with. */
export interface Server {
  /** As the server says it: `3.53.0`. */
  readonly version: string;
  /** Statements for it don't demand how they are carried out: it may take a worse way than their facts say. */
  readonly undemanding?: true;
  /** MySQL: the database of the session, which may be named before what is in it; absent where none is known. */
  readonly database?: string;
  /** MySQL: the collation of a table that says none. */
  readonly collation?: string;
  /** MySQL: names of tables that differ in their case alone are one; `lower` where they are kept in small letters. Absent where they are two. */
  readonly tableNames?: "lower" | "folded";
}
