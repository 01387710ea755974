import type { RevisionFormat } from "./revision.ts";

/** A revision that is about to be written. */
export interface NewRevision {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  /** Its first paragraph is the message that is read back; may be empty. */
  readonly message: string;
  /** Left out of the file when undefined. */
  readonly createDate: Date | undefined;
  /** IANA time zone in which the date is written; the system's, without an offset, when absent. */
  readonly timezone?: string;
  readonly format: RevisionFormat;
  /** Statements of the upgrade, not indented; empty for none. */
  readonly upgrade: string;
  readonly downgrade: string;
  /** Names that the statements take from "limbeck", in any order, and whole lines of other imports; `Op` is added. In Python, whole lines. */
  readonly imports: readonly string[];
  /** In place of the statements, where each of several databases has its own; the template alone knows what to make of them. */
  readonly sections?: readonly RevisionSection[];
}

/** What a revision in Python does to one of several databases. */
export interface RevisionSection {
  /** Names under which the template prints the two. */
  readonly upgradeToken: string;
  readonly downgradeToken: string;
  readonly upgrade: string;
  readonly downgrade: string;
}
