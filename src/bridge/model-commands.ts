import type { Column, Schema, Table } from "../schema/schema.ts";

/** Commands that read models and env.py; `limbeck_env.py` and `limbeck_models.py` answer them. */
export interface ModelCommands {
  readonly environment: { readonly request: EnvironmentCommand; readonly reply: EnvironmentReply };
  /** What files come to whose headers aren't literals; `limbeck_headers.py` executes them. */
  readonly headers: { readonly request: HeadersRequest; readonly reply: HeadersReply };
  /** Imports the module of models ahead of `models`, which tells what is wrong with it. */
  readonly load: { readonly request: PlacedModels; readonly reply: null };
  /** `readModels` asks it. */
  readonly models: { readonly request: ModelsRequest; readonly reply: ModelsRest };
  /** The hook process_revision_directives of env.py, which `environment` has run before. */
  readonly directives: { readonly request: DirectivesRequest; readonly reply: DirectivesReply };
}

/** An Alembic project, and what Alembic's command line would have been told. */
export interface EnvironmentRequest {
  /** Absolute path of the alembic.ini; absent where the project has only a pyproject.toml. */
  readonly ini?: string;
  /** Absolute path of the pyproject.toml. */
  readonly toml?: string;
  /** `-n`: the section of the ini. */
  readonly section: string;
  /** `-x`, in order. */
  readonly x: readonly string[];
  /** Goes in the place of the ini's `sqlalchemy.url`. */
  readonly url?: string;
  /** Absolute directory of the env.py of a project of Flask-Migrate's, which wants an application; absent in others. */
  readonly flask?: string;
}

export interface EnvironmentCommand extends EnvironmentRequest {
  /** Which of the databases of env.py the commands that follow are about, by its name; absent where there is but one. */
  readonly database?: string;
}

export interface HeadersRequest extends EnvironmentRequest {
  /** Absolute. */
  readonly paths: readonly string[];
}

export interface HeadersReply {
  /** One for each path. What the file doesn't assign is absent; what no header can have is told as Python prints it. */
  readonly headers: readonly {
    readonly values: Readonly<
      Record<string, { readonly value: string | null | readonly string[] } | { readonly wrong: string }>
    >;
    /** The docstring. */
    readonly message: string;
  }[];
  /** Absolute paths of the other files of the project and its packages that were executed. */
  readonly sources: readonly string[];
}

/** What env.py says, without having connected anywhere. */
export interface EnvironmentReply {
  /** One for each call of configure(). */
  readonly contexts: readonly EnvironmentContext[];
}

export interface EnvironmentContext {
  /** What env.py calls this database, or the namespace of its version table; its 1-based place where that says nothing. */
  readonly name: string;
  /** URL of the engine whose connection was given to configure(), with its password; absent where there was none. */
  readonly url?: string;
  /** What env.py has told the session that it gave to configure(), as `SessionWish` of the dialects; absent where it has told nothing. */
  readonly session?: { readonly role?: string; readonly searchPath?: string };
  /** SQLAlchemy's name of the dialect. */
  readonly dialect: string;
  /** Name of the version table. */
  readonly versionTable: string;
  readonly versionTableSchema?: string;
  /** False makes the version table without its primary key. */
  readonly versionTablePk: boolean;
  readonly includeSchemas: boolean;
  /** False where configure() got no `target_metadata`. */
  readonly hasMetadata: boolean;
  readonly compareType: Comparison;
  readonly compareServerDefault: Comparison;
  readonly renderAsBatch: boolean;
  readonly transactionPerMigration: boolean;
  /** True where the connection has begun a transaction before configure(): Alembic leaves it to env.py, and can't run an `autocommit_block`. */
  readonly isInTransaction?: true;
  /** Names under which the template of new revisions prints what is for this database. */
  readonly upgradeToken: string;
  readonly downgradeToken: string;
  /** Names of the options whose values are functions of the project. */
  readonly hooks: readonly string[];
}

/** Whether something is compared, or that a function of the project decides. */
export type Comparison = boolean | "function";

/** Models that a place in Python names. */
export interface PlacedModels {
  /** `package.module:attribute`. */
  readonly place: string;
  /** Absolute directories that go to the front of sys.path. */
  readonly path: readonly string[];
}

