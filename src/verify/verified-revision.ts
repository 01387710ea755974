/** What the round trip of one revision showed. JSON-safe. */
export interface VerifiedRevision {
  readonly revision: string;
  /** True without any finding. */
  readonly ok: boolean;
  /** What was done, in order; a step that failed is the last. */
  readonly steps: readonly VerifyStep[];
  readonly findings: readonly VerifyFinding[];
  /** What isn't a fault: tables without rows, values that a drop says are gone. */
  readonly notes: readonly string[];
  readonly seed: number;
  /** Rows that were in the tables before the first step. */
  readonly rows: number;
}

export interface VerifyStep {
  readonly name: StepName;
  readonly ms: number;
}

export type StepName = "upgrade" | "downgrade" | "upgrade again";

/** A fault, in words. */
export interface VerifyFinding {
  readonly kind: FindingKind;
  /** After which step, or in which. */
  readonly step: StepName;
  /** One sentence without a full stop. */
  readonly message: string;
  /** More of it, a line each: what is left to do, or which rows. */
  readonly details: readonly string[];
}

/** `failed`: a step ended with an error. `irreversible`: there is no way back. `schema`: it isn't what it was. `data`: rows or values are lost. */
export type FindingKind = "failed" | "irreversible" | "schema" | "data";
