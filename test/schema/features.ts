import type { ColumnType } from "../../src/schema/types.ts";

/** What random schemas may contain. */
export interface SchemaFeatures {
  /** `plain` names are lower-case words; `wild` ones have capitals, quotes, newlines, keywords, other scripts. */
  readonly names: "plain" | "wild";
  readonly types: readonly ColumnType["kind"][];
  /** Types that a table with `strict` may have; empty for no such tables. */
  readonly strictTypes: readonly ColumnType["kind"][];
  readonly collations: readonly string[];
  readonly namespaces: boolean;
  readonly enums: boolean;
  readonly sequences: boolean;
  readonly views: boolean;
  readonly materializedViews: boolean;
  /** SQL SECURITY and ALGORITHM of a view. */
  readonly viewOptions: boolean;
  readonly routines: boolean;
  readonly triggers: boolean;
  readonly policies: boolean;
  readonly rules: boolean;
  readonly statistics: boolean;
  readonly comments: boolean;
  /** Parameters of types that only some servers have: unsigned, widths, character sets, sizes. */
  readonly typeParameters: boolean;
  readonly generated: boolean;
  readonly identity: boolean;
  readonly autoincrement: boolean;
  /** MySQL's `onUpdate` and `invisible`. */
  readonly updateColumns: boolean;
  /** SQLite's ON CONFLICT. */
  readonly onConflict: boolean;
  /** Collation and direction of the columns of keys. */
  readonly keyOptions: boolean;
  readonly checks: boolean;
  /** NOT VALID, NOT ENFORCED, NO INHERIT. */
  readonly checkOptions: boolean;
  readonly foreignKeys: boolean;
  readonly deferrableForeignKeys: boolean;
  readonly deferrableKeys: boolean;
  readonly exclusions: boolean;
  readonly indexes: boolean;
  readonly partialIndexes: boolean;
  readonly expressionIndexes: boolean;
  /** Access methods, INCLUDE, NULLS, operator classes, prefix lengths, storage parameters, NULLS NOT DISTINCT. */
  readonly indexOptions: boolean;
  readonly withoutRowid: boolean;
  /** Options of tables beside `strict` and `withoutRowid`. */
  readonly tableOptions: boolean;
}

/** Everything that the schema types can say, whether or not one server has all of it. */
export const everyFeature: SchemaFeatures = {
  names: "wild",
  types: [
    ...(["boolean", "date", "year", "json", "jsonb", "uuid", "inet", "tsvector", "point", "line", "path"] as const),
    ...(["geometry", "int4range", "datemultirange", "tinyint", "smallint", "mediumint", "integer", "bigint"] as const),
    ...(["numeric", "real", "double", "float", "char", "varchar", "text", "binary", "varbinary", "blob"] as const),
    ...(["bit", "time", "timestamp", "datetime", "interval", "enum", "set", "named", "array", "raw"] as const),
  ],
  strictTypes: ["integer", "real", "text", "blob"],
  collations: ["NOCASE", "de-x-icu", "C"],
  namespaces: true,
  enums: true,
  sequences: true,
  views: true,
  materializedViews: true,
  viewOptions: true,
  routines: true,
  triggers: true,
  policies: true,
  rules: true,
  statistics: true,
  comments: true,
  typeParameters: true,
  generated: true,
  identity: true,
  autoincrement: true,
  updateColumns: true,
  onConflict: true,
  keyOptions: true,
  checks: true,
  checkOptions: true,
  foreignKeys: true,
  deferrableForeignKeys: true,
  deferrableKeys: true,
  exclusions: true,
  indexes: true,
  partialIndexes: true,
  expressionIndexes: true,
  indexOptions: true,
  withoutRowid: true,
  tableOptions: true,
};

/** What SQLite has: such a schema can be made on it. */
export const sqliteFeatures: SchemaFeatures = {
  ...everyFeature,
  types: [
    ...(["boolean", "date", "json", "integer", "bigint", "smallint", "numeric", "real", "double"] as const),
    ...(["varchar", "char", "text", "blob", "timestamp", "datetime", "raw"] as const),
  ],
  collations: ["NOCASE", "RTRIM", "BINARY"],
  namespaces: false,
  enums: false,
  sequences: false,
  materializedViews: false,
  viewOptions: false,
  routines: false,
  policies: false,
  rules: false,
  statistics: false,
  comments: false,
  typeParameters: false,
  identity: false,
  updateColumns: false,
  checkOptions: false,
  deferrableKeys: false,
  exclusions: false,
  indexOptions: false,
  tableOptions: false,
};
