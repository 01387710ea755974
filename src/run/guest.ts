import type { Step } from "../revisions/path.ts";
import type { KnownStatement } from "./guest-parts.ts";
import type { SqlForm } from "./journal-table.ts";

/** Another program that carries out revisions on a connection of its own, each in a transaction of its own. */
export interface Guest {
  /** Has steps carried out one after the other, without waiting for a word in between; `told` says how far they are. */
  readonly begin: (steps: readonly OrderedStep[], orders: GuestOrders) => void;
  /** What is told next of the steps that were begun. A step that fails is undone, and none comes after it. Errors: what it failed with. */
  readonly told: () => Promise<GuestWord>;
  /** Undoes the open transaction. */
  readonly cancel: (reason: unknown) => Promise<void>;
}

/** A step, and the literals that stand in its row of the journal. */
export interface OrderedStep {
  readonly step: Step;
  readonly literals: Readonly<Record<string, string>>;
  /** Queries that must find nothing: where one finds something, or fails, the step before is the last one. */
  readonly empty: readonly string[];
  /** Absent where nothing is put back by it. */
  readonly back?: GuestPutBack;
  /** Absent where the step begins anew. */
  readonly resume?: GuestResume;
}

/** What an earlier run of a step has committed: it isn't executed again. A step that executes something else there does nothing, and fails. */
export interface GuestResume {
  /** The texts, as `GuestParts.done`. */
  readonly done: readonly string[];
  readonly known: readonly KnownStatement[];
  /** What is put back behind the last of them may not be back. */
  readonly isUnfilled: boolean;
}

/** How a step puts rows back on its way. */
export interface GuestPutBack {
  /** Statements, and what is executed in the place of each: itself, or much the same, and what puts rows back behind it. */
  readonly around: readonly { readonly sql: string; readonly instead: readonly string[] }[];
  /** Executed at the step's end if all of those have come. */
  readonly ends: readonly string[];
}

/** What a guest does beside the revisions. */
export interface GuestOrders {
  /** The rows of the version table before the first step. */
  readonly heads: readonly string[];
  /** No step begins when so much time has gone. */
  readonly limitMs: number;
  /** Queries of one column that must find these values before the first step, in any order: otherwise the guest does nothing and fails. */
  readonly checks: readonly { readonly sql: string; readonly values: readonly string[] }[];
  /** The same before each of the others: what must find the rows of the version table, and what must find nothing. Null where nobody else moves the database. */
  readonly checksBetween: { readonly heads: string; readonly nothing: string } | null;
  /** Statements at the beginning of the first step's transaction: what makes the books, and what keeps what the step drops. The journal's row comes between. */
  readonly make: readonly string[];
  readonly keep: readonly string[];
  readonly journal: GuestJournal;
  /** Tells the journal of each part that is committed, with it, and of each statement that commits by itself, before it; with blanks for `plan` and `statementsDone`. */
  readonly progress: SqlForm;
  /** Asks the guest's session what other sessions know it by. */
  readonly whoami?: string;
}

/** What a guest writes into the journal. Blanks that no step has literals for are the guest's: times, and the number of statements. */
export interface GuestJournal {
  /** That a step has begun: before its first statement where each change of the schema is committed by itself, else before it commits a part of itself. */
  readonly begun: SqlForm;
  /** That it is done, in the row of its beginning. */
  readonly ended: SqlForm;
  /** That it is done, in a row of its own. */
  readonly done: SqlForm;
  /** The same with a blank for the `id`, and the query for that of the row before. Absent where others may write rows meanwhile. */
  readonly numbered?: { readonly done: SqlForm; readonly lastId: string };
}

/** What a guest tells of each of its steps, in this order. */
export type GuestWord =
  /** The revision itself begins; with the answer to `whoami` where it is another one than before. */
  | { readonly kind: "begun"; readonly session: string | null }
  /** The revision has executed its first statement that changes something. Not told where a transaction holds all. */
  | { readonly kind: "changed" }
  /** The revision is over, and its last part isn't committed. */
  | { readonly kind: "applied" }
  /** `isLast` where the guest begins no other. */
  | { readonly kind: "committed"; readonly isLast: boolean };
