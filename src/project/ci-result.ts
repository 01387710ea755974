import type { Instead, Place, Severity } from "../lint/finding.ts";
import type { LintFinding, LintRule } from "./results.ts";

/** The checks of `ci`, in the order in which they are made. */
export const ciChecks = ["heads", "files", "lint", "reviews", "verify", "drift"] as const;

export type CiCheckName = (typeof ciChecks)[number];

/** What `ci` found. Others read this shape: keys are added, never changed. */
export interface CiResult {
  /** All checks, asked or not. */
  readonly checks: readonly CiCheck[];
  /** What lint, reviews and verify looked at, in words: `2 revisions that origin/main hasn't`. */
  readonly scope: string;
  /** Where the paths of a change start: the root of the repository, else the directory of the project. Absolute. */
  readonly root: string;
  /** No check has failed. */
  readonly ok: boolean;
  /** A check could not be carried out, which says nothing of the revisions. */
  readonly isBroken: boolean;
}

export interface CiCheck {
  readonly name: CiCheckName;
  /** The database that it is about, where env.py works on several. */
  readonly database?: string;
  readonly status: "passed" | "failed" | "notAsked";
  /** What was looked at, or why it wasn't; a sentence without a full stop. */
  readonly about: string;
  /** Ids of the revisions that were looked at one by one. */
  readonly revisions: readonly string[];
  readonly findings: readonly CiFinding[];
  /** Findings that a comment in the file accepts. */
  readonly accepted: readonly { readonly finding: CiFinding; readonly reason: string }[];
  /** The rules of lint that found something. */
  readonly rules: readonly LintRule[];
  /** The code of the error for which the check could not be carried out. */
  readonly error?: string;
  readonly ms: number;
}

/** Something that a check found. */
export interface CiFinding {
  readonly severity: Severity;
  /** A rule of lint, the kind of a finding of verify, the code of an error, or what the check calls it. */
  readonly rule: string;
  /** One sentence without a full stop. */
  readonly message: string;
  /** What comes of it. */
  readonly why?: string;
  /** More of it, a line each. */
  readonly details: readonly string[];
  readonly instead?: Instead;
  readonly revision?: string;
  readonly direction?: LintFinding["direction"];
  /** Absent where it is about no file. */
  readonly place?: Place;
}

/** What the search of a check comes to; the rest of a `CiCheck` is added to it. */
export interface CiFound
  extends Pick<CiCheck, "about" | "findings">,
    Partial<Pick<CiCheck, "status" | "revisions" | "accepted" | "rules" | "error">> {}