/** Which models, and for which dialect they are compiled. */
export interface ModelsRequest extends Omit<PlacedModels, "place"> {
  /** As of `PlacedModels`; absent for what env.py gave to configure(), which `environment` has run before. */
  readonly place?: string;
  /** Names by which SQLAlchemy may know the dialect: the first that it has is taken. */
  readonly dialects: readonly string[];
  /** Whether a backslash in a constant is written twice. */
  readonly backslashes: boolean;
  /** Version of the server; absent where none is at hand. */
  readonly server?: string;
  /** The namespace of what has none in a schema: models may name it all the same. Absent where that isn't known, or there are no namespaces. */
  readonly home?: string;
  /** The server doesn't tell it by its case; absent where it does. */
  readonly foldsHome?: true;
  /** Tables of the database, for the hooks of env.py; absent where it has none. */
  readonly have?: readonly HaveTable[];
}

/** Some tables of the models, in their order: an event of the command `models`. */
export interface ModelsPart {
  /** Types of columns are `{ kind: "raw", sql }`, as SQLAlchemy's compiler spells them, but for those that have a name of their own. */
  readonly tables: readonly Table[];
  /** Columns of which the model says only that the server has a default (`FetchedValue`). */
  readonly serverDefaults: readonly ColumnPlace[];
  /** Tables whose primary keys are said by their columns (`primary_key=True`), which says nothing of the order. */
  readonly unorderedKeys: readonly Omit<ColumnPlace, "column">[];
}

/** What is told when all tables are. */
export interface ModelsRest {
  readonly schema: Omit<Schema, "tables">;
  readonly leftAlone: readonly LeftAlone[];
}

/** A table with the types of its columns as text. */
export type HaveTable = Omit<Table, "columns"> & {
  readonly columns: readonly (Column & { readonly sqlType: string })[];
};

/** What the hooks of env.py want to stay as the database has it: a table, a member of one, or a part of a column. */
export type LeftAlone =
  | { readonly table: string; readonly kind?: undefined }
  | {
      /** `schema.name`, or the name alone. */
      readonly table: string;
      readonly kind: "columns" | "indexes" | "uniques" | "foreignKeys" | "checks";
      /** 0-based place in the list of the database's table; null where only the models have it. */
      readonly have: number | null;
      /** 0-based place in the list of the models' table; null where only the database has it. */
      readonly want: number | null;
      /** Absent for the whole of it. */
      readonly part?: "type" | "default";
    };

/** A new revision, before it is written. */
export interface DirectivesRequest {
  readonly autogenerate: boolean;
  readonly revId: string;
  readonly message: string;
  /** Ids of the revisions that it follows. */
  readonly parents: readonly string[];
  /** As on the command line. */
  readonly head: string;
  readonly splice: boolean;
  readonly branchLabel: readonly string[] | null;
  readonly dependsOn: readonly string[] | null;
  readonly versionPath: string | null;
  /** Whether ops may be taken away, which only those of one database can be. */
  readonly mayTake: boolean;
  /** Whether the file has a place for imports in Python. */
  readonly takesImports: boolean;
  /** What it does to each database, in env.py's order. */
  readonly parts: readonly DirectivesPart[];
}

/** What a new revision does to a database. Without ops, its dialect doesn't matter. */
export interface DirectivesPart extends Partial<Pick<ModelsRequest, "dialects" | "backslashes" | "server">> {
  /** Its name; null where there is but one, or one is chosen. */
  readonly database: string | null;
  /** Ops whose columns have the text of their type as `sqlType`. */
  readonly upgrade: readonly object[];
  readonly downgrade: readonly object[];
}

/** Absent is as it was. */
export interface DirectivesReply {
  readonly isLeftOut: boolean;
  /** More lines for the file. */
  readonly imports?: readonly string[];
  /** What is to become of the ops; absent where nothing is. */
  readonly operations?: HookedOps;
  readonly revId?: string;
  readonly message?: string;
  readonly branchLabel?: string | readonly string[];
  readonly dependsOn?: string | readonly string[];
  readonly versionPath?: string;
}

/** What a hook of env.py makes of the ops of a revision. */
export interface HookedOps {
  readonly upgrade: HookedDirection;
  readonly downgrade: HookedDirection;
}

/** By their 0-based places among the ops of one direction. */
export interface HookedDirection {
  /** Those that aren't wanted. */
  readonly taken: readonly number[];
  /** The columns of tables that are made, in the order in which they are wanted. */
  readonly columns: readonly { readonly place: number; readonly names: readonly string[] }[];
  /** Those that do nothing where what they make is there, or what they drop isn't. */
  readonly guarded: readonly number[];
}

export interface ColumnPlace {
  readonly schema?: string;
  readonly table: string;
  readonly column: string;
}
