import type {
  Check,
  Column,
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  Sequence,
  Table,
  Unique,
  View,
} from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";

/** True when both servers have it, else what they don't have, or what one of them doesn't. */
export type FieldRule =
  | true
  | string
  | { readonly lacking: string; readonly only: "mysql" | "mariadb"; readonly since?: string };

/** The rule of each field of a record. A field that is added to a record must be added here. */
export type FieldRules<T> = { readonly [K in keyof Required<T>]: FieldRule };

/** What MySQL has of tables. */
export const tableRules: FieldRules<Table> = {
  ...{ name: true, schema: true, columns: true, primaryKey: true, uniques: true, checks: true, foreignKeys: true },
  ...{ exclusions: true, indexes: true, options: true, comment: true },
  partitionOf: "partitions that are tables",
  partNames: "partitions that are tables",
  inherits: "inheritance of tables",
  ownDefaults: "inheritance of tables",
  ownColumns: "inheritance of tables",
};

/** What MySQL has of the options of tables. */
export const optionRules: FieldRules<TableOptions> = {
  ...{ engine: true, charset: true, collation: true, rowFormat: true, partitionBy: true },
  tablespace: { lacking: "tablespaces of a table", only: "mysql" },
  storage: true,
  systemVersioned: { lacking: "system versioning", only: "mariadb", since: "10.3" },
  strict: "STRICT tables (its types are always enforced)",
  withoutRowid: "tables without a rowid",
  virtual: "virtual tables",
  unlogged: "unlogged tables",
  accessMethod: "access methods of tables (name an engine)",
  rowSecurity: "row-level security",
  forceRowSecurity: "row-level security",
  replicaIdentity: "replica identities",
  ofType: "tables of a type",
};

/** What MySQL has of columns. */
export const columnRules: FieldRules<Column> = {
  ...{ name: true, type: true, nullable: true, default: true, generated: true, autoincrement: true },
  ...{ collation: true, onUpdate: true, comment: true },
  invisible: true,
  identity: "identity columns (use autoincrement)",
  notNull: "names and options of NOT NULL",
  compression: "compression of columns",
  storage: "storage of columns",
  statistics: "statistics targets",
  onNullConflict: "ON CONFLICT of NOT NULL",
};

/** What MySQL has of primary keys. */
export const primaryKeyRules: FieldRules<PrimaryKey> = {
  ...{ name: true, columns: true, keyOptions: true },
  deferrable: "deferrable constraints",
  include: "INCLUDE columns",
  withoutOverlaps: "WITHOUT OVERLAPS",
  onConflict: "ON CONFLICT of a constraint",
  comment: "comments of constraints",
};

/** What MySQL has of unique constraints. */
export const uniqueRules: FieldRules<Unique> = {
  ...primaryKeyRules,
  nullsNotDistinct: "NULLS NOT DISTINCT",
};

/** What MySQL has of checks. */
export const checkRules: FieldRules<Check> = {
  ...{ name: true, expression: true },
  notEnforced: { lacking: "NOT ENFORCED", only: "mysql", since: "8.0.16" },
  notValid: "NOT VALID",
  noInherit: "NO INHERIT",
  comment: "comments of constraints",
};

/** What MySQL has of foreign keys. */
export const foreignKeyRules: FieldRules<ForeignKey> = {
  ...{ name: true, columns: true, references: true, onDelete: true, onUpdate: true },
  match: "MATCH (it reads the word, and ignores ON DELETE and ON UPDATE with it)",
  setColumns: "lists of columns after ON DELETE SET NULL",
  deferrable: "deferrable constraints",
  notValid: "NOT VALID",
  notEnforced: "NOT ENFORCED of a foreign key",
  period: "PERIOD",
  comment: "comments of constraints",
};

/** What MySQL has of indexes. */
export const indexRules: FieldRules<Index> = {
  ...{ name: true, unique: true, parts: true, method: true, storage: true, comment: true, invisible: true },
  where: "partial indexes",
  include: "INCLUDE columns",
  nullsNotDistinct: "NULLS NOT DISTINCT",
  tablespace: "tablespaces of an index",
};

/** Both kinds of a part at once. */
export type AnyIndexPart = IndexPart & { readonly column?: string; readonly expression?: string };

/** What MySQL has of the keys of indexes. */
export const indexPartRules: FieldRules<AnyIndexPart> = {
  ...{ column: true, length: true, descending: true },
  expression: { lacking: "indexes of an expression (index a generated column)", only: "mysql", since: "8.0.13" },
  nulls: "NULLS FIRST and NULLS LAST in an index",
  collation: "collations in an index (give them to the column)",
  opclass: "operator classes",
};

/** What MySQL has of views. */
export const viewRules: FieldRules<View> = {
  ...{ name: true, schema: true, columns: true, definition: true, security: true, algorithm: true },
  materialized: "materialized views",
  comment: "comments of views",
  columnComments: "comments of the columns of views",
  ...{ indexes: "indexes of a view", storage: "storage parameters of a view", tablespace: "tablespaces of a view" },
  accessMethod: "access methods",
  barrier: "security barriers",
  checkOption: "check options apart from the query (say WITH CHECK OPTION at its end)",
  columnDefaults: "defaults of the columns of a view",
  columnOptions: "options of the columns of a view",
};

/** What MariaDB has of sequences. */
export const sequenceRules: FieldRules<Sequence> = {
  ...{ name: true, schema: true, start: true, increment: true, min: true, max: true, cache: true, cycle: true },
  type: "types of sequences",
  ownedBy: "sequences that a column owns",
  comment: "comments of sequences",
};
