import type { ColumnKeeping } from "./column-keeping.ts";
import type { SequenceOptions, SequenceOwner } from "./numbering.ts";
import type { TableOptions } from "./table-options.ts";
import type { ColumnType } from "./types.ts";
import type { ViewProperties } from "./view-properties.ts";

/**
 * What a database looks like: readonly, JSON-safe, without pointers; objects refer to each other by name.
 * An absent field means that the object doesn't have the property, or has the server's default of it.
 */
export interface Schema {
  /** Namespaces (`CREATE SCHEMA`) beside the default one, which has no name here. */
  readonly namespaces: readonly string[];
  /** Comments of those namespaces, by their names; absent where none has one. */
  readonly namespaceComments?: Readonly<Record<string, string>>;
  readonly extensions: readonly Extension[];
  readonly enums: readonly EnumType[];
  readonly domains: readonly Domain[];
  readonly composites: readonly CompositeType[];
  readonly ranges: readonly RangeType[];
  readonly sequences: readonly Sequence[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly routines: readonly Routine[];
  readonly triggers: readonly Trigger[];
  readonly rules: readonly Rule[];
  readonly policies: readonly Policy[];
  readonly statistics: readonly Statistics[];
}

/** The name of an object of a namespace; an absent `schema` is the default namespace. */
export interface ObjectName {
  readonly name: string;
  readonly schema?: string;
}

/** What is said of an object, for people to read. */
export interface Commented {
  readonly comment?: string;
}

export interface Table extends ObjectName {
  /** PostgreSQL: the table that it is a partition of. Its columns are that table's and not here; of its constraints and indexes its own are. */
  readonly partitionOf?: PartitionOf;
  /** PostgreSQL: what a partition calls its parts of indexes and foreign keys from above, where the server would call them otherwise. */
  readonly partNames?: PartNames;
  /** PostgreSQL: the tables that it inherits from. The columns and constraints that come from them are not here. */
  readonly inherits?: readonly ObjectName[];
  /** PostgreSQL: defaults of its own of columns that come from another table; null is none. */
  readonly ownDefaults?: Readonly<Record<string, DefaultValue | null>>;
  /** PostgreSQL: what else it says itself of columns that come from another table. */
  readonly ownColumns?: Readonly<Record<string, OwnColumn>>;
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly exclusions: readonly Exclusion[];
  readonly indexes: readonly Index[];
  readonly comment?: string;
  readonly options: TableOptions;
}

/** What a table makes of a column that it has from another; what is absent is as there. */
export interface OwnColumn {
  /** Never NULL, though the other table's may be. */
  readonly nullable?: false;
  /** As of a column, of a NOT NULL of its own. */
  readonly notNull?: NotNull;
  /** Computed in another way than the other table's; a column is generated where that one is. */
  readonly generated?: Generated;
  /** As of a column; null is as detailed as the server usually has it. */
  readonly statistics?: number | null;
}

export interface PartitionOf {
  readonly table: string;
  readonly schema?: string;
  /** Which rows it has: `FOR VALUES …`, or `DEFAULT`. */
  readonly bound: string;
}

/** Names by those of the wholes, in the table of which these are. Those of checks are the same in all partitions. */
export interface PartNames {
  /** Of indexes, and of primary keys, unique and exclusion constraints, which are known by theirs. */
  readonly indexes?: Readonly<Record<string, string>>;
  readonly foreignKeys?: Readonly<Record<string, string>>;
}

export interface Column extends ColumnKeeping {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** PostgreSQL 18: the constraint behind a column that is not nullable, where it isn't the usual one. */
  readonly notNull?: NotNull;
  readonly default?: DefaultValue;
  readonly generated?: Generated;
  readonly identity?: Identity;
  /** The server numbers new rows and never reuses a number: SQLite's AUTOINCREMENT, MySQL's AUTO_INCREMENT, PostgreSQL's serial. */
  readonly autoincrement?: true;
  readonly collation?: string;
  /** MySQL: expression set on each update of the row. */
  readonly onUpdate?: string;
  /** MySQL: left out of `SELECT *`. */
  readonly invisible?: true;
  readonly comment?: string;
  /** SQLite: what happens when NULL is written to a column that is not nullable. */
  readonly onNullConflict?: ConflictAction;
}

export interface NotNull {
  /** Absent is the name that the server gives. */
  readonly name?: string;
  readonly notValid?: true;
  readonly noInherit?: true;
}

/** A column's default: a constant, or an SQL expression. NULL is the absence of a default. */
export type DefaultValue = string | number | boolean | Sql;

/** SQL text that Limbeck doesn't look into. */
export interface Sql {
  readonly sql: string;
}

export interface Generated {
  readonly expression: string;
  /** True when the value is kept in the row, false when it is computed at each read. */
  readonly stored: boolean;
}

export interface Identity {
  /** True for `GENERATED ALWAYS`, false for `GENERATED BY DEFAULT`. */
  readonly always: boolean;
  readonly options?: SequenceOptions;
}

/** What SQLite does with a row that breaks a constraint; absent is `abort`. */
export type ConflictAction = "rollback" | "abort" | "fail" | "ignore" | "replace";

/** How a key orders and compares one of its columns, where that isn't the column's own way. */
export interface KeyColumnOptions {
  readonly descending?: true;
  readonly collation?: string;
}

export interface PrimaryKey extends Commented {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly keyOptions?: Readonly<Record<string, KeyColumnOptions>>;
  readonly onConflict?: ConflictAction;
  readonly deferrable?: Deferrable;
  readonly include?: readonly string[];
  /** PostgreSQL 18: the last column is a range, and no two rows that are equal in the others overlap in it. */
  readonly withoutOverlaps?: true;
}

export interface Unique extends Commented {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly keyOptions?: Readonly<Record<string, KeyColumnOptions>>;
  readonly onConflict?: ConflictAction;
  readonly deferrable?: Deferrable;
  readonly nullsNotDistinct?: true;
  readonly include?: readonly string[];
  /** As of a primary key. */
  readonly withoutOverlaps?: true;
}

/** When a deferrable constraint is checked, unless the transaction says otherwise. */
export type Deferrable = "initially immediate" | "initially deferred";

export interface Check extends Commented {
  readonly name?: string;
  readonly expression: string;
  readonly notValid?: true;
  readonly notEnforced?: true;
  readonly noInherit?: true;
}

export interface ForeignKey extends Commented {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: Reference;
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  /** PostgreSQL: the columns that ON DELETE SET NULL or SET DEFAULT sets; absent is all of them. */
  readonly setColumns?: readonly string[];
  readonly match?: "full" | "partial";
  readonly deferrable?: Deferrable;
  readonly notValid?: true;
  readonly notEnforced?: true;
  /** PostgreSQL 18: the last column of each side is a range, and the referred rows cover the whole of it. */
  readonly period?: true;
}

export interface Reference {
  readonly table: string;
  readonly schema?: string;
  /** Empty when the constraint names none: the primary key of the table. */
  readonly columns: readonly string[];
}

/** What happens to the rows that refer to a changed row; absent is `no action`. */
export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export interface Exclusion extends Commented {
  readonly name?: string;
  readonly method?: string;
  readonly elements: readonly { readonly expression: string; readonly operator: string }[];
  readonly where?: string;
  readonly deferrable?: Deferrable;
}

export interface Index {
  readonly name: string;
  readonly unique?: true;
  readonly parts: readonly IndexPart[];
  readonly where?: string;
  /** Access method such as `gin`; absent is the server's default, a B-tree. `fulltext` and `spatial` on MySQL. */
  readonly method?: string;
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
  readonly storage?: Readonly<Record<string, string>>;
  readonly tablespace?: string;
  readonly comment?: string;
  /** MySQL: kept up to date but not used by the optimizer. */
  readonly invisible?: true;
}

/** One key of an index: a column, or an expression. */
export type IndexPart = ({ readonly column: string } | { readonly expression: string }) & {
  readonly descending?: true;
  readonly nulls?: "first" | "last";
  readonly collation?: string;
  readonly opclass?: string;
  /** MySQL: number of leading characters or bytes. */
  readonly length?: number;
};

export interface EnumType extends ObjectName {
  /** In their order of comparison. */
  readonly values: readonly string[];
  readonly comment?: string;
}

/** A domain: a type with a default and conditions of its own. */
export interface Domain extends ObjectName {
  readonly type: ColumnType;
  readonly collation?: string;
  readonly default?: DefaultValue;
  readonly nullable: boolean;
  /** Conditions on `VALUE`. */
  readonly checks: readonly Check[];
  readonly comment?: string;
}

/** A composite type: the type of a row that no table needs to have. */
export interface CompositeType extends ObjectName {
  readonly attributes: readonly Attribute[];
  readonly comment?: string;
}

export interface Attribute {
  readonly name: string;
  readonly type: ColumnType;
  readonly collation?: string;
  readonly comment?: string;
}

/** A type of ranges over another type. */
export interface RangeType extends ObjectName {
  readonly subtype: ColumnType;
  /** Operator class that orders the subtype, where that isn't the subtype's own. */
  readonly opclass?: string;
  readonly collation?: string;
  /** Name of the function that tells how far apart two values are. */
  readonly difference?: string;
  /** Name of the type of lists of ranges, where the server wouldn't give it. */
  readonly multirange?: string;
  readonly comment?: string;
}

/** An extension of the server. Its name is the database's own; `schema` is the namespace that its objects are in. */
export interface Extension extends ObjectName {
  /** Absent is any version. */
  readonly version?: string;
  /** Absent is the one that the extension brings, or whichever it has. */
  readonly comment?: string;
}

export interface Sequence extends ObjectName, SequenceOptions, Commented {
  /** The column that takes it along when it is dropped, of a table in the same namespace. */
  readonly ownedBy?: SequenceOwner;
}

export interface View extends ObjectName, ViewProperties {
  /** Names of the columns, where the view itself gives them. */
  readonly columns?: readonly string[];
  /** The query, without a semicolon. */
  readonly definition: string;
  readonly materialized?: true;
  /** PostgreSQL, of a materialized view; absent where it has none. */
  readonly indexes?: readonly Index[];
  readonly comment?: string;
  /** Comments of its columns, by their names. */
  readonly columnComments?: Readonly<Record<string, string>>;
}

export interface Trigger extends ObjectName, Commented {
  /** The table or view that it belongs to, in the same namespace. */
  readonly table: string;
  /** The whole `CREATE TRIGGER` statement, without a closing semicolon. */
  readonly definition: string;
  /** PostgreSQL: when it fires; absent is in sessions that aren't a replica's. */
  readonly state?: TriggerState;
}

/** Never, only in sessions of a replica, or in all sessions. */
export type TriggerState = "disabled" | "replica" | "always";

/** PostgreSQL: what a statement on a table or view is rewritten to. */
export interface Rule extends ObjectName, Commented {
  /** The table or view that it belongs to, in the same namespace. */
  readonly table: string;
  /** The whole `CREATE RULE` statement, without a closing semicolon. */
  readonly definition: string;
  /** As of a trigger. */
  readonly state?: TriggerState;
}

/** PostgreSQL: which rows of a table with row-level security its users see, and which they may write. */
export interface Policy extends ObjectName, Commented {
  /** The table that it belongs to, in the same namespace. */
  readonly table: string;
  /** What it is about; absent is all of these. */
  readonly command?: PolicyCommand;
  /** Whom it is about; absent is everybody. */
  readonly roles?: readonly string[];
  /** A condition on the rows that there are. */
  readonly using?: string;
  /** A condition on the rows that are written; absent is the one on those that there are. */
  readonly check?: string;
  /** Rows have to fit this one beside one of those that aren't restrictive. */
  readonly restrictive?: true;
}

export type PolicyCommand = "select" | "insert" | "update" | "delete";

/** PostgreSQL: what the planner knows of several columns together, or of expressions (`CREATE STATISTICS`). */
export interface Statistics extends ObjectName, Commented {
  /** The table or materialized view that they are of, which may be in another namespace. */
  readonly table: ObjectName;
  readonly parts: readonly StatisticsPart[];
  /** What is kept; absent is all of it. */
  readonly kinds?: readonly StatisticsKind[];
  /** How detailed, from 0 to 10,000; absent is as the columns are. */
  readonly target?: number;
}

export type StatisticsPart = { readonly column: string } | { readonly expression: string };
export type StatisticsKind = "ndistinct" | "dependencies" | "mcv";

export interface Routine extends ObjectName, Commented {
  /** An event is a program that MySQL runs by a schedule; it has no arguments. */
  readonly kind: "function" | "procedure" | "event";
  /** Types of the arguments as the server spells them: with the name, the identity of the routine. */
  readonly arguments: string;
  /** The whole `CREATE` statement, without a closing semicolon. */
  readonly definition: string;
}

/** A schema without any object. */
export const emptySchema: Schema = {
  namespaces: [],
  extensions: [],
  enums: [],
  domains: [],
  composites: [],
  ranges: [],
  sequences: [],
  tables: [],
  views: [],
  routines: [],
  triggers: [],
  rules: [],
  policies: [],
  statistics: [],
};
