import { type ColumnType, plainTypes } from "../../schema/types.ts";
import { normaliseText } from "./expression-text.ts";
import { parseType, typeText } from "./types.ts";

/**
 * The type in the one form of all that the server takes for the same: `int4` is `integer`, `float(10)` is `real`, `char` is `char(1)`,
 * the dimensions of an array count for nothing. Types that a schema defines itself stay as they are named.
 * Source: https://www.postgresql.org/docs/18/datatype.html table 8.1.
 */
export function canonicalType(type: ColumnType): ColumnType {
  switch (type.kind) {
    case "raw":
      return ofText(type.sql.trim());
    case "named":
      return type;
    case "array":
      return arrayOf(canonicalType(type.of));
    case "float":
      return parseType(typeText(type) ?? "float");
    case "numeric":
      return type.precision !== undefined && type.scale === undefined ? { ...type, scale: 0 } : type;
    case "char":
      return type.length === undefined ? { ...type, length: 1 } : type;
    case "bit":
      return type.length === undefined && type.varying === undefined ? { ...type, length: 1 } : type;
    case "interval":
      return type.fields === undefined ? type : { ...type, fields: type.fields.toLowerCase() };
    default:
      return type;
  }
}

function arrayOf(element: ColumnType): ColumnType {
  return element.kind === "array" ? element : { kind: "array", of: element };
}

/** The type that a text means; one that isn't known by name stays raw, its words in one form. */
function ofText(sql: string): ColumnType {
  const array = /^(.*?)\s*(?:(?:\[\s*\d*\s*\]\s*)+|(?<=[\s)"])array(?:\s*\[\s*\d+\s*\])?)$/is.exec(sql);
  if (array !== null) return arrayOf(ofText(array[1] ?? ""));
  if (sql.includes('"')) return plainName(sql) ?? { kind: "raw", sql };
  const text = normaliseText(sql).replace(/^pg_catalog \. /, "");
  return scalarOf(text) ?? { kind: "raw", sql: text };
}

function scalarOf(text: string): ColumnType | undefined {
  // Without a length it isn't `char(1)` but a type without one.
  if (text === "bpchar") return undefined;
  const parts = /^([a-z_][\w$]*(?: [a-z_][\w$]*)*?)(?: \( (.*?) \))?( with(?:out)? time zone| [a-z ]+)?$/.exec(text);
  if (parts === null) return undefined;
  const [, words = "", parameters, tail = ""] = parts;
  const name = wordOf(words, tail);
  const written = `${name.head}${parameters === undefined ? "" : `(${parameters.replaceAll(" ", "")})`}${name.tail}`;
  const found = name.head === "float" ? floatOf(parameters) : parseType(written);
  return found.kind === "raw" ? undefined : canonicalType(found);
}

/** A name in quotes is the type of that very name: `"char"` is another type than `char`. */
function plainName(sql: string): ColumnType | undefined {
  const kind = plainTypes.find((plain) => `"${plain}"` === sql.trim());
  return kind === undefined ? undefined : { kind };
}

function floatOf(precision: string | undefined): ColumnType {
  const type: ColumnType = { kind: "float", ...(precision === undefined ? {} : { precision: Number(precision) }) };
  return parseType(typeText(type) ?? "float");
}

/** The words of `format_type` for a name of the same type; parameters go between head and tail. */
function wordOf(words: string, tail: string): { readonly head: string; readonly tail: string } {
  const zone = /^(time|timestamp)(?: (with|without) time zone)?$/.exec(words);
  if (zone !== null) {
    const given = tail === "" ? ` ${zone[2] ?? "without"} time zone` : tail;
    return { head: zone[1] ?? "", tail: given };
  }
  if (words === "timetz" || words === "timestamptz") return { head: words.slice(0, -2), tail: " with time zone" };
  return { head: SYNONYMS[words] ?? words, tail };
}

const SYNONYMS: Readonly<Record<string, string>> = {
  int: "integer",
  int4: "integer",
  int2: "smallint",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  decimal: "numeric",
  dec: "numeric",
  varchar: "character varying",
  "char varying": "character varying",
  "national character varying": "character varying",
  "national char varying": "character varying",
  "nchar varying": "character varying",
  char: "character",
  nchar: "character",
  "national character": "character",
  "national char": "character",
  varbit: "bit varying",
  bpchar: "character",
};
