import type { EnvironmentRequest } from "./model-commands.ts";

/** Commands that run revisions in Python; `limbeck_run.py` and `limbeck_script.py` answer them. */
export interface RunCommands {
  /** Runs env.py, online, and in it the steps that it asks for: see `RunQuestion`. */
  readonly run: { readonly request: RunRequest; readonly reply: null };
  /** The SQL of each step, in order and in parts: what its function emits, without the transaction around it and the version table. */
  readonly script: { readonly request: OfflineRequest; readonly reply: readonly (readonly ScriptPart[])[] };
  /** The same of steps that aren't known before, none of which `steps` names: see `RecordQuestion`. */
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
}

export interface RunRequest extends ScriptRequest {
  /** True where a transaction holds changes of the schema too. */
  readonly transactionalDdl: boolean;
  readonly lockTimeoutMs: number;
  /** Statements for the beginning of each transaction. */
  readonly limits: readonly string[];
  /** Name of Limbeck's table in the namespace of the application, which no revision may name; null where it is elsewhere. */
  readonly journal: string | null;
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
  /** The rows of the version table before it. */
  readonly heads: readonly string[];
  /** What it does to them. */
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

/** What `run` asks on its way, in this order; from `next` on again and again. */
export type RunQuestion =
  /** env.py has connected and called run_migrations(), and all files are loaded. The answer is nothing. */
  | {
      readonly kind: "ready";
      /** With its password. */
      readonly url: string;
      readonly versionTable: string;
      readonly versionTableSchema: string | null;
    }
  /** What was asked for is committed, or nothing was yet. The answer is a `StepOrders`, or null for the end. */
  | { readonly kind: "next" }
  /** The step's function has returned and the version table is written. The answer is a list of statements to be executed before the commit. */
  | {
      readonly kind: "applied";
      /** Rows of the version table, sorted. */
      readonly heads: readonly string[];
      readonly statements: number;
      /** How many times the function committed what it had done (`autocommit_block`). */
      readonly parts: number;
    };

/** A step, and what Python's connection is to do in its transaction before. The event `begun` tells that this is done, `changed` that the step's function has executed a first statement that isn't only a question. */
export interface StepOrders {
  readonly step: PythonStep;
  /** Queries of one column that must find these values, in any order; else the command fails with BRIDGE_OVERTAKEN. */
  readonly checks: readonly { readonly sql: string; readonly values: readonly string[] }[];
  /** Statements to be executed. */
  readonly execute: readonly string[];
  /** Statements to be executed before the function first commits what it has done. */
  readonly checkpoint: readonly string[];
  /**
   * Executed before each statement of the function that commits by itself, where changes of the schema do: `%s` stands for a plan as JSON,
   * with what the function has executed before (`done`) and that statement (`at`), and for the number of the former. Absent elsewhere.
   */
  readonly progress?: string;
  /** A query of one value, which the event `begun` gives back as `session`. */
  readonly whoami?: string;
}

/** What `record` asks. */
export type RecordQuestion =
  | SchemaQuestion
  /** What came of the step before, if there was one. The answer is a `PythonStep`, or null for the end. */
  | {
      readonly kind: "next";
      readonly said:
        | null
        | { readonly parts: readonly ScriptPart[] }
        | { readonly error: Readonly<Record<string, unknown>> };
    };

/** What `script` and `record` ask before a table is made anew: the statements that make the schema of this point in an empty database. */
export interface SchemaQuestion {
  readonly kind: "schema";
  /** The SQL of the steps that are done. */
  readonly texts: readonly string[];
  /** The SQL that the running step has emitted. */
  readonly partial: string;
}
