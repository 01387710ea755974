import type { EnvironmentRequest } from "./model-commands.ts";

/** Commands that run revisions in Python; `limbeck_run.py` and `limbeck_script.py` answer them. */
export interface RunCommands {
  /** Runs env.py, online, and in it the steps that it asks for: see `RunQuestion`. */
  readonly run: { readonly request: RunRequest; readonly reply: null };
  /**
   * The SQL of each step, in order and in parts: what its function emits, without the transaction around it and the version table. Null
   * where one has failed that might.
   */
  readonly script: { readonly request: OfflineRequest; readonly reply: readonly (readonly ScriptPart[] | null)[] };
  /** The same of steps that aren't known before, none of which `steps` names: see `RecordWord`. */
  readonly record: { readonly request: OfflineRequest; readonly reply: null };
}

/** SQL that one call of a revision's function emits: whole statements. */
export interface ScriptPart {
  readonly sql: string;
  /** The 1-based line of the revision's file; null where the SQL comes from elsewhere. */
  readonly line: number | null;
}

/** What these commands take. While they run they may ask `graph`, whose answer is the whole graph as `PythonHeader`s; all but `run` also `schema`. */
export interface ScriptRequest extends EnvironmentRequest {
  /** What `context.get_revision_argument()` of env.py returns. */
  readonly target: string;
  /** Which of the databases of env.py is meant: its name, and its 0-based place among the calls of configure(); null where there is but one. */
  readonly database: { readonly name: string; readonly place: number } | null;
  /** What connects to this URL connects to `url`: that of an env.py which doesn't take it from the config; absent where it does. */
  readonly insteadOf?: string;
  /** The revisions in Python that may be run: their files are loaded before the first of them runs. */
  readonly steps: readonly PythonStep[];
}

export interface OfflineRequest extends ScriptRequest {
  /** Whether the COMMIT and BEGIN of an `autocommit_block` are part of the SQL. */
  readonly blocks: boolean;
  /** The rows of the version table where the script begins; absent where none is written, and env.py may say what it likes. */
  readonly start?: readonly string[];
  /** Version of the server that is to execute it; absent where none is at hand. */
  readonly server?: string;
  /** Ids of the revisions without which the others are recorded, where they fail. Absent is none. */
  readonly mayFail?: readonly string[];
}

export interface RunRequest extends ScriptRequest {
  /** True where a transaction holds changes of the schema too. */
  readonly transactionalDdl: boolean;
  readonly lockTimeoutMs: number;
  /** Statements for the beginning of each transaction. */
  readonly limits: readonly string[];
  /** Name of Limbeck's table in the namespace of the application, which no revision may name; null where it is elsewhere. */
  readonly journal: string | null;
  /** A query of one value: the namespace in which the session makes what has none; null where there are no namespaces. */
  readonly home: string | null;
  /** The name of the database where that may stand before the version table's; null where it may not. */
  readonly databaseName: string | null;
  /** Whether each statement is asked about before it is executed, as some would leave the database. */
  readonly admits: boolean;
  /** What keeps Python's connection alone in the database; null where Limbeck's own connection does. */
  readonly guest: object | null;
}

/** One revision in one direction. */
export interface PythonStep {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** Absolute. */
  readonly path: string;
  readonly message: string;
  readonly downRevisions: readonly string[];
  /** Ids of its parents and of what it depends on beside them. */
  readonly needs: readonly string[];
  /** What it does to the rows of the version table. */
  readonly rows: {
    readonly delete: readonly string[];
    readonly insert: readonly string[];
    readonly update: readonly { readonly from: string; readonly to: string }[];
  };
}

/** A revision in any language, as its header says. */
export interface PythonHeader {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  readonly message: string;
  /** Absolute. */
  readonly path: string;
}

/** What `run` asks and tells on its way, in this order; from `next` on again and again. */
export type RunWord =
  /** env.py has connected and called run_migrations(), and all files are loaded. The answer is nothing. */
  | {
      readonly kind: "ready";
      /** With its password. */
      readonly url: string;
      readonly versionTable: string;
      readonly versionTableSchema: string | null;
      /** The answer to `home`; null where its names lead nowhere, and where nothing was asked. */
      readonly home: string | null;
    }
  /** What was asked for is done as far as there was time for it, or nothing was yet. The answer is a `StretchOrders`, or null for the end. */
  | { readonly kind: "next" }
  | StepWord;

