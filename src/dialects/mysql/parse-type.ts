import { given } from "../../base/given.ts";
import type { ColumnType, LargeSize } from "../../schema/types.ts";
import type { Cursor } from "../ddl-cursor.ts";

/** A type as a definition gives it, with the collation that stands among its words. */
export interface ReadType {
  readonly type: ColumnType;
  readonly collation?: string;
}

/**
 * Moves past a type with its attributes. A type that Limbeck has no words for is `raw`, in the text's own spelling.
 * Errors: DIALECT_DDL_UNREADABLE. Source: https://dev.mysql.com/doc/refman/9.7/en/data-types.html, https://mariadb.com/kb/en/data-types/.
 */
export function readTypeWords(cursor: Cursor): ReadType {
  const first = cursor.peek();
  const base = readBase(cursor);
  const values = base.takesValues && cursor.peek().text === "(" ? readValues(cursor) : undefined;
  const numbers = values === undefined && cursor.peek().text === "(" ? readNumbers(cursor) : [];
  const attributes = readAttributes(cursor);
  const last = cursor.peek(-1);
  const type = base.make(numbers, { ...attributes, values: values ?? [] });
  const collation = given({ collation: attributes.collation });
  if (type !== undefined) return { type, ...collation };
  return { type: { kind: "raw", sql: cursor.text(first, last) }, ...collation };
}

interface Attributes {
  readonly unsigned?: true;
  readonly zerofill?: true;
  readonly charset?: string;
  readonly collation?: string;
}

interface Parameters extends Attributes {
  readonly values: readonly string[];
}

/** Makes a type of its numbers and attributes; undefined where Limbeck has no such type. */
type Make = (numbers: readonly number[], parameters: Parameters) => ColumnType | undefined;

interface Base {
  readonly make: Make;
  readonly takesValues?: boolean;
}

function readBase(cursor: Cursor): Base {
  for (const words of PHRASES) if (cursor.accept(...words)) return TYPES[words.join(" ").toLowerCase()] ?? RAW;
  const token = cursor.next();
  if (token.kind !== "word" && token.kind !== "quoted") throw cursor.unreadable("a type");
  return TYPES[token.value.toLowerCase()] ?? RAW;
}

/** Types of several words, the longest first. */
const PHRASES: readonly (readonly string[])[] = [
  ["NATIONAL", "CHARACTER", "VARYING"],
  ["NATIONAL", "CHAR", "VARYING"],
  ["NATIONAL", "VARCHAR"],
  ["NATIONAL", "CHARACTER"],
  ["NATIONAL", "CHAR"],
  ["CHARACTER", "VARYING"],
  ["CHAR", "VARYING"],
  ["DOUBLE", "PRECISION"],
  ["LONG", "VARBINARY"],
  ["LONG", "VARCHAR"],
  ["LONG", "CHAR", "VARYING"],
];

const RAW: Base = { make: () => undefined };

const integer =
  (kind: "tinyint" | "smallint" | "mediumint" | "integer" | "bigint"): Make =>
  ([width, ...more], { unsigned, zerofill }) => {
    if (more.length > 0) return undefined;
    if (kind === "tinyint" && width === 1 && unsigned === undefined && zerofill === undefined)
      return { kind: "boolean" };
    return { kind, ...given({ unsigned, zerofill, width }) };
  };

const numeric: Make = ([precision, scale], { unsigned, zerofill }) => ({
  kind: "numeric",
  ...given({ precision, scale, unsigned, zerofill }),
});

/** A float of so many digits before and after the point is MySQL's own, deprecated since 8.0.17. */
const double: Make = (numbers, { unsigned, zerofill }) =>
  numbers.length > 0 ? undefined : { kind: "double", ...given({ unsigned, zerofill }) };

const float: Make = ([precision, digits], { unsigned, zerofill }) =>
  digits === undefined ? { kind: "float", ...given({ precision, unsigned, zerofill }) } : undefined;

const characters =
  (kind: "char" | "varchar"): Make =>
  ([length], { charset }) => ({ kind, ...given({ length, charset }) });

const text =
  (size?: LargeSize): Make =>
  (numbers, { charset }) =>
    numbers.length > 0 ? undefined : { kind: "text", ...given({ size, charset }) };

const blob =
  (size?: LargeSize): Make =>
  (numbers) =>
    numbers.length > 0 ? undefined : { kind: "blob", ...given({ size }) };

const sized =
  (kind: "binary" | "varbinary" | "bit"): Make =>
  ([length]) => ({ kind, ...given({ length }) });

const clock =
  (kind: "time" | "timestamp" | "datetime"): Make =>
  ([precision]) => ({ kind, ...given({ precision: precision === 0 ? undefined : precision }) });

