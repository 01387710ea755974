import type { ColumnType, IntegerTypeName, PlainTypeName } from "../../schema/types.ts";
import { cursorOver } from "../ddl-cursor.ts";
import { fail } from "../errors.ts";
import { readTypeWords } from "./parse-type.ts";
import { quoteText } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** The type that a text of DDL declares; `raw` where it is none that is known. Pure. */
export function parseType(declared: string): ColumnType {
  const cursor = cursorOver(declared, tokenize(declared), `type "${declared}"`);
  const read = readTypeWords(cursor);
  return cursor.isAtEnd() && read.collation === undefined ? read.type : { kind: "raw", sql: declared };
}

/** What to do where MySQL has no such type. */
export const typeHint =
  'Use a type that MySQL has, such as varchar(255), or write the declared type yourself with raw("…").';

/** The declared text of a type, in lower case as the server shows it. Errors: DIALECT_UNSUPPORTED. */
export function renderType(type: ColumnType): string {
  const text = typeText(type);
  if (text !== undefined) return text;
  throw fail("DIALECT_UNSUPPORTED", `MySQL has no type for ${JSON.stringify(type)}.`, {
    hint: typeHint,
    details: { type },
  });
}

/** The declared text of a type, or undefined for a type or an option that MySQL has no notion of. */
export function typeText(type: ColumnType): string | undefined {
  switch (type.kind) {
    case "raw":
      return type.sql;
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint":
      return `${INTEGERS[type.kind]}${parameters(type.width)}${attributes(type)}`;
    case "numeric":
      return type.precision === undefined && type.scale !== undefined
        ? undefined
        : `decimal${parameters(type.precision, type.scale)}${attributes(type)}`;
    case "real":
    case "double":
      return `double${attributes(type)}`;
    case "float":
      return `float${parameters(type.precision)}${attributes(type)}`;
    case "char":
      return `char${parameters(type.length)}${charset(type)}`;
    case "varchar":
      // MySQL has no varchar without a length: https://dev.mysql.com/doc/refman/9.7/en/string-type-syntax.html.
      return type.length === undefined ? undefined : `varchar(${type.length})${charset(type)}`;
    case "text":
    case "blob":
      return `${type.size ?? ""}${type.kind}${"charset" in type ? charset(type) : ""}`;
    case "binary":
      return `binary${parameters(type.length)}`;
    case "varbinary":
      return type.length === undefined ? undefined : `varbinary(${type.length})`;
    case "bit":
      return type.varying === true ? undefined : `bit${parameters(type.length)}`;
    case "time":
    case "timestamp":
      return type.timezone === true ? undefined : `${type.kind}${parameters(type.precision)}`;
    case "datetime":
      return `datetime${parameters(type.precision)}`;
    case "enum":
    case "set":
      return `${type.kind}(${type.values.map(quoteText).join(",")})${charset(type)}`;
    case "interval":
    case "named":
    case "array":
      return undefined;
    default:
      return PLAIN[type.kind];
  }
}

/** `inet6`, `vector`, `point`: the word with which the declared type begins. */
export function typeName(type: ColumnType): string {
  return type.kind === "raw" ? (/^\s*(\w+)/.exec(type.sql)?.[1]?.toLowerCase() ?? "raw") : type.kind;
}

/** True for a type of shapes, with or without a system of coordinates. */
export function isShape(type: ColumnType): boolean {
  return /^(?:multi)?(?:point|linestring|polygon)$|^geometry/.test(typeName(type));
}

const INTEGERS: { readonly [K in IntegerTypeName]: string } = {
  tinyint: "tinyint",
  smallint: "smallint",
  mediumint: "mediumint",
  integer: "int",
  bigint: "bigint",
};

/** `uuid` and `inet6` are MariaDB's; a server without them says so. */
const PLAIN: { readonly [K in PlainTypeName]?: string } = {
  boolean: "tinyint(1)",
  date: "date",
  year: "year",
  json: "json",
  uuid: "uuid",
  point: "point",
  polygon: "polygon",
  geometry: "geometry",
  linestring: "linestring",
  multipoint: "multipoint",
  multilinestring: "multilinestring",
  multipolygon: "multipolygon",
  geometrycollection: "geometrycollection",
};

function parameters(first: number | undefined, second?: number): string {
  if (first === undefined) return "";
  return second === undefined ? `(${first})` : `(${first},${second})`;
}

function attributes({ unsigned, zerofill }: { readonly unsigned?: true; readonly zerofill?: true }): string {
  return `${unsigned ? " unsigned" : ""}${zerofill ? " zerofill" : ""}`;
}

function charset({ charset: name }: { readonly charset?: string }): string {
  return name === undefined ? "" : ` character set ${name}`;
}