/** What is told of each step of a stretch, in this order, without waiting for an answer. */
export type StepWord =
  /** Its function begins; in the first step with the answer to `whoami`, else with null. */
  | { readonly kind: "begun"; readonly session: string | null }
  /** Its function has executed a first statement that isn't only a question; told where a transaction doesn't hold changes of the schema. */
  | { readonly kind: "changed" }
  /** Its function has returned, and the version table is written; nothing of that is committed. Who is told no more has it undone. */
  | { readonly kind: "applied" }
  /** It is committed; `isLast` where `next` is asked now. */
  | { readonly kind: "committed"; readonly isLast: boolean };

/** Steps that Python's connection carries out one after the other, each in a transaction of its own with the books. */
export interface StretchOrders {
  readonly steps: readonly OrderedStep[];
  /** The rows of the version table before the first of them. */
  readonly heads: readonly string[];
  /** No step begins when so much time has gone: `next` is asked again. */
  readonly limitMs: number;
  /** Queries of one column that must find these values before the first step, in any order; else the command fails with BRIDGE_OVERTAKEN. */
  readonly checks: readonly { readonly sql: string; readonly values: readonly string[] }[];
  /** The same before each of the others: a query that must find the rows of the version table, one that must find nothing. Null where nobody else can have moved the database. */
  readonly checksBetween: { readonly heads: string; readonly nothing: string } | null;
  /** Statements to be executed in the transaction of the first step, before its function, and before and behind `journal.begun`. */
  readonly make: readonly string[];
  readonly keep: readonly string[];
  readonly journal: JournalForms;
  /**
   * Tells how far a step is, where it has begun by `journal.begun`: before each part that its function commits, with it, and around each statement that
   * commits by itself. Its blanks are a plan as JSON, whose fields are those of the runner's `GuestParts`, and the number of statements that are done.
   */
  readonly progress: SqlForm;
  /** A query of one value, which the event `begun` gives back as `session`. */
  readonly whoami?: string;
}

export interface OrderedStep {
  readonly step: PythonStep;
  /** Literals for the blanks of the journal's forms that are known before. */
  readonly literals: Readonly<Record<string, string>>;
  /** Queries that must find nothing: where one finds something, or fails, it isn't begun, and `next` is asked. None of the first step's. */
  readonly empty: readonly string[];
  /**
   * Statements of the step's function, and what is executed in the place of each: itself or much the same first, past SQLAlchemy the others behind it;
   * and what is executed behind the function if all of them have come. Absent where nothing is put back.
   */
  readonly back?: {
    readonly around: readonly { readonly sql: string; readonly instead: readonly string[] }[];
    readonly ends: readonly string[];
  };
  /**
   * What an earlier run of the step has committed: the texts, and for each statement a hash, and how many rows it has changed where the function may look at that.
   * It isn't executed again; where the function executes anything else there, the command fails with BRIDGE_PARTS_DIFFER. Absent where it begins anew.
   */
  readonly resume?: {
    readonly done: readonly string[];
    readonly known: readonly (readonly [hash: string, rows: number | null])[];
    /** What is put back behind the last of them is put back all the same. */
    readonly isUnfilled: boolean;
  };
}

/** SQL for the row of a step in the journal. */
export interface JournalForms {
  /** It has begun: before its function where each change of the schema commits by itself, else before the function commits a part of it. */
  readonly begun: SqlForm;
  /** It is done, where there is the row of its beginning, and where there is none. */
  readonly ended: SqlForm;
  readonly done: SqlForm;
  /** The latter with a blank for the row's `id`, and a query for the one before. Absent where others may write rows meanwhile. */
  readonly numbered?: { readonly done: SqlForm; readonly lastId: string };
}

/** Texts, and between them fields of the journal for whose literals there are blanks: of `OrderedStep.literals`, or of what only Python knows. */
export type SqlForm = readonly (string | { readonly blank: string })[];

/** What a step would do. */
export interface RecordedStep {
  readonly parts: readonly ScriptPart[];
  /** Whether it has looked at more than Alembic's offline mode shows it, such as a file or a database: then it may do something else when its turn has come. */
  readonly hasLooked: boolean;
}

/** What `record` asks and tells. */
export type RecordWord =
  | SchemaQuestion
  /** There is nothing to be recorded. The answer are steps, each of which begins on its own, or null for the end. */
  | { readonly kind: "next" }
  /** What came of the next one of those. */
  | {
      readonly kind: "recorded";
      readonly said: RecordedStep | { readonly error: Readonly<Record<string, unknown>> };
    };

/** What `script` and `record` ask before a table is made anew: the statements that make the schema of this point in an empty database. */
export interface SchemaQuestion {
  readonly kind: "schema";
  /** The SQL of the steps that are done. */
  readonly texts: readonly string[];
  /** The SQL that the running step has emitted. */
  readonly partial: string;
}
