import type { Bridge } from "../bridge/bridge.ts";
import type { PythonColumn } from "../bridge/write-commands.ts";
import type { Connection, Dialect } from "../dialects/contract.ts";
import type { ModulesMadeOf } from "../revisions/load-typescript.ts";
import type { NamedObject } from "../schema/object-kind.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";

/** Where a schema comes from. */
export interface SchemaSource {
  /** What it is, for messages: `models src/models.ts`. Never with a password. */
  readonly name: string;
  /** Reads the schema as the source has it; not yet normalised. Errors: SOURCE_*, and those of what it reads. */
  read(context: SourceContext): Promise<Schema>;
  /**
   * True where what the models have no words for, and what their hooks leave out, is taken from `have`: they are to be read anew where its
   * tables and columns get other names.
   */
  readonly isCompleted?: true;
  /** How models in Python write the types of the columns of these tables; absent for models in another language. Errors: BRIDGE_*. */
  spell?(context: SourceContext, tables: readonly ObjectName[]): Promise<readonly PythonColumn[]>;
}

/** Schemas that are kept from one command to the next: one for each name, and of each the last. */
export interface KeptSchemas {
  /** The schema of this name that was made of the very same; undefined where there is none. */
  find(name: string, madeOf: string): Schema | undefined;
  keep(name: string, madeOf: string, schema: Schema): void;
}

/** What sources may use. */
export interface SourceContext {
  readonly dialect: Dialect;
  /** Absolute directory at which relative paths start. */
  readonly directory: string;
  /** Tables to leave out: Limbeck's and Alembic's own. */
  readonly exclude: readonly ObjectName[];
  /** Whether an object is looked at; absent is all of them. */
  readonly wants?: (object: NamedObject) => boolean;
  /** The project's database, where it is open. */
  readonly connection?: Connection;
  /** The namespace in which that database's session makes what has none. Absent where that isn't known, or there are no namespaces. */
  readonly home?: string;
  /** The schema of that database, being read meanwhile: what a source has no words for stays as it is there. */
  readonly have?: Promise<Schema>;
  /** Schemas that were read before; absent where all are to be read anew. */
  readonly kept?: KeptSchemas;
  /** The project's Python. */
  readonly python?: () => Promise<Bridge>;
  /** What modules are made of, where they were loaded before and nothing of it has changed; absent where nobody keeps what they make. */
  readonly madeOf?: (paths: readonly string[]) => Promise<ModulesMadeOf | undefined>;
  /** Loads a module of the user's and returns its exports. `path` is absolute. */
  readonly loadModule: (path: string) => Promise<Readonly<Record<string, unknown>>>;
}
