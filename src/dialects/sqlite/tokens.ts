import type { Token } from "../ddl-token.ts";

const WORD = /[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/y;
const NUMBER = /0[xX][0-9a-fA-F][0-9a-fA-F_]*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y;
const BLOB = /[xX]'[^']*'/y;
const PARAMETER = /\?\d*|[:@#$][\w$\x80-\uffff]+(?:::[\w$\x80-\uffff]*)*(?:\([^)\s]*\))?/y;
const OPERATOR = /->>|->|\|\||==|!=|<>|<=|>=|<<|>>|./sy;
const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };

/** The tokens of SQL text, by the rules of SQLite's own tokenizer, without an `end`. Never throws. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let token = tokenAt(sql, 0); token.kind !== "end"; token = tokenAt(sql, token.end)) tokens.push(token);
  return tokens;
}

/** The first token at or after an offset. */
function tokenAt(sql: string, offset: number): Token {
  const start = skipSpace(sql, offset);
  if (start >= sql.length) return { kind: "end", text: "", value: "", start, end: start };
  if (sql.startsWith("/*", start)) return unterminated(sql, start, "comment");
  const first = sql[start] ?? "";
  const closing = CLOSING[first];
  if (closing !== undefined) return quotedAt(sql, start, closing);
  const { kind, text } = plainAt(sql, start);
  return { kind, text, value: text, start, end: start + text.length };
}

/** Passes white space, comments and a byte order mark; stops at a comment that has no end. */
function skipSpace(sql: string, offset: number): number {
  let at = offset;
  for (;;) {
    const char = sql.charCodeAt(at);
    if (char === 32 || char === 9 || char === 10 || char === 12 || char === 13 || char === 0xfeff) {
      at++;
    } else if (char === 45 && sql.charCodeAt(at + 1) === 45) {
      const line = sql.indexOf("\n", at);
      at = line === -1 ? sql.length : line + 1;
    } else if (char === 47 && sql.charCodeAt(at + 1) === 42) {
      const close = sql.indexOf("*/", at + 2);
      if (close === -1) return at;
      at = close + 2;
    } else {
      return at;
    }
  }
}

function quotedAt(sql: string, start: number, closing: string): Token {
  const kind = closing === "'" ? "string" : "quoted";
  let close = sql.indexOf(closing, start + 1);
  // Brackets can't be doubled; the other quotes stand for themselves when they are.
  while (close !== -1 && closing !== "]" && sql[close + 1] === closing) close = sql.indexOf(closing, close + 2);
  if (close === -1) return unterminated(sql, start, kind === "string" ? "string" : "quoted name");
  const inside = sql.slice(start + 1, close);
  const value = closing === "]" ? inside : inside.replaceAll(closing + closing, closing);
  return { kind, text: sql.slice(start, close + 1), value, start, end: close + 1 };
}

function unterminated(sql: string, start: number, what: string): Token {
  return { kind: "unterminated", text: sql.slice(start), value: what, start, end: sql.length };
}

function plainAt(sql: string, start: number): Pick<Token, "kind" | "text"> {
  const blob = match(BLOB, sql, start);
  if (blob !== undefined) return { kind: "blob", text: blob };
  const word = match(WORD, sql, start);
  if (word !== undefined) return { kind: "word", text: word };
  const number = match(NUMBER, sql, start);
  if (number !== undefined) return { kind: "number", text: number };
  const parameter = match(PARAMETER, sql, start);
  if (parameter !== undefined) return { kind: "parameter", text: parameter };
  return { kind: "operator", text: match(OPERATOR, sql, start) ?? "" };
}

function match(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}
