/** Types that take no parameters; each has a builder of the same name. */
export const plainTypes = [
  ...["boolean", "date", "year", "json", "jsonb", "uuid", "xml", "money", "hstore"],
  ...["inet", "cidr", "macaddr", "macaddr8", "tsvector", "tsquery", "oid", "ltree", "citext"],
  ...["point", "line", "lseg", "box", "path", "polygon", "circle"],
  ...["geometry", "linestring", "multipoint", "multilinestring", "multipolygon", "geometrycollection"],
  ...["int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"],
  ...["int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange", "datemultirange"],
] as const;

export type PlainTypeName = (typeof plainTypes)[number];

export type IntegerTypeName = "tinyint" | "smallint" | "mediumint" | "integer" | "bigint";

/** The size of a text or a blob where the server has several: 2^8, 2^24 and 2^32 bytes; absent is the server's plain one. */
export type LargeSize = "tiny" | "medium" | "long";

/**
 * The type of a column, in the words of the SQL standard where it has one.
 * A type that isn't listed here, or that a server spells in a way of its own, is `raw`: its SQL, taken as it is.
 */
export type ColumnType =
  | { readonly kind: PlainTypeName }
  /** `width` is MySQL's display width, in digits. */
  | {
      readonly kind: IntegerTypeName;
      readonly unsigned?: true;
      readonly zerofill?: true;
      readonly width?: number;
    }
  /** Exact decimal: `precision` digits in all, `scale` of them after the point. */
  | {
      readonly kind: "numeric";
      readonly precision?: number;
      readonly scale?: number;
      readonly unsigned?: true;
      readonly zerofill?: true;
    }
  /** Binary floating point; `precision` is in bits for `float`. */
  | { readonly kind: "real" | "double"; readonly unsigned?: true; readonly zerofill?: true }
  | { readonly kind: "float"; readonly precision?: number; readonly unsigned?: true; readonly zerofill?: true }
  /** `length` is in characters. */
  | { readonly kind: "char" | "varchar"; readonly length?: number; readonly charset?: string }
  | { readonly kind: "text"; readonly size?: LargeSize; readonly charset?: string }
  /** `length` is in bytes. */
  | { readonly kind: "binary" | "varbinary"; readonly length?: number }
  | { readonly kind: "blob"; readonly size?: LargeSize }
  /** `length` is in bits. */
  | { readonly kind: "bit"; readonly length?: number; readonly varying?: true }
  /** `precision` is the number of digits of a fraction of a second. `datetime` has no time zone and, on MySQL, no conversion. */
  | { readonly kind: "time" | "timestamp"; readonly precision?: number; readonly timezone?: true }
  | { readonly kind: "datetime"; readonly precision?: number }
  /** `fields` as in SQL: `day to second`. */
  | { readonly kind: "interval"; readonly fields?: string; readonly precision?: number }
  /** One of the values written into the column's own type (MySQL). */
  | { readonly kind: "enum" | "set"; readonly values: readonly string[]; readonly charset?: string }
  /** A type that the schema itself defines: an enum, a domain, a composite type. */
  | { readonly kind: "named"; readonly name: string; readonly schema?: string }
  | { readonly kind: "array"; readonly of: ColumnType; readonly dimensions?: number }
  | { readonly kind: "raw"; readonly sql: string };