const listed =
  (kind: "enum" | "set"): Make =>
  (_, { values, charset }) => ({ kind, values, ...given({ charset }) });

const plain =
  (kind: "boolean" | "date" | "json" | "uuid" | SpatialKind): Make =>
  (numbers) =>
    numbers.length > 0 ? undefined : { kind };

type SpatialKind =
  | "geometry"
  | "point"
  | "linestring"
  | "polygon"
  | "multipoint"
  | "multilinestring"
  | "multipolygon"
  | "geometrycollection";

const TYPES: Readonly<Record<string, Base>> = {
  tinyint: { make: integer("tinyint") },
  int1: { make: integer("tinyint") },
  smallint: { make: integer("smallint") },
  int2: { make: integer("smallint") },
  mediumint: { make: integer("mediumint") },
  int3: { make: integer("mediumint") },
  middleint: { make: integer("mediumint") },
  int: { make: integer("integer") },
  integer: { make: integer("integer") },
  int4: { make: integer("integer") },
  bigint: { make: integer("bigint") },
  int8: { make: integer("bigint") },
  decimal: { make: numeric },
  numeric: { make: numeric },
  dec: { make: numeric },
  fixed: { make: numeric },
  double: { make: double },
  "double precision": { make: double },
  float8: { make: double },
  real: { make: double },
  float: { make: float },
  float4: { make: float },
  bool: { make: plain("boolean") },
  boolean: { make: plain("boolean") },
  char: { make: characters("char") },
  character: { make: characters("char") },
  varchar: { make: characters("varchar") },
  "char varying": { make: characters("varchar") },
  "character varying": { make: characters("varchar") },
  tinytext: { make: text("tiny") },
  text: { make: text() },
  mediumtext: { make: text("medium") },
  long: { make: text("medium") },
  "long varchar": { make: text("medium") },
  "long char varying": { make: text("medium") },
  longtext: { make: text("long") },
  tinyblob: { make: blob("tiny") },
  blob: { make: blob() },
  mediumblob: { make: blob("medium") },
  "long varbinary": { make: blob("medium") },
  longblob: { make: blob("long") },
  binary: { make: sized("binary") },
  varbinary: { make: sized("varbinary") },
  bit: { make: sized("bit") },
  date: { make: plain("date") },
  time: { make: clock("time") },
  timestamp: { make: clock("timestamp") },
  datetime: { make: clock("datetime") },
  // The width of a year was always four digits; MySQL 8.0.19 stopped showing it.
  year: { make: () => ({ kind: "year" }) },
  json: { make: plain("json") },
  uuid: { make: plain("uuid") },
  enum: { make: listed("enum"), takesValues: true },
  set: { make: listed("set"), takesValues: true },
  geometry: { make: plain("geometry") },
  point: { make: plain("point") },
  linestring: { make: plain("linestring") },
  polygon: { make: plain("polygon") },
  multipoint: { make: plain("multipoint") },
  multilinestring: { make: plain("multilinestring") },
  multipolygon: { make: plain("multipolygon") },
  geometrycollection: { make: plain("geometrycollection") },
  geomcollection: { make: plain("geometrycollection") },
};

function readNumbers(cursor: Cursor): readonly number[] {
  const numbers: number[] = [];
  cursor.expectOperator("(");
  do {
    const token = cursor.next();
    if (token.kind !== "number") throw cursor.unreadable("a number");
    numbers.push(Number(token.text));
  } while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return numbers;
}

function readValues(cursor: Cursor): readonly string[] {
  const values: string[] = [];
  cursor.expectOperator("(");
  do {
    const token = cursor.next();
    if (token.kind !== "string") throw cursor.unreadable("a text");
    values.push(token.value);
  } while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return values;
}

function readAttributes(cursor: Cursor): Attributes {
  let unsigned: true | undefined;
  let zerofill: true | undefined;
  let charset: string | undefined;
  let collation: string | undefined;
  for (;;) {
    if (cursor.accept("UNSIGNED")) unsigned = true;
    else if (cursor.accept("ZEROFILL")) zerofill = true;
    else if (cursor.accept("SIGNED")) continue;
    else if (cursor.accept("CHARACTER", "SET") || cursor.accept("CHARSET") || cursor.accept("CHAR", "SET")) {
      charset = cursor.name().toLowerCase();
    } else if (cursor.accept("COLLATE")) collation = cursor.name().toLowerCase();
    else break;
  }
  // ZEROFILL makes a number unsigned: https://dev.mysql.com/doc/refman/9.7/en/numeric-type-attributes.html.
  return given({ unsigned: zerofill ?? unsigned, zerofill, charset, collation });
}
