import { mentionsIdentifier } from "./identifiers.ts";
import type { Check, Exclusion, ForeignKey, Index, Table, Unique } from "./schema.ts";
import { type SqlToken, sqlTokens } from "./sql-tokens.ts";

/**
 * PostgreSQL's names of what nobody has named, joined by underlines; the longer of the first two is cut until all fits in 63 bytes.
 * Source: `makeObjectName`, src/backend/commands/indexcmds.c (13 to 18).
 */
export function joinedName(first: string, second: string, label: string): string {
  const room = LONGEST_NAME - label.length - 1 - (second === "" ? 0 : 1);
  if (Buffer.byteLength(first) + Buffer.byteLength(second) <= room) {
    return second === "" ? `${first}_${label}` : `${first}_${second}_${label}`;
  }
  let [a, b] = [Buffer.from(first), Buffer.from(second)];
  while (a.length + b.length > room) {
    if (a.length > b.length) a = a.subarray(0, -1);
    else b = b.subarray(0, -1);
  }
  return [whole(a), ...(second === "" ? [] : [whole(b)]), label].join("_");
}

/** The names of an index's columns, INCLUDE ones too; one that comes again has a number behind it. */
function joinedColumns(names: readonly string[]): string {
  const unique: string[] = [];
  for (const name of names) {
    let tried = name;
    for (let n = 1; unique.includes(tried); n++) tried = `${name}${n}`;
    unique.push(tried);
  }
  return unique.join("_");
}

/** The name of an index without one; where it is taken, `number` is tried, from "1" on. */
export function usualIndexName(
  table: string,
  { parts, include = [] }: Pick<Index, "parts" | "include">,
  number = "",
): string {
  const columns = parts.map((part) => ("column" in part ? part.column : expressionName(part.expression)));
  return joinedName(table, joinedColumns([...columns, ...include]), `idx${number}`);
}

/**
 * What an expression is called in the name of an index: as the function that it calls, or the column that it casts.
 * Source: `FigureIndexColname`, src/backend/parser/parse_target.c (13 to 18).
 */
function expressionName(expression: string): string {
  const tokens = sqlTokens(expression).filter(({ kind }) => kind !== "blank");
  while (tokens[0]?.text === "(" && closingOf(tokens, 0) === tokens.length - 1) {
    tokens.shift();
    tokens.pop();
  }
  const open = tokens.findIndex(({ text }) => text === "(");
  const called = tokens.slice(0, open).filter(({ text }) => text !== ".");
  const isCall = open > 0 && called.every(({ kind }) => kind === "word" || kind === "name");
  if (isCall && closingOf(tokens, open) === tokens.length - 1) return nameIn(called.at(-1)) ?? "expr";
  const end = open === 0 ? closingOf(tokens, 0) : 0;
  const inner = tokens.slice(open === 0 ? 1 : 0, open === 0 ? end : 1);
  const isCast = tokens[end + 1]?.text === ":" && tokens[end + 2]?.text === ":";
  return isCast && inner.length === 1 ? (nameIn(inner[0]) ?? "expr") : "expr";
}

/** Index of the parenthesis that closes the one at `open`. */
function closingOf(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  return tokens.findIndex(({ text }, i) => {
    if (i < open) return false;
    if (text === "(") depth++;
    if (text === ")") depth--;
    return depth === 0;
  });
}

function nameIn(token: SqlToken | undefined): string | undefined {
  if (token?.kind === "word") return token.text.toLowerCase();
  return token?.kind === "name" ? token.text.slice(1, -1).replaceAll('""', '"') : undefined;
}

/** The name of a unique constraint without one; where it is taken, `number` is tried. */
export function usualUniqueName(
  { name: table }: Pick<Table, "name">,
  { columns, include = [] }: Unique,
  number = "",
): string {
  return joinedName(table, joinedColumns([...columns, ...include]), `key${number}`);
}

/** The name of a primary key without one; where it is taken, `number` is tried. */
export function usualPrimaryKeyName({ name: table }: Pick<Table, "name">, number = ""): string {
  return joinedName(table, "", `pkey${number}`);
}

/** The name of an exclusion constraint without one; where it is taken, `number` is tried. */
export function usualExclusionName({ name: table }: Pick<Table, "name">, { elements }: Exclusion, number = ""): string {
  return joinedName(table, joinedColumns(elements.map(({ expression }) => elementName(expression))), `excl${number}`);
}

function elementName(expression: string): string {
  const quoted = /^\s*"((?:[^"]|"")+)"/.exec(expression)?.[1];
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return /^\s*([a-z_][\w$]*)(?!\s*\()/i.exec(expression)?.[1] ?? "expr";
}

/** The name of a foreign key without one; where it is taken, `number` is tried. */
export function usualForeignKeyName(
  { name: table }: Pick<Table, "name">,
  { columns }: ForeignKey,
  number = "",
): string {
  return joinedName(table, columns.join("_"), `fkey${number}`);
}

/** The name of a check without one: that of the only column that it is about is a part of it. Where it is taken, `number` is tried. */
export function usualCheckName(
  { name: table, columns }: Pick<Table, "name" | "columns">,
  { expression }: Check,
  number = "",
): string {
  const named = columns.filter(({ name }) => mentionsIdentifier(expression, name, { as: "column" }));
  return joinedName(table, named.length === 1 ? (named[0]?.name ?? "") : "", `check${number}`);
}

const LONGEST_NAME = 63;

/** Without a character that the cut went through. */
function whole(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/\uFFFD+$/, "");
}
