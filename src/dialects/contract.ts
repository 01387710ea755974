import type { Batches } from "../ops/batches.ts";
import type { Op } from "../ops/op.ts";
import type { PythonDialect } from "../ops/python-dialect.ts";
import type { NamedObject, Use } from "../schema/object-kind.ts";
import type { DefaultValue, ForeignKey, Index, ObjectName, Rule, Schema, Table } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { ValueSpace } from "../schema/value-space.ts";
import type { Connection, ConnectionTarget, ConnectOptions, Server } from "./connection.ts";
import type { CopiedRows } from "./copied-rows.ts";
import type { DumpWay } from "./dump.ts";
import type { GuestFrame } from "./guest-frame.ts";
import type { OfflineFrame } from "./offline-frame.ts";
import type { OwnNamespace } from "./own-namespace.ts";
import type { SessionState } from "./session-state.ts";
import type { SessionView } from "./session-view.ts";
import type { Facts } from "./statement-facts.ts";

export type { Connection, ConnectionTarget, ConnectOptions, Row, Server, SessionWish } from "./connection.ts";
export type { CopiedRows } from "./copied-rows.ts";
export type { DumpProgram, DumpWay } from "./dump.ts";
export type { GuestFrame } from "./guest-frame.ts";
export type { OfflineFrame } from "./offline-frame.ts";
export type { OwnNamespace } from "./own-namespace.ts";
export type { LeftInSession, SessionState } from "./session-state.ts";
export type { SessionView, WorkProgress } from "./session-view.ts";
export type { Facts, Lock } from "./statement-facts.ts";

/** How a dialect is found among the others, before it is loaded. */
export interface DialectNames {
  /** Short name, as in URLs and in `--dialect`. */
  readonly name: string;
  /** URL schemes that are this dialect's, drivers included: `name`, `name+driver`. */
  readonly schemes: readonly string[];
  /** A URL for a new project, a database that is a file where the server has them. */
  readonly exampleUrl: string;
}

/** A table, and those of its columns that are asked about. */
export type NumberedTable = Pick<Table, "name" | "schema" | "columns">;

/** What a dialect states about its server. The rest of the house reads this record and never asks which dialect it is. */
export interface Dialect extends DialectNames {
  /** The product's own name, for messages. */
  readonly title: string;
  readonly traits: Traits;
  /** The newest server that Limbeck knows, whose grammar takes what older ones take: for what is looked at without any. */
  readonly newest: Server;

  /** Reads a URL; a relative path in it starts at `directory`. Errors: CONNECT_URL_INVALID. */
  target(url: string, directory: string): ConnectionTarget;
  /** Opens the database. Errors: CONNECT_*, which name the target without its password. */
  connect(target: ConnectionTarget, options: ConnectOptions): Promise<Connection>;
  /**
   * Opens an empty database of this dialect that is gone when it is closed; on the server of `near`, where there are servers. With `shared`
   * its `target` is one that another program can open, too. Errors: CONNECT_*.
   */
  scratch(near?: ConnectionTarget, options?: { readonly shared?: boolean }): Promise<Connection>;
  /**
   * All that decides what a script makes in a scratch database beside `near`, but for the script, as a text. Absent where making a schema
   * there takes no time to speak of. Errors: CONNECT_*.
   */
  scratchFacts?(near: ConnectionTarget): Promise<string>;

