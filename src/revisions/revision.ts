/** The language that a revision file is written in. */
export type RevisionFormat = "ts" | "sql" | "py";

/** One revision as its file's header states it. What it does is loaded only when that is needed. */
export interface Revision {
  /** Unique id, as stored in the version table. */
  readonly id: string;
  /** Ids of the revisions that this one follows; empty for a base, several for a merge. */
  readonly downRevisions: readonly string[];
  /** What it needs beside its ancestry, as written: ids, unique prefixes, or branch labels. */
  readonly dependsOn: readonly string[];
  /** Branch labels that the file itself declares. */
  readonly labels: readonly string[];
  /** First paragraph of the file's comment or docstring; empty when there is none. */
  readonly message: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly format: RevisionFormat;
  /** SHA-256 of the file's text, line endings as \n. */
  readonly checksum: string;
}
