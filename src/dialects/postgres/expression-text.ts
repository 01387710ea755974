import { remembered } from "../../base/remember.ts";
import { quoteName, quoteString } from "./quote.ts";
import { reservedWords } from "./reserved-words.ts";
import { isOperator, nameIn, type Token, tokenize } from "./tokens.ts";

/** The expression without the parentheses around all of it, which the server writes and nobody else. */
export const withoutOuterParentheses: (expression: string) => string = remembered((expression) => {
  let text = expression.trim();
  for (;;) {
    // Most have none, and no comment before one.
    if (!/^(?:\(|--|\/\*|\ufeff)/.test(text)) return text;
    const tokens = tokenize(text);
    if (!isEnclosed(tokens)) return text;
    // A comment may stand behind the last one.
    text = text.slice(tokens[0]?.end, tokens.at(-1)?.start).trim();
  }
});

/**
 * The expression by its tokens: one space between them, keywords and bare names in small letters, names in quotes only where they
 * need them, strings in plain quotes, `<>` for `!=`; without outer parentheses, comments and line ends. Texts that come out equal
 * mean the same; others may, and only the server knows.
 */
export function normaliseExpression(expression: string): string {
  return normaliseText(withoutOuterParentheses(expression));
}

/** A statement or a part of one by its tokens, as an expression is. */
export const normaliseText: (sql: string) => string = remembered((sql) => tokenize(sql).map(tokenText).join(" "));

/** True when the first parenthesis is closed by the last token and no other. */
function isEnclosed(tokens: readonly Token[]): boolean {
  if (!isOperator(tokens[0], "(")) return false;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (isOperator(token, "(")) depth++;
    else if (isOperator(token, ")") && --depth === 0) return i === tokens.length - 1;
  }
  return false;
}

function tokenText(token: Token): string {
  if (token.kind === "string") return token.value.includes("\0") ? token.text : quoteString(token.value);
  if (token.kind === "word") return nameIn(token) ?? token.text;
  if (token.kind === "quoted") return nameText(token.value);
  return token.text === "!=" ? "<>" : token.text;
}

/** In quotes when the bare word would be another name, or a keyword. */
function nameText(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !reservedWords.has(name) ? name : quoteName(name);
}
