import type { Connection, Dialect, InspectOptions, StatementTimeouts, Wait } from "../dialects/contract.ts";
import type { RunFunction } from "../ops/data-directives.ts";
import type { Op } from "../ops/op.ts";
import type { Step } from "../revisions/path.ts";
import type { Schema } from "../schema/schema.ts";
import type { BackupPolicy } from "./backup.ts";
import type { BookNames, Books } from "./books.ts";
import type { RunEvent } from "./event.ts";
import type { Guest } from "./guest.ts";
import type { Runner } from "./journal.ts";
import type { Dumps } from "./keep-in-file.ts";
import type { Pace } from "./pace.ts";
import type { Retries } from "./retry.ts";
import type { Watch, WatchOptions } from "./watch.ts";

/** What a step does, as its file says. */
export interface LoadedStep {
  readonly ops: readonly Op[];
  /** The functions of its `run` ops, by label. */
  readonly functions: ReadonlyMap<string, RunFunction>;
  /** The 1-based line of the file that asks for an op; absent where a file has no lines of ops. */
  readonly lineOf?: (op: Op) => number | undefined;
}

/** A step that another program carries out. */
export interface GuestStep {
  readonly guest: Guest;
  /** What it would do, as far as it can tell without doing it: `whole`, or as far as it may drop something. Absent where nobody wants to know. */
  readonly recorded?: (before: () => Promise<Schema>, extent?: "whole") => Promise<readonly Op[]>;
  /** The same before its turn; undefined where only its turn can tell; absent as `recorded`. */
  readonly foreseen?: () => Promise<readonly Op[] | undefined>;
}

export interface RunInput {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly names: BookNames;
  /** As of `InspectOptions`. */
  readonly overlooks?: InspectOptions["overlooks"];
  /**
   * The steps from these rows of the version table to the target. Asked again when another process has moved the database,
   * so a relative target must be made absolute before the first call, or it would be gone twice.
   */
  readonly next: (heads: readonly string[]) => Promise<readonly Step[]>;
  /** Loads what a step does. Called when the step is about to run, before its transaction, and perhaps before that. */
  readonly opsOf: (step: Step) => Promise<LoadedStep | GuestStep>;
  /** The schema to which the applied revisions lead. Absent refuses a half-applied revision whose file was changed since. */
  readonly history?: () => Promise<Schema>;
  readonly runner: Runner;
  /** How long to wait for another runner. */
  readonly lockTimeoutMs: number;
  readonly statementTimeouts?: StatementTimeouts;
  /** Absent tries once. */
  readonly retries?: Retries;
  /** How fast backfills go; absent is the usual. */
  readonly pace?: Pace;
  /** What the journal is to remember of this run. */
  readonly remark?: string;
  /** Keeps what revisions drop, and puts it back on their way back; absent doesn't. */
  readonly backups?: BackupPolicy;
  /** Looks at statements while they run; absent doesn't. */
  readonly watch?: WatchOptions;
  /** How long a statement may take without a word about it; absent is for ever. */
  readonly warnAfterMs?: number;
  readonly onEvent: (event: RunEvent) => void;
}

export interface RunOutcome {
  /** Rows of the version table before and after, sorted. */
  readonly from: readonly string[];
  readonly heads: readonly string[];
  /** What this run did, in order; steps that another process did meanwhile are not among them. */
  readonly steps: readonly { readonly step: Step; readonly durationMs: number }[];
}

/** How statements run, whatever they belong to: who waits how long, who watches, who is told. */
export interface Conduct {
  readonly input: Pick<RunInput, "warnAfterMs" | "onEvent">;
  readonly books: Books;
  readonly wait: Wait;
  readonly watch: Watch;
}

/** What a conduct is made of. */
export type ConductInput = Pick<
  RunInput,
  "connection" | "dialect" | "names" | "lockTimeoutMs" | "statementTimeouts" | "watch" | "warnAfterMs" | "onEvent"
>;

/** What the revisions of one run share. */
export interface Run extends Conduct {
  readonly input: RunInput;
  /** What writes backups to files; absent while nothing has run, and where they are kept in tables. */
  dumps?: Dumps;
  /** The schema as it is now; undefined when only the database can say. */
  schema: Schema | undefined;
  /** Why nothing was kept of what guests' revisions may drop, as far as it was said. */
  readonly unkept: Set<string>;
}
