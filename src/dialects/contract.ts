import type { Op } from "../ops/op.ts";
import type { DefaultValue, ObjectName, Schema } from "../schema/schema.ts";

/**
 * What a dialect states about its server. The rest of the house reads this record and never asks which dialect it is.
 */
export interface Dialect {
  /** Short name, as in URLs and in `--dialect`. */
  readonly name: string;
  /** The product's own name, for messages. */
  readonly title: string;
  readonly traits: Traits;
  /** URL schemes that are this dialect's, drivers included: `name`, `name+driver`. */
  readonly schemes: readonly string[];

  /** Reads a URL; a relative path in it starts at `directory`. Errors: CONNECT_URL_INVALID. */
  target(url: string, directory: string): ConnectionTarget;
  /** Opens the database. Errors: CONNECT_*, which name the target without its password. */
  connect(target: ConnectionTarget, options: ConnectOptions): Promise<Connection>;
  /** Opens an empty database of this dialect that is gone when it is closed. */
  scratch(): Promise<Connection>;

  /** Reads the whole schema with a constant number of queries. Tables and views keep the order in which they were made where the server tells it. */
  inspect(connection: Connection, options: InspectOptions): Promise<Schema>;
  /**
   * The schema in the form in which two are compared: spellings that the server holds equal are made one.
   * Changes values in place only: every object stays, at its index, under its name. Pure.
   */
  normalise(schema: Schema): Schema;
  /** Statements that carry out the ops, in order, on a database that looks like `before`. Errors: DIALECT_UNSUPPORTED. Pure. */
  plan(ops: readonly Op[], before: Schema, server: Server): readonly Statement[];
  /** Cuts a script into its statements. Errors: DIALECT_SCRIPT_UNTERMINATED. Pure. */
  split(script: string): readonly ScriptStatement[];
  /** What one statement of raw SQL does to the server, as far as its text tells. Pure. */
  classify(sql: string): Facts;

  /** SQL for a name of one part. */
  quoteName(name: string): string;
  /** SQL for the name of a table or another object. */
  quoteObject(name: ObjectName): string;
  /** SQL for a constant, or for an expression as it is. */
  literal(value: DefaultValue | null): string;

  /**
   * Begins the transaction in which `statements` will run, as the only writer among Limbeck's runners; waits for another one.
   * Errors: RUN_LOCK_TIMEOUT after `lockTimeoutMs`.
   */
  begin(connection: Connection, statements: readonly Statement[], wait: Wait): Promise<void>;
  /** Last checks, then commits. Throws with the transaction still open when a check fails. */
  commit(connection: Connection): Promise<void>;
  /** Undoes the open transaction, if there is one. */
  rollback(connection: Connection): Promise<void>;
  /** Lines around a script for the server's own shell: what `begin` and `commit` do, as SQL. */
  readonly offline: OfflineFrame;
}

/** What differs between servers so much that the rest of the house must know. */
export interface Traits {
  /** DDL can be rolled back. */
  readonly transactionalDdl: boolean;
  /** Tables live in namespaces (`CREATE SCHEMA`). */
  readonly namespaces: boolean;
  /** Tables and columns can have comments. */
  readonly comments: boolean;
  /** A column can be put at a place of choice, so a schema that differs in the order of columns can be restored. */
  readonly columnPosition: boolean;
  /**
   * A foreign key may refer to a table that isn't there yet, and nothing checks references while tables change. Where
   * false, foreign keys are dropped before and made after everything else as far as the order of tables doesn't do it.
   */
  readonly forwardReferences: boolean;
  /** A URL for a new project, a database that is a file where the server has them. */
  readonly exampleUrl: string;
}

export interface ConnectionTarget {
  readonly dialect: string;
  /** With the password, for the driver only. */
  readonly url: string;
  /** Without the password, for people. */
  readonly display: string;
  /** Absolute path, where the database is a file. */
  readonly file?: string;
  /** Directory of the project, where the user's own driver is looked for; absent is the working directory. */
  readonly directory?: string;
}

export interface ConnectOptions {
  /** False refuses a database that isn't there, where connecting would make it. */
  readonly create: boolean;
  readonly readOnly?: boolean;
}

export type Row = Readonly<Record<string, unknown>>;

export interface Connection {
  readonly server: Server;
  readonly target: ConnectionTarget;
  /** Rows of one query. Errors: RUN_STATEMENT_FAILED with the server's words. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs one statement and returns how many rows it changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
  close(): Promise<void>;
}

export interface Server {
  /** As the server says it: `3.53.0`. */
  readonly version: string;
}

export interface InspectOptions {
  /** Names of tables to leave out: Limbeck's and Alembic's own. */
  readonly exclude: readonly ObjectName[];
  /** Reads these tables alone, with nothing else of the schema; those that aren't there are left out. */
  readonly only?: readonly ObjectName[];
}

export interface Wait {
  readonly lockTimeoutMs: number;
  /** Called once when another process has the lock. */
  readonly onWait: (message: string) => void;
}

/** SQL that remembers the op that caused it and what it does to the server. */
export interface Statement {
  /** Without a closing semicolon. Empty for a `run` op, whose function the runner calls. */
  readonly sql: string;
  /** The op that it carries out, or helps to. */
  readonly op: Op;
  readonly facts: Facts;
  /** A query whose rows are faults: none may come back. `message` says what they'd mean. */
  readonly check?: { readonly message: string };
}

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
  readonly blocks: "writes" | "reads and writes";
}

export interface ScriptStatement {
  /** Without its closing semicolon. */
  readonly sql: string;
  /** 1-based line of the script on which it starts. */
  readonly line: number;
}

export interface OfflineFrame {
  /** First lines of a whole script. */
  readonly header: readonly string[];
  readonly begin: readonly string[];
  readonly commit: readonly string[];
  readonly footer: readonly string[];
  /** A check as a statement that stops the script when it finds something. */
  check(sql: string, message: string): readonly string[];
}
