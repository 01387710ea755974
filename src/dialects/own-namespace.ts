import type { ObjectName } from "../schema/schema.ts";
import type { Connection } from "./connection.ts";

/** A namespace for Limbeck's tables alone, which no other tool takes for a part of the application. */
export interface OwnNamespace {
  readonly name: string;
  /** The namespace of names that have none, in a session that says nothing else. */
  readonly usual: string;
  /** A query of one value: the namespace in which a session makes what has none; NULL where its names lead nowhere. */
  readonly home: string;
  /** The namespace that a search path begins with, as SQL has it; undefined for one that is empty. */
  firstOf(searchPath: string): string | undefined;
  /** What the server says of it now, and of these two tables outside of it. */
  look(
    connection: Connection,
    tables: { readonly journal: ObjectName; readonly versionTable: ObjectName },
  ): Promise<OwnNamespaceState>;
}

export interface OwnNamespaceState {
  readonly exists: boolean;
  /** False when the role may not make the namespace, or no tables in it. */
  readonly isWritable: boolean;
  /** True when the role may drop the namespace. */
  readonly isOwned: boolean;
  readonly tables: readonly string[];
  /** True when there is such a journal outside of it. */
  readonly isBeside: boolean;
  /**
   * Other namespaces that have a table like the version table, where it isn't in its place, and nobody but the account or the server has
   * said which place that is. Empty otherwise.
   */
  readonly elsewhere: readonly string[];
  /** The namespace of names that have none; absent when the session has no such. */
  readonly current?: string;
}
