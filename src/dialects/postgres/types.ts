import { remembered } from "../../base/remember.ts";
import { type ColumnType, plainTypes } from "../../schema/types.ts";
import { fail } from "../errors.ts";
import { quoteObject } from "./quote.ts";

/**
 * The type that `format_type` spells so. A type is structured only when `renderType` gives the very same text back; every
 * other text is kept raw. What the text alone doesn't tell, an enum from another type, is for the caller to know.
 * Source: https://www.postgresql.org/docs/18/functions-info.html table 9.77 (13 to 18).
 */
export const parseType: (formatted: string) => ColumnType = remembered((formatted) => {
  const found = recognise(formatted);
  return found !== undefined && typeText(found) === formatted ? found : { kind: "raw", sql: formatted };
});

/** The type as `format_type` spells it. Errors: DIALECT_UNSUPPORTED. */
export function renderType(type: ColumnType): string {
  const text = typeText(type);
  if (text !== undefined) return text;
  const instead = INSTEAD[type.kind];
  throw fail("DIALECT_UNSUPPORTED", `PostgreSQL has no type for ${JSON.stringify(type)}.`, {
    hint:
      instead === undefined ? 'Use a type that PostgreSQL has, or write it yourself with raw("…").' : `Use ${instead}.`,
    details: { type },
  });
}

/** The type's text, or undefined for a type or an option that PostgreSQL has no notion of. */
export function typeText(type: ColumnType): string | undefined {
  if (type.kind === "raw") return type.sql;
  if (FOREIGN_OPTIONS.some((option) => option in type)) return undefined;
  switch (type.kind) {
    case "smallint":
    case "integer":
    case "bigint":
    case "real":
    case "text":
      return type.kind;
    case "double":
      return "double precision";
    case "float":
      return floatText(type.precision);
    case "blob":
      return "bytea";
    case "numeric":
      return type.precision === undefined && type.scale !== undefined
        ? undefined
        : `numeric${parameters(type.precision, type.scale)}`;
    case "char":
      return `character${parameters(type.length)}`;
    case "varchar":
      return `character varying${parameters(type.length)}`;
    case "bit":
      return `bit${type.varying ? " varying" : ""}${parameters(type.length)}`;
    case "time":
    case "timestamp":
      return `${type.kind}${parameters(type.precision)} with${type.timezone ? "" : "out"} time zone`;
    case "interval":
      return `interval${type.fields === undefined ? "" : ` ${type.fields.toLowerCase()}`}${parameters(type.precision)}`;
    case "named":
      return quoteObject(type);
    case "array":
      return arrayText(type);
    default:
      return PLAIN.has(type.kind) ? type.kind : undefined;
  }
}

/** What other servers' types can have. */
const FOREIGN_OPTIONS: readonly string[] = ["unsigned", "zerofill", "width", "size", "charset"];

/** Plain types of PostgreSQL and of the extensions citext, hstore, ltree and PostGIS, each spelt as its kind. */
const PLAIN: ReadonlySet<string> = new Set(
  plainTypes.filter((kind) => !/^(year|linestring|multi(point|linestring|polygon)|geometrycollection)$/.test(kind)),
);

/** What to use for a type that only another server has. */
const INSTEAD: Readonly<Record<string, string>> = {
  tinyint: "smallint()",
  mediumint: "integer()",
  datetime: "timestamp()",
  year: "smallint()",
  binary: "blob(), which is bytea",
  varbinary: "blob(), which is bytea",
  enum: "enumType(…), and the type by its name in the column",
  set: "an array of an enum type",
};

function parameters(first: number | undefined, second?: number): string {
  if (first === undefined) return "";
  return second === undefined ? `(${first})` : `(${first},${second})`;
}

/** `float(p)` is a name for one of two types. Source: https://www.postgresql.org/docs/18/datatype-numeric.html §8.1.3. */
function floatText(precision: number | undefined): string | undefined {
  if (precision === undefined) return "double precision";
  if (precision < 1 || precision > 53) return undefined;
  return precision <= 24 ? "real" : "double precision";
}

function arrayText({ of, dimensions = 1 }: Extract<ColumnType, { readonly kind: "array" }>): string | undefined {
  const element = typeText(of);
  return element === undefined || dimensions < 1 ? undefined : element + "[]".repeat(dimensions);
}

/** A guess at the type, to be confirmed by rendering it. */
function recognise(text: string): ColumnType | undefined {
  const [element, brackets = ""] = [text.replace(/(\[\])+$/, ""), /(\[\])+$/.exec(text)?.[0]];
  if (brackets === "") return scalarOf(text);
  const dimensions = brackets.length / 2;
  return { kind: "array", of: parseType(element), ...(dimensions === 1 ? {} : { dimensions }) };
}

function scalarOf(text: string): ColumnType | undefined {
  if (PLAIN.has(text)) return { kind: text } as ColumnType;
  const parts = /^([a-z]+(?: [a-z]+)*?)(?:\((\d+)(?:,(-?\d+))?\))?( with(?:out)? time zone)?$/.exec(text);
  const [, words = "", first, second, zone] = parts ?? [];
  const found =
    FORMS[words] ?? (words.startsWith("interval ") ? { kind: "interval", fields: words.slice(9) } : undefined);
  if (found === undefined) return undefined;
  return {
    ...found,
    ...(first === undefined ? {} : { [PRECISE.has(found.kind) ? "precision" : "length"]: Number(first) }),
    ...(second === undefined ? {} : { scale: Number(second) }),
    ...(zone === " with time zone" ? { timezone: true } : {}),
  } as ColumnType;
}

const FORMS: Readonly<Record<string, { readonly kind: ColumnType["kind"]; readonly varying?: true }>> = {
  smallint: { kind: "smallint" },
  integer: { kind: "integer" },
  bigint: { kind: "bigint" },
  real: { kind: "real" },
  "double precision": { kind: "double" },
  numeric: { kind: "numeric" },
  text: { kind: "text" },
  bytea: { kind: "blob" },
  character: { kind: "char" },
  "character varying": { kind: "varchar" },
  bit: { kind: "bit" },
  "bit varying": { kind: "bit", varying: true },
  time: { kind: "time" },
  timestamp: { kind: "timestamp" },
  interval: { kind: "interval" },
};

const PRECISE: ReadonlySet<string> = new Set(["numeric", "time", "timestamp", "interval"]);
