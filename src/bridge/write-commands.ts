import type { EnvironmentRequest, ModelsRequest } from "./model-commands.ts";

/** Commands that a new revision in Python needs; `limbeck_write.py` answers them. */
export interface WriteCommands {
  readonly spell: { readonly request: SpellRequest; readonly reply: readonly PythonColumn[] };
  readonly remake: { readonly request: RemakeRequest; readonly reply: readonly RemadeTable[] };
  readonly template: { readonly request: TemplateRequest; readonly reply: string };
  readonly hooks: { readonly request: EnvironmentRequest; readonly reply: readonly PythonHook[] };
}

export interface SpellRequest extends Omit<ModelsRequest, "have"> {
  /** The tables whose columns are wanted. */
  readonly tables: readonly { readonly name: string; readonly schema?: string }[];
}

/** How a column's type is written in Python, for revisions in that language. */
export interface PythonColumn {
  readonly schema?: string;
  readonly table: string;
  readonly column: string;
  /** What SQLAlchemy's compiler makes of it for the dialect. */
  readonly sql: string;
  /** As Alembic prints it: `sa.String(length=20)`. */
  readonly code: string;
  /** Lines that it needs: `from sqlalchemy.dialects import postgresql`. */
  readonly imports: readonly string[];
}

/** A database, and some of its tables. */
export interface RemakeRequest {
  /** URL with its password. */
  readonly url: string;
  /** SQLAlchemy's name of the dialect; the driver is the dialect's own. */
  readonly dialect: string;
  readonly tables: readonly { readonly name: string; readonly schema?: string }[];
}

/** The statements by which SQLAlchemy would make a table that it has read. */
export interface RemadeTable {
  readonly name: string;
  readonly schema?: string;
  /** Null where it can't read or write the table. */
  readonly statements: readonly string[] | null;
}

export interface TemplateRequest extends EnvironmentRequest {
  /** What Alembic gives to a template, but for `config`, which Python has. */
  readonly values: {
    readonly message: string;
    readonly up_revision: string;
    readonly down_revision: string | readonly string[] | null;
    readonly branch_labels: readonly string[] | null;
    readonly depends_on: string | readonly string[] | null;
    /** ISO 8601, with an offset where the project has a time zone. */
    readonly create_date: string;
    /** Lines of imports. */
    readonly imports: string;
    /** Statements behind the four spaces that the template has before them; empty for none. */
    readonly upgrades: string;
    readonly downgrades: string;
  };
  /** What the template prints for each of several databases, by the token that env.py has named, likewise. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** A program that runs on each new file. */
export interface PythonHook {
  readonly name: string;
  /** Program and arguments; REVISION_SCRIPT_FILENAME stands for the path of the file. */
  readonly command: readonly string[];
  readonly cwd?: string;
}
