import { typeOf } from "./column-type.ts";
import type { ColumnType, IntegerTypeName, LargeSize, PlainTypeName } from "./types.ts";
import { plainTypes } from "./types.ts";

/** What an integer type can have beside its size: MySQL's sign, zero filling and display width in digits. */
export interface IntegerOptions extends NumberOptions {
  readonly width?: number;
}

/** What a number can have on MySQL. */
export interface NumberOptions {
  readonly unsigned?: boolean;
  readonly zerofill?: boolean;
}

/** The character set of a column of its own (MySQL). */
export interface CharsetOptions {
  readonly charset?: string;
}

/** Digits of a fraction of a second, and whether the time zone is kept. */
export interface ClockOptions {
  readonly precision?: number;
  readonly timezone?: boolean;
}

const plainBuilders = Object.fromEntries(plainTypes.map((kind) => [kind, plain(kind)])) as {
  readonly [K in PlainTypeName]: () => ColumnType;
};

/** Types without parameters: `boolean()`, `uuid()`. */
export const { boolean, date, year, json, jsonb, uuid, xml, money, hstore } = plainBuilders;
/** Types of PostgreSQL for networks, text search, trees. */
export const { inet, cidr, macaddr, macaddr8, tsvector, tsquery, oid, ltree, citext } = plainBuilders;
/** Types of figures in a plane. */
export const { point, line, lseg, box, path, polygon, circle } = plainBuilders;
/** Types of MySQL and PostGIS for geography. */
export const { geometry, linestring, multipoint, multilinestring, multipolygon, geometrycollection } = plainBuilders;
/** Types of ranges. */
export const { int4range, int8range, numrange, tsrange, tstzrange, daterange } = plainBuilders;
/** Types of lists of ranges. */
export const { int4multirange, int8multirange, nummultirange, tsmultirange, tstzmultirange, datemultirange } =
  plainBuilders;

/** Integer of 1 byte. */
export const tinyint = integerOf("tinyint");
/** Integer of 2 bytes. */
export const smallint = integerOf("smallint");
/** Integer of 3 bytes. */
export const mediumint = integerOf("mediumint");
/** Integer of 4 bytes; of up to 8 on SQLite. */
export const integer = integerOf("integer");
/** Integer of 8 bytes. */
export const bigint = integerOf("bigint");

/** Exact decimal: `precision` digits in all, `scale` of them after the point. */
export function numeric(precision?: number, scale?: number, options?: NumberOptions): ColumnType {
  return typeOf("numeric", { precision, scale, ...options }, "numeric()");
}

/** Binary floating point of 4 bytes. */
export function real(options?: NumberOptions): ColumnType {
  return typeOf("real", options, "real()");
}

/** Binary floating point of 8 bytes. */
export function double(options?: NumberOptions): ColumnType {
  return typeOf("double", options, "double()");
}

/** Binary floating point of at least `precision` bits. */
export function float(precision?: number, options?: NumberOptions): ColumnType {
  return typeOf("float", { precision, ...options }, "float()");
}

/** Text of a fixed length in characters, filled with blanks. */
export function char(length?: number, options?: CharsetOptions): ColumnType {
  return typeOf("char", { length, ...options }, "char()");
}

/** Text of at most `length` characters. */
export function varchar(length?: number, options?: CharsetOptions): ColumnType {
  return typeOf("varchar", { length, ...options }, "varchar()");
}

/** Text without a length. */
export function text(options?: CharsetOptions & { readonly size?: LargeSize }): ColumnType {
  return typeOf("text", options, "text()");
}

/** Bytes of a fixed length. */
export function binary(length?: number): ColumnType {
  return typeOf("binary", { length }, "binary()");
}

/** At most `length` bytes. */
export function varbinary(length?: number): ColumnType {
  return typeOf("varbinary", { length }, "varbinary()");
}

/** Bytes without a length. */
export function blob(options?: { readonly size?: LargeSize }): ColumnType {
  return typeOf("blob", options, "blob()");
}

/** `length` bits, or at most as many. */
export function bit(length?: number, options?: { readonly varying?: boolean }): ColumnType {
  return typeOf("bit", { length, ...options }, "bit()");
}

/** Time of day. */
export function time(options?: ClockOptions): ColumnType {
  return typeOf("time", options, "time()");
}

/** Date and time. */
export function timestamp(options?: ClockOptions): ColumnType {
  return typeOf("timestamp", options, "timestamp()");
}

/** Date and time without any time zone; on MySQL, what `DATETIME` is. */
export function datetime(options?: { readonly precision?: number }): ColumnType {
  return typeOf("datetime", options, "datetime()");
}

/** Span of time; `fields` as in SQL: `day to second`. */
export function interval(options?: { readonly fields?: string; readonly precision?: number }): ColumnType {
  return typeOf("interval", options, "interval()");
}

/** One of these values, written into the column's own type (MySQL). For a type of its own see `named`. */
export function enumOf(values: readonly string[], options?: CharsetOptions): ColumnType {
  return typeOf("enum", { values, ...options }, "enumOf()");
}

/** Any of these values together (MySQL). */
export function setOf(values: readonly string[], options?: CharsetOptions): ColumnType {
  return typeOf("set", { values, ...options }, "setOf()");
}

/** A type that the schema itself defines: an enum, a domain, a composite type. */
export function named(name: string, options?: { readonly schema?: string }): ColumnType {
  return typeOf("named", { name, ...options }, "named()");
}

/** List of values of one type. */
export function array(of: ColumnType, options?: { readonly dimensions?: number }): ColumnType {
  return typeOf("array", { of, ...options }, "array()");
}

/** A type as the server spells it; an empty text where the server has columns without a type. */
export function raw(sql: string): ColumnType {
  return typeOf("raw", { sql }, "raw()");
}

function plain(kind: PlainTypeName) {
  return (...none: readonly unknown[]): ColumnType => typeOf(kind, none[0], `${kind}()`);
}

function integerOf(kind: IntegerTypeName) {
  return (options?: IntegerOptions): ColumnType => typeOf(kind, options, `${kind}()`);
}
