import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { fold } from "./fold.ts";
import { keywords } from "./keywords.ts";
import { quoteName, quoteString } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** Names by folded name: SQLite takes "…" for a name only if there is one, else for a string. Source: https://www.sqlite.org/quirks.html#dblquote */
export type KnownNames = ReadonlySet<string>;

/**
 * An expression in the form in which two are compared: without comments, spare white space and parentheses around the whole, with
 * names and keywords in small letters, names bare where they can be, `<>` as `!=` and `==` as `=`.
 */
export function normaliseExpression(sql: string, known: KnownNames): string {
  const tokens = withoutParentheses(tokenize(sql));
  return join(tokens.map((token, i) => expressionText(token, tokens[i - 1], tokens[i + 1], known)));
}

/**
 * A statement, or a part of one, in the form in which two are compared: as an expression is, but for the case of names, which
 * the columns of a view show to those who read it.
 */
export function normaliseStatement(sql: string, known: KnownNames): string {
  const tokens = tokenize(sql).filter((token) => token.kind !== "end");
  const last = isOperator(tokens.at(-1), ";") ? tokens.slice(0, -1) : tokens;
  return join(last.map((token, i) => statementText(token, last[i - 1], last[i + 1], known)));
}

/** The tokens inside of parentheses around all of them, however many. */
export function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  const closes = tokens.findIndex((token) => {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    return depth === 0;
  });
  const isWrapped = isOperator(tokens[0], "(") && closes === tokens.length - 1 && closes > 1;
  return isWrapped ? withoutParentheses(tokens.slice(1, -1)) : tokens;
}

function expressionText(token: Token, before: Token | undefined, after: Token | undefined, known: KnownNames): string {
  if (token.kind === "word") return fold(token.text);
  if (token.kind === "quoted")
    return isNameToken(token, before, after, known) ? bareName(fold(token.value)) : quoteString(token.value);
  return otherText(token);
}

function statementText(token: Token, before: Token | undefined, after: Token | undefined, known: KnownNames): string {
  if (token.kind === "word") return keywords.has(fold(token.text)) ? fold(token.text) : token.text;
  if (token.kind === "quoted") return isNameToken(token, before, after, known) ? bareName(token.value) : token.text;
  return otherText(token);
}

function otherText({ kind, text }: Token): string {
  if (kind === "number" || kind === "blob") return fold(text);
  if (kind === "operator") return OPERATORS[text] ?? text;
  return text;
}

const OPERATORS: Readonly<Record<string, string>> = { "==": "=", "<>": "!=" };

/** True when a token in quotes is a name, as it is for SQLite: always in `…` and […], and in "…" where there is such a name. */
export function isNameToken(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  known: KnownNames,
): boolean {
  if (!token.text.startsWith('"') || known.has(fold(token.value))) return true;
  return (
    isOperator(before, ".") ||
    isOperator(after, ".") ||
    isOperator(after, "(") ||
    isKeyword(before, "COLLATE") ||
    isKeyword(before, "AS")
  );
}

function bareName(name: string): string {
  return /^[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*$/.test(name) && !keywords.has(fold(name)) ? name : quoteName(name);
}

/** Joins with one space, but for the places where nobody writes one. */
function join(texts: readonly string[]): string {
  return texts
    .map((text, i) => {
      const before = texts[i - 1];
      if (before === undefined || before === "(" || before === "." || [")", ",", ".", ";"].includes(text)) return text;
      const isCall = text === "(" && /^[\w"]/.test(before) && !keywords.has(before);
      return isCall ? text : ` ${text}`;
    })
    .join("");
}
