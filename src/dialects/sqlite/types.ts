import type { ColumnType, PlainTypeName } from "../../schema/types.ts";
import { fail } from "../errors.ts";

/**
 * The type of a column by its declared text. A type is structured only when `renderType` gives the very same text back;
 * every other text, the empty one too, is kept raw, so that no declaration changes by being read.
 */
export function parseType(declared: string): ColumnType {
  const found = recognise(declared);
  return found !== undefined && typeText(found) === declared ? found : { kind: "raw", sql: declared };
}

/** What to do where SQLite has no such type. */
export const typeHint =
  'Use a type that SQLite has, such as text(), or write the declared type yourself with raw("…").';

/** The declared text of a type, spelt as SQLAlchemy's SQLite dialect spells it. Errors: DIALECT_UNSUPPORTED. */
export function renderType(type: ColumnType): string {
  const text = typeText(type);
  if (text !== undefined) return text;
  throw fail("DIALECT_UNSUPPORTED", `SQLite has no type for ${JSON.stringify(type)}.`, {
    hint: typeHint,
    details: { type },
  });
}

/** The declared text of a type, or undefined for a type or an option that SQLite has no notion of. */
export function typeText(type: ColumnType): string | undefined {
  if (type.kind === "raw") return type.sql;
  if ("charset" in type || "unsigned" in type || "zerofill" in type || "width" in type || "size" in type)
    return undefined;
  switch (type.kind) {
    case "numeric":
      return type.precision === undefined && type.scale !== undefined
        ? undefined
        : `NUMERIC${parameters(type.precision, type.scale)}`;
    case "float":
      return `FLOAT${parameters(type.precision)}`;
    case "char":
    case "varchar":
    case "binary":
    case "varbinary":
      return `${type.kind.toUpperCase()}${parameters(type.length)}`;
    case "bit":
      return `BIT${type.varying ? " VARYING" : ""}${parameters(type.length)}`;
    case "time":
    case "timestamp":
      // The number stands last, for SQLite's grammar has no word behind it. Source: https://www.sqlite.org/syntax/type-name.html.
      return `${type.kind.toUpperCase()}${type.timezone ? " WITH TIME ZONE" : ""}${parameters(type.precision)}`;
    case "datetime":
      return `DATETIME${parameters(type.precision)}`;
    default:
      return FIXED[type.kind as FixedKind];
  }
}

type FixedKind =
  | "tinyint"
  | "smallint"
  | "mediumint"
  | "integer"
  | "bigint"
  | "real"
  | "double"
  | "text"
  | "blob"
  | PlainTypeName;

/**
 * UUID has TEXT affinity here: under the word `UUID` the column would have NUMERIC affinity, and SQLite would turn a value
 * made of digits into a number. Source: https://www.sqlite.org/datatype3.html §3.1.
 */
const FIXED: { readonly [K in FixedKind]?: string } = {
  tinyint: "TINYINT",
  smallint: "SMALLINT",
  mediumint: "MEDIUMINT",
  integer: "INTEGER",
  bigint: "BIGINT",
  real: "REAL",
  double: "DOUBLE",
  text: "TEXT",
  blob: "BLOB",
  boolean: "BOOLEAN",
  date: "DATE",
  json: "JSON",
  uuid: "CHAR(36)",
};

/** Kinds by the words that begin their text; `uuid` isn't among them, because its text reads as a `char`. */
const KINDS: ReadonlyMap<string, string> = new Map(
  [
    ...["tinyint", "smallint", "mediumint", "integer", "bigint", "real", "double", "text", "blob", "boolean", "date"],
    ...["json", "numeric", "float", "char", "varchar", "binary", "varbinary", "bit", "time", "timestamp", "datetime"],
  ].map((kind) => [kind.toUpperCase(), kind]),
);

function parameters(first: number | undefined, second?: number): string {
  if (first === undefined) return "";
  return second === undefined ? `(${first})` : `(${first}, ${second})`;
}

/** A guess at the type, to be confirmed by rendering it. */
function recognise(declared: string): ColumnType | undefined {
  const parts = /^([A-Z]+)( VARYING)?( WITH TIME ZONE)?(?:\((\d+)(?:, (\d+))?\))?$/.exec(declared);
  const kind = KINDS.get(parts?.[1] ?? "");
  if (parts === null || kind === undefined) return undefined;
  const [first, second] = [numberOf(parts[4]), numberOf(parts[5])];
  const type = {
    kind,
    ...(first === undefined ? {} : { [LENGTH_NAMES[kind] ?? "length"]: first }),
    ...(second === undefined ? {} : { scale: second }),
    ...(parts[2] === undefined ? {} : { varying: true }),
    ...(parts[3] === undefined ? {} : { timezone: true }),
  };
  return type as ColumnType;
}

const LENGTH_NAMES: Readonly<Record<string, string>> = {
  numeric: "precision",
  float: "precision",
  time: "precision",
  timestamp: "precision",
  datetime: "precision",
};

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