  /** Reads the whole schema with a constant number of queries. Tables and views keep the order in which they were made where the server tells it. */
  inspect(connection: Connection, options: InspectOptions): Promise<Schema>;
  /**
   * About how many rows each table has, by its name for people, with one query or a few; a table of which the server has no idea is left
   * out. No table is read to its end.
   */
  rowEstimates(connection: Connection): Promise<ReadonlyMap<string, number>>;
  /** The namespace of the objects that have no `schema`; undefined where the session is in none. Absent where none can be named. */
  home?(connection: Connection): Promise<string | undefined>;
  /** Which objects use which others, whatever their tables are. Absent where none stands in the way of another's going. */
  objectUses?(connection: Connection): Promise<readonly Use[]>;
  /** SQL that fills a materialized view anew. Absent where there are none. Pure. */
  refreshView?(name: ObjectName): string;
  /** The names of a table's columns, in order; undefined where there is no such table. Waits for no lock on any table. */
  columnNames(connection: Connection, table: ObjectName): Promise<readonly string[] | undefined>;
  /**
   * The wanted schema in the forms in which the server keeps it, with what it makes by itself as far as `have` shows it, such as the index
   * of a foreign key: what is taken away from the models goes when its cause does. Pure. Absent where a schema is kept as it is said.
   * Errors: DIALECT_UNSUPPORTED for names that the server would not tell from each other.
   */
  asKept?(want: Schema, have: Schema, server: Server): Schema;
  /**
   * The schema in the form in which two are compared: spellings that the server holds equal are made one.
   * Changes values in place only: every object stays, at its index, under its name. Pure.
   */
  normalise(schema: Schema): Schema;
  /** Whether values of one type are others in a column of the second, without an error, where no facts say so. Pure. Absent is no. */
  convertsValues?(from: ColumnType, into: ColumnType): boolean;
  /** Makes the normal forms of tables ahead of `normalise`, which has them then where it meets the very same tables. Absent where it remembers none. */
  normaliseAhead?(schema: Schema): void;
  /**
   * Lets the server decide where two schemas differ in spelling only, perhaps: it makes the doubtful objects where nobody sees them,
   * undoes that, and puts its own words into the canonical forms. What it couldn't be asked about stays as it is and is reported.
   * Absent where `normalise` knows all spellings.
   */
  settle?(connection: Connection, compared: Compared): Promise<Settled>;
  /**
   * Loads what `plan` and `classify` need for these ops; awaited before either sees raw SQL. Reads all raw SQL among them.
   * Errors: DIALECT_SYNTAX and DIALECT_UNSUPPORTED for raw SQL that the server can't take. Absent where nothing is to be loaded.
   */
  ready?(ops: readonly Op[], server: Server): Promise<void>;
  /** Statements that carry out the ops, in order, on a database that looks like `before`. Errors: DIALECT_UNSUPPORTED. Pure. */
  plan(ops: readonly Op[], before: Schema, server: Server): readonly Statement[];
  /** What the ops mean to a server that looks like `before`, and what it looks like behind them. Pure. */
  resolve(ops: readonly Op[], before: Schema): Resolved;
  /** The op with the name that such a server gives to a constraint without one; the op itself where it has one, or none is known. Absent as `saferForm`. Pure. */
  named?(op: Op, before: Schema): Op;
  /**
   * The ops that do the same and keep readers and writers waiting for a moment only, in their order, on a table that is in `before`;
   * undefined for an op that has no such form, or is one. Absent where nothing has. Pure.
   */
  saferForm?(op: Op, before: Schema): readonly Op[] | undefined;
  /**
   * Ops for one without a safer form that come close to it and keep nobody waiting, though to another schema: a column with the values of a
   * generated one, which a trigger keeps up. Undefined where there are none. Absent as `saferForm`. Pure.
   */
  nearForm?(op: Op, before: Schema): readonly Op[] | undefined;
  /** An op of a way back, with what the server has to be told to make of the values what they once were made from. Absent where it needs no word. Pure. */
  turnedBack?(op: Op, before: Schema): Op;
  /** The oldest server that a file of SQL may meet, of the kind of this one; absent where the version `0` stands for it. */
  oldest?(near?: Server): Server;
  /** Cuts a script into its statements. Errors: DIALECT_SCRIPT_UNTERMINATED. Pure. */
  split(script: string): readonly ScriptStatement[];
  /**
   * A script without what is for the server's shell alone: its commands, rows for it to send. Lines stay where they are. For files that are
   * only read; a runner has no shell, and `split` refuses them. Pure.
   */
  withoutShell(script: string): string;
  /**
   * What one statement of raw SQL does to such a server, as far as its text tells, and the schema `before` it as far as that is known.
   * Errors: DIALECT_SYNTAX, DIALECT_UNSUPPORTED. Pure.
   */
  classify(sql: string, server: Server, before?: Schema): Facts;
  /**
   * The ops that one statement of raw SQL amounts to in a database that looks like `before`, as far as its text tells; empty for one that
   * changes no table; undefined where ops don't say all that it does. Pure.
   */
  readOps(sql: string, before: Schema, server: Server): readonly Op[] | undefined;
  /** The copy of rows that a statement is; undefined for another one, absent where no table is made anew so. Pure. */
  readCopy?(sql: string): CopiedRows | undefined;

