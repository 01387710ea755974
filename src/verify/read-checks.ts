import { type SqlToken, sqlTokens } from "../schema/sql-tokens.ts";
import { joinLimits, type Limits } from "./limits.ts";

/** What a condition says of single columns, by name. What it says of several together, or in other ways, isn't there. Pure. */
export function readCheck(expression: string): ReadonlyMap<string, Limits> {
  const found = new Map<string, Limits>();
  for (const part of conjuncts(plainTokens(expression))) {
    const read = readPart(part);
    if (read === undefined) continue;
    found.set(read.column, joinLimits(found.get(read.column) ?? {}, read.limits));
  }
  return found;
}

interface ColumnLimits {
  readonly column: string;
  readonly limits: Limits;
}

/** Without blanks, casts, introducers of character sets, and parentheses around everything. */
function plainTokens(expression: string): readonly SqlToken[] {
  const text = expression.replaceAll("\\'", "'");
  const tokens: SqlToken[] = [];
  const all = sqlTokens(text).filter(({ kind }) => kind !== "blank");
  for (let i = 0; i < all.length; i++) {
    const token = all[i];
    if (token === undefined) break;
    if (token.text === ":" && all[i + 1]?.text === ":") i = castEnd(all, i + 2) - 1;
    else if (
      token.kind === "word" &&
      /^_(?:utf8|latin1|ascii|binary)/i.test(token.text) &&
      all[i + 1]?.kind === "string"
    )
      continue;
    else tokens.push(token);
  }
  return stripped(tokens);
}

/** The index behind the type of a cast, which begins at `start`. */
function castEnd(tokens: readonly SqlToken[], start: number): number {
  let i = start + 1;
  while (
    /^(?:varying|precision|without|with|time|zone|\.)$/i.test(tokens[i]?.text ?? "") ||
    tokens[i - 1]?.text === "."
  )
    i++;
  if (tokens[i]?.text === "(") i = closing(tokens, i) + 1;
  while (/^(?:without|with|time|zone)$/i.test(tokens[i]?.text ?? "")) i++;
  while (tokens[i]?.text === "[" || tokens[i]?.text === "]") i++;
  return i;
}

function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.text === "(") depth++;
    if (tokens[i]?.text === ")" && --depth === 0) return i;
  }
  return tokens.length;
}

function stripped(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const isWrapped = tokens[0]?.text === "(" && closing(tokens, 0) === tokens.length - 1;
  return isWrapped ? stripped(tokens.slice(1, -1)) : tokens;
}

/** The parts that all must hold; a choice between several is none that is understood, but `x IS NULL OR …` is. */
function conjuncts(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const choices = cutAt(tokens, "or");
  if (choices.length > 1) {
    const others = choices.filter((part) => !isNullTest(part));
    const [only] = others;
    return others.length === 1 && only !== undefined ? conjuncts(stripped(only)) : [];
  }
  const parts = cutAt(tokens, "and");
  if (parts.length === 1) return parts;
  return parts.flatMap((part) => conjuncts(stripped(part)));
}

function isNullTest(tokens: readonly SqlToken[]): boolean {
  const words = stripped(tokens).map(({ text }) => text.toLowerCase());
  return words.at(-1) === "null" && words.at(-2) === "is";
}

function cutAt(tokens: readonly SqlToken[], word: "and" | "or"): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  let isBetween = false;
  for (const token of tokens) {
    const text = token.kind === "word" ? token.text.toLowerCase() : token.text;
    if (text === "(") depth++;
    if (text === ")") depth--;
    if (depth === 0 && text === "between") isBetween = true;
    if (depth === 0 && text === word && !(word === "and" && isBetween)) parts.push([]);
    else parts.at(-1)?.push(token);
    if (text === "and" && depth === 0) isBetween = false;
  }
  return parts;
}

function readPart(part: readonly SqlToken[]): ColumnLimits | undefined {
  const tokens = stripped(part);
  const measured = measuredColumn(tokens);
  if (measured === undefined) return reversed(tokens);
  const { column, isLength, isJson, rest } = measured;
  if (isJson) return rest.length === 0 ? { column, limits: { json: true } } : undefined;
  const limits = limitsOf(rest);
  if (limits === undefined) return undefined;
  if (!isLength) return { column, limits };
  const { min, max } = limits;
  return {
    column,
    limits: { ...(min === undefined ? {} : { minLength: min }), ...(max === undefined ? {} : { maxLength: max }) },
  };
}

