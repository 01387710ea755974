import type { Connection, Dialect } from "../dialects/contract.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";

/** Where a schema comes from. */
export interface SchemaSource {
  /** What it is, for messages: `models src/models.ts`. Never with a password. */
  readonly name: string;
  /** Reads the schema as the source has it; not yet normalised. Errors: SOURCE_*, and those of what it reads. */
  read(context: SourceContext): Promise<Schema>;
}

/** What sources may use. */
export interface SourceContext {
  readonly dialect: Dialect;
  /** Absolute directory at which relative paths start. */
  readonly directory: string;
  /** Tables to leave out: Limbeck's and Alembic's own. */
  readonly exclude: readonly ObjectName[];
  /** The project's database, where it is open. */
  readonly connection?: Connection;
  /** Loads a module of the user's and returns its exports. `path` is absolute. */
  readonly loadModule: (path: string) => Promise<Readonly<Record<string, unknown>>>;
}
