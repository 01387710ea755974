import { given } from "../../base/given.ts";
import type { ColumnType, IntegerTypeName } from "../../schema/types.ts";
import { tokenize } from "./tokens.ts";
import { parseType, typeText } from "./types.ts";

/**
 * A type in the form in which two are compared: synonyms are one, what the server adds to a type without parameters is there, display
 * widths count with ZEROFILL alone. A type that MySQL has no text for stays as it is; the plan refuses it.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/numeric-type-syntax.html, …/string-type-syntax.html.
 */
export function normaliseType(type: ColumnType): ColumnType {
  const text = typeText(type);
  return text === undefined ? type : complete(parseType(text));
}

function complete(type: ColumnType): ColumnType {
  switch (type.kind) {
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint": {
      const { width, ...rest } = type;
      return type.zerofill === true ? { ...rest, width: width ?? WIDTHS[type.kind] } : rest;
    }
    case "numeric":
      return { ...type, precision: type.precision ?? 10, scale: type.scale ?? 0 };
    case "float": {
      const { precision = 0, ...rest } = type;
      return precision > 24 ? { ...rest, kind: "double" } : rest;
    }
    case "char":
    case "varchar":
    case "text":
    case "enum":
    case "set": {
      const { charset, ...rest } = type;
      const length = type.kind === "char" ? { length: type.length ?? 1 } : {};
      return { ...rest, ...length, ...given({ charset: charset === undefined ? undefined : charsetName(charset) }) };
    }
    case "binary":
    case "bit":
      return { ...type, length: type.length ?? 1 };
    case "raw":
      return { kind: "raw", sql: wordsOf(type.sql) };
    default:
      return type;
  }
}

/** The widths of a number that is filled up with zeros, signless as it is. */
const WIDTHS: { readonly [K in IntegerTypeName]: number } = {
  tinyint: 3,
  smallint: 5,
  mediumint: 8,
  integer: 10,
  bigint: 20,
};

function wordsOf(sql: string): string {
  return tokenize(sql)
    .map(({ kind, text }) => (kind === "string" ? text : text.toLowerCase()))
    .join(" ");
}

/** The name of a character set: utf8 is short for utf8mb3. Source: https://dev.mysql.com/doc/refman/9.7/en/charset-unicode-utf8mb3.html. */
export function charsetName(name: string): string {
  const lower = name.toLowerCase();
  return lower === "utf8" ? "utf8mb3" : lower;
}

/** The name of a collation, with the name of its character set as `charsetName` has it. */
export function collationName(name: string): string {
  return name.toLowerCase().replace(/^utf8_/, "utf8mb3_");
}
