import { isOperator, type Token } from "../ddl-token.ts";
import { quoteName, quoteText } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** The expression without the parentheses around all of it. */
export function withoutOuterParentheses(expression: string): string {
  let text = expression.trim();
  for (;;) {
    const tokens = tokenize(text);
    if (!isEnclosed(tokens)) return text;
    // A comment may stand behind the last one.
    text = text.slice(tokens[0]?.end, tokens.at(-1)?.start).trim();
  }
}

/**
 * The expression by its tokens: one space between them, words and names of columns in small letters, names in quotes only where they
 * need them, strings in plain quotes without the character set that the server puts in front, `<>` for `!=`; without outer parentheses,
 * comments and line ends. Texts that come out equal mean the same; others may, and only the server knows.
 */
export function normaliseExpression(expression: string): string {
  return texts(withoutOuterParentheses(expression), (text) => text.toLowerCase()).join(" ");
}

/** A statement, or a part of one, as an expression is, but for the case of words: names of tables are told apart by it. */
export function normaliseStatement(sql: string): string {
  return texts(sql, (text) => text).join(" ");
}

function texts(sql: string, fold: (text: string) => string): readonly string[] {
  const tokens = tokenize(sql);
  return tokens
    .filter((token, i) => !isIntroducer(token, tokens[i + 1]))
    .map((token) => {
      if (token.kind === "string") return quoteText(token.value);
      if (token.kind === "quoted") return nameText(fold(token.value));
      if (token.kind === "operator") return OPERATORS[token.text] ?? token.text;
      return token.kind === "word" ? fold(token.text) : token.text.toLowerCase();
    });
}

const OPERATORS: Readonly<Record<string, string>> = { "!=": "<>", "&&": "and" };

/**
 * `_utf8mb4` in front of a string, which MySQL writes there for the character set of the connection; another character set says the same
 * of what is ASCII. Source: https://dev.mysql.com/doc/refman/9.7/en/charset-introducer.html.
 */
function isIntroducer(token: Token, next: Token | undefined): boolean {
  if (token.kind !== "word" || next?.kind !== "string" || next.start !== token.end) return false;
  const charset = token.text.toLowerCase();
  if (UNICODE.has(charset)) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every character of ASCII is meant.
  return ASCII.has(charset) && /^[\x00-\x7f]*$/.test(next.value);
}

const UNICODE: ReadonlySet<string> = new Set(["_utf8mb4", "_utf8mb3", "_utf8"]);
const ASCII: ReadonlySet<string> = new Set(["_latin1", "_ascii", "_latin2", "_cp1250", "_cp1251", "_cp1252", "_koi8r"]);

/** In quotes where the bare word would be something else. */
function nameText(name: string): string {
  return /^[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*$/.test(name) && !VALUES.has(name.toLowerCase())
    ? name
    : quoteName(name);
}

/** Words that are values, where a bare name could stand. */
const VALUES: ReadonlySet<string> = new Set([
  ...[
    "null",
    "true",
    "false",
    "default",
    "unknown",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
  ],
  ...["current_role", "localtime", "localtimestamp", "utc_date", "utc_time", "utc_timestamp", "sysdate", "maxvalue"],
]);

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