  /** The type that a text of DDL declares, as other programs spell it too; `raw` where it is none that is known. Pure. */
  readType(declared: string): ColumnType;
  /** The type as DDL declares it. Errors: DIALECT_UNSUPPORTED. Pure. */
  writeType(type: ColumnType): string;
  /** The type of a text of any length, where `text` has an end. */
  readonly unlimitedText?: ColumnType;
  /** SQL for a name of one part. */
  quoteName(name: string): string;
  /** SQL for the name of a table or another object. */
  quoteObject(name: ObjectName): string;
  /** SQL for a constant, or for an expression as it is. */
  literal(value: DefaultValue | null): string;
  /** SQL for bytes, which are given as hexadecimal digits. */
  bytes(hex: string): string;
  /** The values that a column of the type can hold; `unknown` for a type that the schema itself defines. Pure. */
  valueSpace(type: ColumnType): ValueSpace;

  /**
   * Begins the transaction in which `statements` will run, as the only writer among Limbeck's runners; waits for another one.
   * Errors: LOCK_TIMEOUT after `lockTimeoutMs`.
   */
  begin(connection: Connection, statements: readonly Statement[], wait: Wait): Promise<void>;
  /** Statements for the beginning of a transaction, by which its statements have these limits. Errors: DIALECT_UNSUPPORTED. Pure. */
  limits(timeouts: StatementTimeouts): readonly string[];
  /** Last checks, then commits. Throws with the transaction still open when a check fails. */
  commit(connection: Connection, options?: CommitOptions): Promise<void>;
  /** Undoes the open transaction, if there is one. */
  rollback(connection: Connection): Promise<void>;
  /** Whether the connection keeps the other runners out since a `commit` with `keepsLock`: behind a pooler it may not, nor when its session has ended. Absent where none does. */
  keepsLock?(connection: Connection): boolean;
  /**
   * Undoes what raw SQL has changed about the session: how it understands names; and, where the raw SQL `isOver`, what else it lets the
   * server do or leave undone. Absent where SQL can't.
   */
  restore?(connection: Connection, isOver: boolean): Promise<void>;
  /**
   * Acts as the connection did when it was opened, where raw SQL has made it act as another role, which may not read or write Limbeck's own
   * tables; returns SQL that takes that role again. Absent where there is no such thing.
   */
  ownRole?(connection: Connection): Promise<readonly string[]>;
  /** What raw SQL leaves in a session, for a run that goes on in another one. Absent where it isn't known. */
  readonly sessionState?: SessionState;
  /**
   * Takes away what a failed try of a statement left that takes no transaction, so that it can be run (again). Returns true when it
   * needn't: what an earlier run was `cut off` at is there. Absent where nothing is ever left.
   */
  recover?(connection: Connection, statement: Statement, tried: Tried): Promise<boolean>;
  /** Refuses a plan that this connection can't carry out to its end. Errors: DIALECT_UNSUPPORTED. Absent where each can. */
  checkPlan?(connection: Connection, statements: readonly Statement[]): void;
  /**
   * Carries out a statement that takes no transaction: where one that is broken off may leave a ruin, under no limit of time; where the
   * server can't do it as planned, in another way that keeps nobody waiting either. Absent where such a statement needs no care.
   */
  apart?(connection: Connection, statement: Statement, talk: ApartTalk): Promise<void>;
  /** True for an error that may be gone when the transaction is tried again: a lock that wasn't got in time, a deadlock. Absent is never. */
  mayPass?(error: unknown): boolean;
  /** The sessions that keep the statement from its locks, in words; asked after LOCK_TIMEOUT and the rollback. */
  blockers?(connection: Connection, statement: Statement): Promise<readonly string[]>;
  /** What rows need that are kept elsewhere and put back, with the numbers that the server gave them. Absent is nothing. */
  readonly rowsBack?: {
    /** True for a type that may go while its values are kept, which are kept as text then. */
    isKeptAsText(type: ColumnType): boolean;
    /** Before the name of a table that others inherit from, to have its own rows alone: `ONLY `. Absent where none can. */
    readonly only?: string;
    /** SQL behind the columns of an INSERT: ` OVERRIDING SYSTEM VALUE`. */
    readonly into: string;
    /** How an INSERT is run into the first of these tables, which has columns from the others: `sql` is that of the `rows` for which all of `only` is true. */
    inserted(
      tables: readonly [Table, ...NumberedTable[]],
      insert: { readonly rows: string; sql(only: readonly string[]): string },
    ): readonly string[];
    /** How an UPDATE is run that writes these columns of the table. */
    updated(table: NumberedTable, update: string): readonly string[];
    /** A script's statements without the check at their end that a table has no rows, to which the next one adds a column. Absent where scripts have none. */
    withoutCheck?(statements: readonly string[]): readonly string[];
    /** What takes these rules away from their tables for the time of other statements. Absent where none has rules. */
    withoutRules?(rules: readonly Rule[], statements: readonly string[]): readonly string[];
  };
  /** How tables are written to files, and read from there; loaded when it is used. */
  dump(): Promise<DumpWay>;
  /** How another connection sees what a runner's does. Absent where the server has no sessions. */
  readonly watch?: SessionWatch;
  /** Lines around a script for the server's own shell: what `begin` and `commit` do, as SQL. */
  readonly offline: OfflineFrame;
  /**
   * What keeps the connection of another program, which carries out a revision, alone in the database. Absent where Limbeck's own
   * connection can keep the other runners out meanwhile (`commit` with `keepsLock`).
   */
  guest?(wait: Pick<Wait, "lockTimeoutMs">): GuestFrame;
  /** The namespace that is Limbeck's own; `inspect` leaves it out unless one of its tables is asked for. Absent where there are no namespaces. */
  readonly ownNamespace?: OwnNamespace;
  /** How revisions in Python say what the dialect has; its `batch` is for an ALTER TABLE that is too small. Absent where they have no words. */
  readonly python?: PythonDialect;
}

