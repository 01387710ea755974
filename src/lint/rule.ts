import type { Dialect, Facts, Server } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { Schema } from "../schema/schema.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Comment } from "./comments.ts";
import type { Hit, Place, Severity } from "./finding.ts";

/**
 * One thing that lint looks for: a record and a function, a file each. It reads facts, ops and schemas, and never asks which dialect
 * it is. Its good and bad examples, `test/cases/lint/<id>/`, are its tests and its page in the docs.
 */
export interface Rule {
  /** In kebab-case, the name of its file: `index-blocks-writes`. */
  readonly id: string;
  /** What its findings weigh, unless the config or a hit says less. */
  readonly severity: Severity;
  /** One line without a full stop: what is wrong. */
  readonly title: string;
  /** What comes of it on a live database, in a sentence or a few. */
  readonly why: string;
  /** What to do in its place, in general. */
  readonly instead: string;
  /** True where it weighs by the rows of a table: on one that is known to be small its findings are notes. */
  readonly weighsByRows?: true;
  readonly check: (step: LintedStep) => readonly Hit[];
}

/** One direction of a revision, or a script, as rules see it. */
export interface LintedStep {
  readonly direction: "upgrade" | "downgrade";
  readonly format: RevisionFormat;
  readonly statements: readonly LintedStatement[];
  /** The schemas around the step, as far as they are known. */
  readonly before: Catalogue;
  readonly after: Catalogue;
  /** What the dialect of the database says. */
  readonly dialect: LintDialect;
  readonly server: Server;
  /** True unless the object was made in the same step, or by one that is applied in the same run. By its name for people: `app.users`. */
  readonly isLive: (relation: string) => boolean;
  /** Why there is no way back, where the file says or shows that; absent where there is one, or where the step is one. */
  readonly noWayBack?: NoWayBack;
  /** The way back of an upgrade; absent where there is none, and for a step that is one. */
  readonly back?: WayBack;
  /** What the file says to its readers; absent where nobody has looked. */
  readonly comments?: readonly Comment[];
  /** True for a file that is no revision, which anybody may run in any way. */
  readonly isScript?: true;
  /** About how many rows a table has; undefined where nobody has looked. By its name for people. */
  readonly rowsOf?: (relation: string) => number | undefined;
  /** True where each statement waits no longer for a lock than the config or the file says. */
  readonly limitsLockWait: boolean;
}

/** What rules may ask of a dialect: facts, never its name. */
export type LintDialect = Pick<
  Dialect,
  | ("plan" | "named" | "saferForm" | "nearForm" | "normalise" | "traits" | "title")
  | ("quoteName" | "quoteObject" | "limits" | "split" | "python")
>;

/** What the downgrade does. */
export interface WayBack {
  /** Where it begins. */
  readonly place: Place;
  readonly statements: readonly LintedStatement[];
  /** The schema behind it, as far as it is known. */
  readonly after: Catalogue;
}

export interface NoWayBack {
  readonly kind: "missing" | "irreversible" | "unreadable";
  /** The reason that the file gives, or what is wrong with it. */
  readonly reason: string;
}

/** An op, and what it does for its part: of a statement that does several things, not each does all of it. */
export interface LintedChange {
  readonly op: Op;
  readonly facts: Facts;
  /** The schema that it meets, where other changes of the statement come before it. */
  readonly before?: Schema;
}

/** A statement of a step with all that is known of it. */
export interface LintedStatement {
  readonly sql: string;
  /** The op of the revision that it comes from. */
  readonly op: Op;
  readonly facts: Facts;
  /** The ops that it amounts to: that op itself, or what raw SQL says; undefined where only the server understands it. */
  readonly changes: readonly LintedChange[] | undefined;
  /** The schema before it, as far as it is known. */
  readonly before: Schema;
  readonly place: Place;
  /** Number of the transaction that it runs in, within the step; undefined where it takes none. */
  readonly transaction: number | undefined;
  /** The new table into which the rows of the one that it drops have gone, and which takes its name then; absent for any other statement. */
  readonly movedTo?: string;
  /** The server's refusal of a text that it can't take. */
  readonly refusal?: string;
}
