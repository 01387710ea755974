import { rememberedWith } from "../../base/remember.ts";
import type { DefaultValue } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { normaliseText, withoutOuterParentheses } from "./expression-text.ts";
import { isKeyword, isOperator, type Token, tokenize } from "./tokens.ts";
import { canonicalType } from "./type-synonyms.ts";
import { typeText } from "./types.ts";

/**
 * The default that an expression stands for, on a column of this type; undefined for NULL, which is none. It is a constant only where
 * `DEFAULT` and that constant make the very same default: the server keeps `'x'` of a varchar column as `'x'::character varying`, and
 * `-1` as `'-1'::integer`. Every other expression stays SQL.
 */
export const readDefault: (expression: string, type: ColumnType) => DefaultValue | undefined = rememberedWith(read);

function read(expression: string, type: ColumnType): DefaultValue | undefined {
  const text = withoutOuterParentheses(expression);
  const tokens = tokenize(text);
  const [first, second] = tokens;
  const cast = castOf(text, tokens);
  if (isKeyword(first, "NULL") && (tokens.length === 1 || cast !== undefined)) return undefined;
  const family = familyOf(type);
  if (tokens.length === 1 && first?.kind === "word" && family === "boolean") {
    if (isKeyword(first, "TRUE") || isKeyword(first, "FALSE")) return isKeyword(first, "TRUE");
  }
  if (first?.kind === "string" && (tokens.length === 1 || cast !== undefined)) {
    const found = constantOf(first.value, cast, type, family);
    if (found !== undefined) return found;
  }
  const isSigned = isOperator(first, "-");
  const digits = isSigned ? second : first;
  if (digits?.kind === "number" && tokens.length === (isSigned ? 2 : 1)) {
    const written = isSigned ? `-${digits.text}` : digits.text;
    const number = numberIn(written) ?? (isExactNumber(written, type) ? written : undefined);
    if (number !== undefined) return number;
  }
  return { sql: text };
}

/** The text of the type behind `::` after the first token, when nothing else follows. */
function castOf(text: string, tokens: readonly Token[]): string | undefined {
  const [, colons, ...rest] = tokens;
  if (!isOperator(colons, "::") || rest.length === 0) return undefined;
  // Another cast, or an operator, would follow the type.
  const isType = rest.every(({ kind, text }) => kind !== "operator" || /^(?:[().,[\]])$/.test(text));
  return isType ? text.slice(colons?.end).trim() : undefined;
}

type Family = "boolean" | "number" | "other";

const NUMBERS: ReadonlySet<string> = new Set(["smallint", "integer", "bigint", "numeric", "real", "double"]);

function familyOf(type: ColumnType): Family {
  const { kind } = canonicalType(type);
  return kind === "boolean" ? "boolean" : NUMBERS.has(kind) ? "number" : "other";
}

/** The constant that a string is on a column of the type, or undefined when its cast may change the value. */
function constantOf(
  value: string,
  cast: string | undefined,
  type: ColumnType,
  family: Family,
): string | number | boolean | undefined {
  const isOwn = cast === undefined || isTypeOf(cast, type);
  if (family === "boolean") return isOwn ? (BOOLEANS.get(value.trim().toLowerCase()) ?? value) : undefined;
  const isExact = isOwn || (cast !== undefined && EXACT.has(canonicalType({ kind: "raw", sql: cast }).kind));
  const number = family === "number" && isExact ? numberIn(value) : undefined;
  return number ?? (isOwn ? value : undefined);
}

/** Number constants of these types are what a bare number is. */
const EXACT: ReadonlySet<string> = new Set(["integer", "bigint", "numeric"]);

/** Source: https://www.postgresql.org/docs/18/datatype-boolean.html */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "on", "1", "t", "tr", "tru", "y", "ye"].map((word) => [word, true] as const),
  ...["false", "no", "off", "0", "f", "fa", "fal", "fals", "n", "of"].map((word) => [word, false] as const),
]);

/** The number, when JavaScript writes it in the very same way. */
function numberIn(text: string): number | undefined {
  const number = Number(text);
  if (String(number) !== text || !Number.isFinite(number)) return undefined;
  return !Number.isInteger(number) || Number.isSafeInteger(number) ? number : undefined;
}

/** True when the column keeps every digit, so that the number is the same as text. */
function isExactNumber(text: string, type: ColumnType): boolean {
  const { kind } = canonicalType(type);
  return /^-?\d+$/.test(text) ? EXACT.has(kind) : kind === "numeric" && /^-?\d+\.\d+$/.test(text);
}

/** True when the cast is to the column's type: with the same parameters, or without any, as the server writes it. */
function isTypeOf(cast: string, type: ColumnType): boolean {
  const own = typeText(canonicalType(type));
  const named = typeText(canonicalType({ kind: "raw", sql: cast }));
  if (own === undefined || named === undefined) return false;
  const known = [own, withoutParameters(own), ...(BARE[withoutParameters(own)] ?? [])].map(normaliseText);
  return known.includes(normaliseText(named)) || known.includes(normaliseText(cast));
}

function withoutParameters(type: string): string {
  return type.replace(/\([^()]*\)/, "");
}

/** How the server writes a type whose bare name would have a length of one. */
const BARE: Readonly<Record<string, readonly string[]>> = {
  character: ["bpchar"],
  "character[]": ["bpchar[]"],
  bit: ['"bit"'],
  "bit[]": ['"bit"[]'],
};