/** How one connection sees what another one's session does on the server. */
export interface SessionWatch {
  /** Asks a session what others know it by: one row of one column. */
  readonly whoami: string;
  /** What others know the connection's session by; undefined where that can't be told, as behind a pooler. */
  sessionOf(connection: Connection): Promise<string | undefined>;
  /** The sessions of the runners at work on the observer's database, the oldest first; `scope` as in `Wait`. */
  runners(observer: Connection, scope: string): Promise<readonly string[]>;
  /** What the session does now; undefined when it is gone. What the observer's account may not see is left out. */
  look(observer: Connection, session: string): Promise<SessionView | undefined>;
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
  /** A column of a foreign key, or one that it refers to, keeps its type, collation and numbering while the key is there. */
  readonly foreignKeysPinColumns?: true;
  /** The index that the server builds for a foreign key that has none, and that goes with the key; absent where it builds none. */
  readonly foreignKeyIndex?: (key: ForeignKey) => Index;
  /** A primary key, a unique constraint and an exclusion have their names from the list that tables, views and indexes have; absent where they don't. */
  readonly constraintsAreRelations?: true;
  /** A statement can demand how the server carries it out, and is refused where it can't; absent where there is no such thing. */
  readonly demands?: true;
  /** A text that is longer than its column says is kept whole; absent where it is refused or cut off. */
  readonly keepsLongTexts?: true;
  /** A session can act as another role, and look for names elsewhere; absent where there is no such thing. */
  readonly sessions?: true;
}

/** Ops as a server takes them. */
export interface Resolved {
  /** One for each that was given: what drops a constraint by what it says has its name, where the server has given it one. */
  readonly ops: readonly Op[];
  readonly after: Schema;
}

