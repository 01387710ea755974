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

/** True when PostgreSQL has it, else what it doesn't have, or what it has only from a version on. */
export type FieldRule = true | string | { readonly lacking: string; readonly since: number };

/** The rule of each field of a record. A field that is added to a record must be added here. */
export type FieldRules<T> = { readonly [K in keyof Required<T>]: FieldRule };

/** What PostgreSQL has of tables. */
export const tableRules: FieldRules<Table> = {
  ...{ name: true, schema: true, columns: true, primaryKey: true, uniques: true, checks: true, foreignKeys: true },
  ...{
    exclusions: true,
    indexes: true,
    options: true,
    comment: true,
    partitionOf: true,
    partNames: true,
    inherits: true,
    ownDefaults: true,
    ownColumns: true,
  },
};

/** What PostgreSQL has of the options of tables. */
export const optionRules: FieldRules<TableOptions> = {
  ...{ unlogged: true, tablespace: true, partitionBy: true, storage: true, accessMethod: true },
  ...{ rowSecurity: true, forceRowSecurity: true, replicaIdentity: true, ofType: true },
  strict: "STRICT tables (its types are always enforced)",
  withoutRowid: "tables without a rowid",
  virtual: "virtual tables",
  engine: "storage engines by that name",
  charset: "character sets of a table",
  collation: "collations of a table (give them to its columns)",
  rowFormat: "row formats",
  systemVersioned: "system versioning",
};

/** What PostgreSQL has of columns. */
export const columnRules: FieldRules<Column> = {
  ...{ name: true, type: true, nullable: true, default: true, generated: true, identity: true, autoincrement: true },
  ...{ collation: true, comment: true, storage: true, statistics: true },
  notNull: { lacking: "names and options of NOT NULL", since: 18 },
  compression: { lacking: "compression of columns", since: 14 },
  onUpdate: "ON UPDATE of a column (use a trigger)",
  invisible: "invisible columns",
  onNullConflict: "ON CONFLICT of NOT NULL",
};

/** What PostgreSQL has of primary keys. */
export const primaryKeyRules: FieldRules<PrimaryKey> = {
  ...{ name: true, columns: true, deferrable: true, include: true, comment: true },
  withoutOverlaps: { lacking: "WITHOUT OVERLAPS", since: 18 },
  keyOptions: "collations and directions in a key (use a unique index)",
  onConflict: "ON CONFLICT of a constraint",
};

/** What PostgreSQL has of unique constraints. */
export const uniqueRules: FieldRules<Unique> = {
  ...primaryKeyRules,
  nullsNotDistinct: { lacking: "NULLS NOT DISTINCT", since: 15 },
};

/** What PostgreSQL has of checks. */
export const checkRules: FieldRules<Check> = {
  ...{ name: true, expression: true, notValid: true, noInherit: true, comment: true },
  notEnforced: { lacking: "NOT ENFORCED", since: 18 },
};

/** What PostgreSQL has of the checks of domains. */
export const domainCheckRules: FieldRules<Check> = {
  ...{ name: true, expression: true, notValid: true, comment: true },
  notEnforced: "NOT ENFORCED of a domain's check",
  noInherit: "NO INHERIT of a domain's check",
};

/** What PostgreSQL has of foreign keys. */
export const foreignKeyRules: FieldRules<ForeignKey> = {
  ...{ name: true, columns: true, references: true, onDelete: true, onUpdate: true, match: true, deferrable: true },
  ...{ notValid: true, comment: true },
  setColumns: { lacking: "list of columns after ON DELETE", since: 15 },
  notEnforced: { lacking: "NOT ENFORCED of a foreign key", since: 18 },
  period: { lacking: "PERIOD", since: 18 },
};

/** What PostgreSQL has of indexes. */
export const indexRules: FieldRules<Index> = {
  ...{ name: true, unique: true, parts: true, where: true, method: true, include: true, storage: true },
  ...{ tablespace: true, comment: true },
  nullsNotDistinct: { lacking: "NULLS NOT DISTINCT", since: 15 },
  invisible: "invisible indexes",
};

/** Both kinds of a part at once. */
export type AnyIndexPart = IndexPart & { readonly column?: string; readonly expression?: string };

/** What PostgreSQL has of the keys of indexes. */
export const indexPartRules: FieldRules<AnyIndexPart> = {
  ...{ column: true, expression: true, descending: true, nulls: true, collation: true, opclass: true },
  length: "indexes of the beginning of a column (index an expression such as left(name, 10))",
};

/** What PostgreSQL has of views. */
export const viewRules: FieldRules<View> = {
  ...{ name: true, schema: true, columns: true, definition: true, materialized: true, comment: true },
  ...{ columnComments: true, indexes: true, storage: true, tablespace: true, accessMethod: true },
  ...{ barrier: true, checkOption: true, columnDefaults: true, columnOptions: true },
  security: { lacking: "security_invoker", since: 15 },
  algorithm: "algorithms of a view",
};
