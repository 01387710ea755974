import type { PythonType } from "../../ops/python-dialect.ts";
import type { Column } from "../../schema/schema.ts";
import { typeText } from "./types.ts";

/**
 * SQLAlchemy's spelling of a column's type, which its compiler turns into the very same words; undefined for words that none gives.
 * Source: sqlalchemy/dialects/sqlite/base.py and sql/compiler.py (2.0.54).
 */
export function pythonType({ type, collation }: Pick<Column, "type" | "collation">): PythonType | undefined {
  const parts = wordsOf(typeText(type) ?? "");
  const spell = parts && SPELLINGS[parts.word];
  if (parts === undefined || spell === undefined || parts.numbers.length > spell.parameters.length) return undefined;
  const parameters = parts.numbers.map((number, i) => `${spell.parameters[i]}=${number}`);
  if (collation !== undefined) {
    if (spell.collates !== true || !/^\w+$/.test(collation)) return undefined;
    parameters.push(`collation="${collation}"`);
  }
  return { code: `${spell.name}(${parameters.join(", ")})`, imports: [] };
}

/** True when SQLAlchemy reads this type from a database and writes it as it was. */
export function isReadFaithfully({ type }: Pick<Column, "type">): boolean {
  const parts = wordsOf(typeText(type) ?? "");
  const spell = parts && SPELLINGS[parts.word];
  return parts !== undefined && spell?.isRead === true && parts.numbers.length <= spell.parameters.length;
}

/** Kinds of types between which Alembic's batch mode puts a CAST, which gives 0 or a year for words that are no number. */
export type TypeFamily =
  | "integer"
  | "float"
  | "numeric"
  | "text"
  | "binary"
  | "boolean"
  | "date"
  | "time"
  | "datetime"
  | "json";

/** The family of a type; undefined for one that SQLAlchemy has no spelling for. */
export function familyOf({ type }: Pick<Column, "type">): TypeFamily | undefined {
  const parts = wordsOf(typeText(type) ?? "");
  return parts && SPELLINGS[parts.word]?.family;
}

interface Spelling {
  readonly name: string;
  readonly family: TypeFamily;
  /** Names of the parameters that the SQL shows, in its order. */
  readonly parameters: readonly string[];
  readonly collates?: true;
  /** SQLAlchemy's reflection knows it. */
  readonly isRead?: true;
}

function plain(name: string, family: TypeFamily): Spelling {
  return { name: `sa.${name}`, family, parameters: [], isRead: true };
}

function textual(name: string): Spelling {
  return { name: `sa.${name}`, family: "text", parameters: ["length"], collates: true, isRead: true };
}

function decimal(name: string): Spelling {
  return { name: `sa.${name}`, family: "numeric", parameters: ["precision", "scale"], isRead: true };
}

/** By the words of the declared type. */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  INTEGER: plain("Integer", "integer"),
  SMALLINT: plain("SmallInteger", "integer"),
  BIGINT: plain("BigInteger", "integer"),
  BOOLEAN: plain("Boolean", "boolean"),
  DATE: plain("Date", "date"),
  TIME: plain("Time", "time"),
  DATETIME: plain("DateTime", "datetime"),
  TIMESTAMP: plain("TIMESTAMP", "datetime"),
  JSON: plain("JSON", "json"),
  BLOB: plain("LargeBinary", "binary"),
  REAL: plain("REAL", "float"),
  FLOAT: plain("Float", "float"),
  DOUBLE: plain("Double", "float"),
  NUMERIC: decimal("Numeric"),
  DECIMAL: decimal("DECIMAL"),
  TEXT: { ...textual("Text"), parameters: [] },
  VARCHAR: textual("String"),
  NVARCHAR: textual("NVARCHAR"),
  CHAR: textual("CHAR"),
  NCHAR: textual("NCHAR"),
  BINARY: { name: "sa.BINARY", family: "binary", parameters: ["length"] },
  VARBINARY: { name: "sa.VARBINARY", family: "binary", parameters: ["length"] },
};

/** A declared type in capitals with its numbers, written as SQLAlchemy writes them: `NUMERIC(10, 2)`. */
function wordsOf(declared: string): { readonly word: string; readonly numbers: readonly string[] } | undefined {
  const parts = /^([A-Z]+)(?:\((\d+(?:, \d+)?)\))?$/.exec(declared);
  const [, word, numbers] = parts ?? [];
  return word === undefined ? undefined : { word, numbers: numbers?.split(", ") ?? [] };
}