export interface InspectOptions {
  /** Names of tables to leave out: Limbeck's and Alembic's own. */
  readonly exclude: readonly ObjectName[];
  /** Reads these tables alone, with nothing else of the schema; those that aren't there are left out. */
  readonly only?: readonly ObjectName[];
  /** False for an object that is neither to be read nor to be refused, nor anything that belongs to it; absent wants all. */
  readonly wants?: (object: NamedObject) => boolean;
  /**
   * True for an object of which it doesn't matter that it can't be read wholly: a table is read as far as it can be, others aren't at all.
   * Asked with the name of the default namespace where the server has one. Absent refuses every such object.
   */
  readonly overlooks?: (object: NamedObject) => boolean;
  /**
   * What becomes of an object that a Schema has no place for and that stands by itself, so that nothing which is done to others takes it along:
   * it is `left` alone, which goes without saying, or `refused`, where what is read is to be made elsewhere.
   */
  readonly standsAlone?: (object: NamedObject) => "left" | "refused";
}

/** Two schemas, and their forms by `normalise`, in which every object is at the same index. */
export interface Compared {
  readonly have: Schema;
  readonly want: Schema;
  readonly canonical: { readonly have: Schema; readonly want: Schema };
  /** What the server has answered before; absent where it is asked everything anew. */
  readonly kept?: KeptAnswers;
}

/**
 * What is known of an earlier try of a statement: none but in this run, one in an earlier run that the server has refused, so that what looks
 * like its effect is somebody else's, or one at which an earlier run was cut off.
 */
export type Tried = "now" | "refused" | "cut off";

/** Answers of a server that are kept from one command to the next. They are in the dialect's own words, and JSON-safe. */
export interface KeptAnswers {
  /** The answers, by question, of a server in this very state; undefined where there are none. */
  find(state: string): Readonly<Record<string, unknown>> | undefined;
  /** Keeps these, and no others. */
  keep(state: string, answers: Readonly<Record<string, unknown>>): void;
}

/** Canonical forms in the server's own words. */
export interface Settled {
  readonly have: Schema;
  readonly want: Schema;
  readonly unknown: readonly Unsettled[];
}

/** What the server could not be asked about, so that it counts as different. */
export interface Unsettled {
  /** In words: `check "c" of "t"`. */
  readonly what: string;
  readonly reason: string;
}

export interface Wait {
  readonly lockTimeoutMs: number;
  /** What the runner is to be alone in, where a database may have several: the name of the version table. Absent is all of it. */
  readonly scope?: string;
  readonly statementTimeouts?: StatementTimeouts;
  /** Called once when another process has the lock. */
  readonly onWait: (message: string) => void;
  /** As of `ApartTalk`; absent says nothing. */
  readonly onNote?: (message: string) => void;
}

/** What is said while a statement is carried out by itself. */
export interface ApartTalk {
  /** Called when it waits for others. */
  readonly onWait: (message: string) => void;
  /** Called when it is carried out in another way than was planned. */
  readonly onNote: (message: string) => void;
}

/** How long each statement in the transaction may wait for a lock, and may take in all; absent is as the server is set. */
export interface StatementTimeouts {
  readonly lockMs?: number;
  readonly wholeMs?: number;
}

export interface CommitOptions {
  /** True keeps other runners out until the next `begin` or `rollback`, while statements run that take no transaction. */
  readonly keepsLock?: boolean;
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
  /** It keeps what a later one takes away: no op of the revision asks for it. */
  readonly keeps?: true;
  /** Only the checks need it: it is left out with them. */
  readonly forChecks?: true;
  /** It isn't run as it is, but in batches, each in a transaction of its own. */
  readonly batches?: Batches;
  /** What stands for it in a script for the server's own shell: whole lines. Absent is the SQL itself. */
  readonly script?: readonly string[];
}

export interface ScriptStatement {
  /** Without its closing semicolon. */
  readonly sql: string;
  /** 1-based line of the script on which it starts. */
  readonly line: number;
}
