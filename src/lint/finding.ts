import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";

/** How much a finding weighs: an error is expected to hurt, a warning may, a note is worth knowing. */
export type Severity = "error" | "warning" | "note";

/** A span of a file, by lines and columns that begin at 1; the end column is behind the last character. */
export interface Place {
  /** Absolute, or as it was given for a file outside of a project. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What to write in place of what was found, with the user's own names. */
export interface Instead {
  /** One sentence: what the steps below do, or what to do where there are none. */
  readonly text: string;
  /** The corrected steps in the language of the file, without indentation; absent where only words help. */
  readonly code?: string;
}

/** A rule's report at a place. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is done to which object, in one sentence. */
  readonly message: string;
  /** What comes of it. */
  readonly why: string;
  readonly instead: Instead;
  /** The revision's id; absent for a file that is none. */
  readonly revision?: string;
  readonly direction: "upgrade" | "downgrade";
  readonly place: Place;
  /** The statement, as the server gets it; absent where it is about the file as a whole. */
  readonly statement?: string;
  /** The page of the manual that says what the statement does; absent where the finding isn't about a server. */
  readonly source?: string;
}

/** What a rule says of one statement, or of the step as a whole where it names none. */
export interface Hit {
  /** The index of the statement in the step. */
  readonly at?: number;
  /** Where it is about no statement; the beginning of the file when absent. */
  readonly place?: Place;
  readonly message: string;
  /** Overrides the severity of the rule downwards: what isn't known for certain is no error. */
  readonly severity?: Severity;
  /** What to do, in words; the rule's own `instead` when absent. */
  readonly text?: string;
  /** The corrected steps, on the schema before the statement. Left out of the finding where the dialect can't carry them out. */
  readonly ops?: readonly Op[];
  /** The schema that the corrected steps meet, where that isn't the one before the statement. */
  readonly before?: Schema;
  /** The corrected steps as SQL, where no op says them. */
  readonly sql?: readonly string[];
}
