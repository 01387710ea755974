import type {
  Check,
  Column,
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  Table,
  Unique,
  View,
} from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";

/** For each field of a record: true when SQLite has it, else what SQLite doesn't have. A field that is added to a record must be added here. */
export type FieldRules<T> = { readonly [K in keyof Required<T>]: true | string };

/** What SQLite has of tables. */
export const tableRules: FieldRules<Table> = {
  ...{ name: true, schema: true, columns: true, primaryKey: true, uniques: true, checks: true, foreignKeys: true },
  ...{ exclusions: true, indexes: true, options: true },
  comment: "comments",
  partitionOf: "partitions",
  partNames: "partitions",
  inherits: "inheritance of tables",
  ownDefaults: "inheritance of tables",
  ownColumns: "inheritance of tables",
};

/** What SQLite has of the options of tables. */
export const optionRules: FieldRules<TableOptions> = {
  ...{ strict: true, withoutRowid: true, virtual: true },
  engine: "storage engines",
  charset: "character sets of a table",
  collation: "collations of a table (give them to its columns)",
  rowFormat: "row formats",
  systemVersioned: "system versioning",
  unlogged: "unlogged tables",
  tablespace: "tablespaces",
  partitionBy: "partitions",
  storage: "storage parameters",
  accessMethod: "access methods of tables",
  rowSecurity: "row-level security",
  forceRowSecurity: "row-level security",
  replicaIdentity: "replica identities",
  ofType: "tables of a type",
};

/** What SQLite has of columns. */
export const columnRules: FieldRules<Column> = {
  ...{ name: true, type: true, nullable: true, default: true, generated: true, autoincrement: true },
  ...{ collation: true, onNullConflict: true },
  identity: "identity columns (use an INTEGER primary key)",
  onUpdate: "ON UPDATE of a column (use a trigger)",
  invisible: "invisible columns",
  comment: "comments",
  notNull: "names and options of NOT NULL",
  compression: "compression of columns",
  storage: "storage of columns",
  statistics: "statistics targets",
};

/** What SQLite has of primary keys. */
export const primaryKeyRules: FieldRules<PrimaryKey> = {
  ...{ name: true, columns: true, keyOptions: true, onConflict: true },
  deferrable: "deferrable primary keys",
  comment: "comments",
  include: "INCLUDE columns",
  withoutOverlaps: "WITHOUT OVERLAPS",
};

/** What SQLite has of unique constraints. */
export const uniqueRules: FieldRules<Unique> = {
  ...{ name: true, columns: true, keyOptions: true, onConflict: true },
  deferrable: "deferrable unique constraints",
  comment: "comments",
  include: "INCLUDE columns",
  withoutOverlaps: "WITHOUT OVERLAPS",
  nullsNotDistinct: "NULLS NOT DISTINCT",
};

/** What SQLite has of checks. */
export const checkRules: FieldRules<Check> = {
  ...{ name: true, expression: true },
  notValid: "NOT VALID",
  notEnforced: "NOT ENFORCED",
  noInherit: "NO INHERIT",
  comment: "comments",
};

/** What SQLite has of foreign keys. */
export const foreignKeyRules: FieldRules<ForeignKey> = {
  ...{ name: true, columns: true, references: true, onDelete: true, onUpdate: true, deferrable: true },
  match: "MATCH (it reads the word and ignores it)",
  notValid: "NOT VALID",
  setColumns: "lists of columns after ON DELETE SET NULL",
  notEnforced: "NOT ENFORCED",
  period: "PERIOD",
  comment: "comments",
};

/** What SQLite has of indexes. */
export const indexRules: FieldRules<Index> = {
  ...{ name: true, unique: true, parts: true, where: true },
  method: "index methods",
  include: "INCLUDE columns",
  nullsNotDistinct: "NULLS NOT DISTINCT",
  storage: "storage parameters",
  tablespace: "tablespaces",
  comment: "comments",
  invisible: "invisible indexes",
};

/** Both kinds of a part at once. */
export type AnyIndexPart = IndexPart & { readonly column?: string; readonly expression?: string };

/** What SQLite has of the keys of indexes. */
export const indexPartRules: FieldRules<AnyIndexPart> = {
  ...{ column: true, expression: true, descending: true, collation: true },
  nulls: "NULLS FIRST and NULLS LAST in an index",
  opclass: "operator classes",
  length: "indexes of the beginning of a column",
};

/** What SQLite has of views. */
export const viewRules: FieldRules<View> = {
  ...{ name: true, schema: true, columns: true, definition: true },
  materialized: "materialized views",
  comment: "comments",
  columnComments: "comments",
  security: "SQL SECURITY of a view",
  algorithm: "algorithms of a view",
  ...{ indexes: "indexes of a view", storage: "storage parameters of a view", tablespace: "tablespaces" },
  accessMethod: "access methods",
  barrier: "security barriers",
  checkOption: "check options of a view",
  columnDefaults: "defaults of the columns of a view",
  columnOptions: "options of the columns of a view",
};
