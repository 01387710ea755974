import type {
  Check,
  Column,
  DefaultValue,
  Exclusion,
  ForeignKey,
  Index,
  IndexPart,
  ObjectName,
  PrimaryKey,
  Schema,
  Table,
  Unique,
} from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { AlterColumn, ColumnChanges, RenameColumn } from "./column-ops.ts";
import type { Op } from "./op.ts";
import type { PythonCode, PythonKeywords } from "./python-code.ts";
import type { Speller } from "./spelling.ts";

/** A type as SQLAlchemy spells it. */
export interface PythonType {
  /** `sa.String(length=20)` */
  readonly code: string;
  /** Whole lines: `from sqlalchemy.dialects import postgresql`. */
  readonly imports: readonly string[];
}

/**
 * What a dialect states about revisions in Python: how SQLAlchemy and Alembic spell what it has. Where they have no way to say
 * something, the answer is undefined, and the revision gets the SQL of the statement itself. All pure.
 */
export interface PythonDialect {
  /** SQLAlchemy's name of the dialect, with which its keywords begin: `sqlite` of `sqlite_where`. */
  readonly name: string;
  /** The type of a column, its collation with it. `schema` has the types that it may name. */
  type(column: Pick<Column, "type" | "collation">, schema: Schema): PythonType | undefined;
  /** SQL of a default, as it stands behind DEFAULT. */
  defaultSql(value: DefaultValue): string;
  /** What SQLAlchemy takes for the default of a column, where that is more than the default itself. Absent is the default itself. */
  serverDefault?(column: Column): DefaultValue | undefined;
  /** SQL of a key of an index that is more than the name of a column. */
  indexKeySql(part: IndexPart): string;
  /** True for a key of an index of which the name of the column, with the keywords of the index, says all. */
  isNamedKey(part: IndexPart, index: Index): part is IndexPart & { readonly column: string };
  /** What `alter_column` must be told beside what changes; undefined where it does something else than the dialect's own statements. */
  alteration(op: AlterColumn | RenameColumn, before: Schema): PythonAlteration | undefined;
  /** How the first of these ops, of which there is one, is carried out. Absent where each has its directive. */
  step?(ops: readonly Op[], before: Schema): PythonStep;
  /** The name by which a primary key is dropped that has none. */
  readonly primaryKeyName?: string;
  /** The class of an exclusion constraint with its parameters, but for the keywords that every dialect has. */
  exclusion?(exclusion: Exclusion): PythonExclusion;
  /**
   * Keywords beside those that every dialect has: name, columns, `nullable`, `server_default`, `comment`, `Computed`, `Identity`,
   * `onupdate`, `ondelete`, `match`, `deferrable`, `initially`, `unique`, `schema`. Undefined where there are none for all that is said.
   */
  readonly keywords: {
    table(table: Table): PythonKeywords | undefined;
    column(column: Column, table: Table): PythonKeywords | undefined;
    primaryKey(key: PrimaryKey, table: Table): PythonKeywords | undefined;
    unique(unique: Unique): PythonKeywords | undefined;
    check(check: Check): PythonKeywords | undefined;
    foreignKey(key: ForeignKey): PythonKeywords | undefined;
    index(index: Index): PythonKeywords | undefined;
  };
  /** For a server without the ALTER TABLE that Alembic's directives ask for. */
  readonly batch?: PythonBatch;
}

/** What a change of a column's type needs. */
export interface PythonAlteration {
  /** The expression that makes the new value. */
  readonly using?: string;
  /** True when the default goes before the type changes. */
  readonly dropsDefault?: true;
  /** What the default is afterwards, unless the op says so. */
  readonly defaultAfter?: DefaultValue;
  /** Properties of a column that its keywords and its default say, beside those that every dialect's do. */
  readonly says?: readonly (keyof ColumnChanges)[];
  readonly keywords?: PythonKeywords;
  /** True where all of the column is written anew, so that what doesn't change is said as well. */
  readonly isWhole?: true;
  /** Statements that have to come behind it. */
  readonly behind?: readonly string[];
}

/** The first ops of some that are carried out together. */
export interface PythonStep {
  readonly count: number;
  /** The ops whose directives do it, one after the other; absent where one statement must. */
  readonly ops?: readonly Op[];
  readonly after: Schema;
}

/** An exclusion constraint, which SQLAlchemy keeps in a module of the dialect. */
export interface PythonExclusion {
  readonly callee: string;
  readonly parameters: readonly PythonCode[];
  readonly keywords: PythonKeywords;
  readonly imports: readonly string[];
}

/**
 * Alembic's batch mode: the table is made anew from what SQLAlchemy reads of it
 * (alembic.sqlalchemy.org/en/latest/batch.html, 1.20). It is used only where nothing is lost by that.
 */
export interface PythonBatch {
  /** True when a plain directive carries the op out, without making the table anew. */
  isDirect(op: Op, before: Schema): boolean;
  /** True when the table comes out of batch mode as it went in. */
  keeps(table: Table, schema: Schema): boolean;
  /** True when batch mode carries out this change of a table that it keeps. */
  carries(op: Op, table: Table): boolean;
  /** True when making the table anew would take rows of other tables with it, unless `guard` says that it won't. */
  isGuarded(table: Table, schema: Schema): boolean;
  /** Statements that fail where that would happen, and why they are there, in words. */
  readonly guard: { readonly statements: readonly string[]; readonly why: string };
}

/** A statement that is written as SQL. */
export interface PlainStatement {
  readonly sql: string;
  /** False when the server refuses it inside a transaction. */
  readonly transactional: boolean;
}

/** What printing Python needs beside the operations. */
export interface PythonOptions {
  readonly dialect: PythonDialect;
  /** The statements that carry out these ops on a database that looks like `before`; `later` are ops behind them, as far as they matter. */
  readonly statements: (ops: readonly Op[], before: Schema, later?: readonly Op[]) => readonly PlainStatement[];
  /** How the models spell the type of a column, if they have it with this very type. */
  readonly modelType?: (column: PlacedType) => PythonType | undefined;
  /** Says how something is written that is to look otherwise than usual; goes before `modelType`. */
  readonly speller?: Speller;
  /** True for a table that SQLAlchemy reads otherwise than it is, so that batch mode would make another one of it. */
  readonly isMisread?: (table: ObjectName) => boolean;
}

/** The type of a column at its place. */
export interface PlacedType {
  readonly table: ObjectName;
  readonly column: string;
  readonly type: ColumnType;
}