/** The column, or its length, at the beginning, and what comes behind it. */
function measuredColumn(tokens: readonly SqlToken[]) {
  const [first, second] = tokens;
  if (first === undefined) return undefined;
  if (first.text === "(") {
    const end = closing(tokens, 0);
    const inner = columnName(stripped(tokens.slice(0, end + 1)));
    return inner === undefined
      ? undefined
      : { column: inner, isLength: false, isJson: false, rest: tokens.slice(end + 1) };
  }
  if (first.kind === "word" && second?.text === "(") {
    const isLength = /^(?:length|char_length|character_length)$/i.test(first.text);
    const isJson = /^json_valid$/i.test(first.text);
    const end = closing(tokens, 1);
    const column = columnName(stripped(tokens.slice(1, end + 1)));
    if (column === undefined || !(isLength || isJson)) return undefined;
    return { column, isLength, isJson, rest: tokens.slice(end + 1) };
  }
  const column = columnName([first]);
  return column === undefined ? undefined : { column, isLength: false, isJson: false, rest: tokens.slice(1) };
}

function columnName(tokens: readonly SqlToken[]): string | undefined {
  const [token, ...more] = tokens;
  if (token === undefined || more.length > 0) return undefined;
  if (token.kind === "word") return token.text;
  if (token.kind !== "name") return undefined;
  const close = token.text.at(-1) ?? "";
  return token.text.slice(1, -1).replaceAll(close + close, close);
}

function limitsOf(tokens: readonly SqlToken[]): Limits | undefined {
  const words = tokens.map(({ kind, text }) => (kind === "word" ? text.toLowerCase() : text));
  if (words[0] === "in") return onlyOf(tokens.slice(1));
  if (words[0] === "=" && words[1] === "any") return onlyOf(tokens.slice(2));
  if (words[0] === "between") {
    const cut = words.indexOf("and");
    const [min, max] = [numberOf(tokens.slice(1, cut)), numberOf(tokens.slice(cut + 1))];
    return min === undefined || max === undefined ? undefined : { min, max };
  }
  const sign = /^[<>=!]$/.test(words[1] ?? "") ? `${words[0]}${words[1]}` : words[0];
  const rest = tokens.slice(sign?.length === 2 ? 2 : 1);
  const value = numberOf(rest);
  const [constant, ...more] = stripped(rest);
  if (value === undefined) {
    return sign === "=" && constant?.kind === "string" && more.length === 0 ? { only: [constant.text] } : undefined;
  }
  return compared(sign ?? "", value);
}

function compared(sign: string, value: number): Limits | undefined {
  const isWhole = Number.isInteger(value);
  if (sign === ">=") return { min: value };
  if (sign === "<=") return { max: value };
  // The least step is 1 for whole numbers; for others the server refuses the end itself, and another value is tried.
  if (sign === ">") return { min: isWhole ? value + 1 : value };
  if (sign === "<") return { max: isWhole ? value - 1 : value };
  return sign === "=" ? { min: value, max: value } : undefined;
}

/** `5 < x` is `x > 5`. */
function reversed(tokens: readonly SqlToken[]): ColumnLimits | undefined {
  const at = tokens.findIndex(({ text }) => /^[<>]$/.test(text));
  if (at < 1) return undefined;
  const isTwo = tokens[at + 1]?.text === "=";
  const value = numberOf(tokens.slice(0, at));
  const column = columnName(stripped(tokens.slice(at + (isTwo ? 2 : 1))));
  if (value === undefined || column === undefined) return undefined;
  const sign = `${tokens[at]?.text === "<" ? ">" : "<"}${isTwo ? "=" : ""}`;
  const limits = compared(sign, value);
  return limits === undefined ? undefined : { column, limits };
}

function numberOf(given: readonly SqlToken[]): number | undefined {
  const text = stripped(given)
    .map((token) => (token.kind === "string" ? token.text.slice(1, -1) : token.text))
    .filter((part) => part !== "(" && part !== ")")
    .join("");
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The constants of a list, as SQL. */
function onlyOf(tokens: readonly SqlToken[]): Limits | undefined {
  const constants: string[] = [];
  let sign = "";
  for (const { kind, text } of tokens) {
    if (text === "-") sign = "-";
    else if (kind === "string" || /^\d/.test(text)) {
      constants.push(sign + text);
      sign = "";
    } else if (!/^(?:[(),[\]]|array)$/i.test(text)) return undefined;
  }
  return constants.length === 0 ? undefined : { only: constants };
}
