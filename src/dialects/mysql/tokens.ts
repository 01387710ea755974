import type { Token } from "../ddl-token.ts";

/**
 * The tokens of SQL text, by the rules of MySQL and MariaDB under their default `sql_mode`, without an `end`: "…" is a text, a
 * backslash escapes, and what a conditional comment holds (the one that begins with an exclamation mark) counts as if it stood there.
 * Never throws. Source: https://dev.mysql.com/doc/refman/9.7/en/comments.html, https://mariadb.com/kb/en/comment-syntax/.
 */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  const state = { isConditional: false };
  for (let at = skipSpace(sql, 0, state); at < sql.length; ) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at = skipSpace(sql, token.end, state);
  }
  return tokens;
}

const WORD = /[A-Za-z_$\x80-\uffff][\w$\x80-\uffff]*|\d+[A-Za-z_$\x80-\uffff][\w$\x80-\uffff]*/y;
const NUMBER =
  /0x[0-9a-fA-F]+(?![\w$])|0b[01]+(?![\w$])|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z_$\x80-\uffff])/y;
const BYTES = /[xX]'[0-9a-fA-F]*'|[bB]'[01]*'/y;
const VARIABLE = /@@?(?:[\w$.\x80-\uffff]+|`[^`]*`|'[^']*'|"[^"]*")?|\?/y;
const OPERATOR = /->>|->|\|\||&&|<=>|:=|!=|<>|<=|>=|<<|>>|./sy;

function tokenAt(sql: string, start: number): Token {
  const first = sql[start] ?? "";
  if (sql.startsWith("/*", start)) return unterminated(sql, start, "comment");
  if (first === "'" || first === '"' || first === "`") return quotedAt(sql, start, first);
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, value: text, start, end: start + text.length };
  }
  return { kind: "operator", text: first, value: first, start, end: start + 1 };
}

const PATTERNS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["blob", BYTES],
  ["number", NUMBER],
  ["word", WORD],
  ["parameter", VARIABLE],
  ["operator", OPERATOR],
];

/** Passes white space and comments; the marks of a conditional comment are passed like space. Stops at a comment that has no end. */
function skipSpace(sql: string, offset: number, state: { isConditional: boolean }): number {
  let at = offset;
  for (;;) {
    const code = sql.charCodeAt(at);
    if (code === 32 || (code >= 9 && code <= 13) || code === 0xfeff) {
      at++;
    } else if (sql[at] === "#" || isDashComment(sql, at)) {
      const line = sql.indexOf("\n", at);
      at = line === -1 ? sql.length : line + 1;
    } else if (state.isConditional && sql.startsWith("*/", at)) {
      state.isConditional = false;
      at += 2;
    } else if (sql.startsWith("/*", at)) {
      const conditional = /^\/\*M?!\d{0,6}/.exec(sql.slice(at, at + 10))?.[0];
      const close = sql.indexOf("*/", at + 2);
      if (close === -1) return at;
      state.isConditional ||= conditional !== undefined;
      at = conditional === undefined ? close + 2 : at + conditional.length;
    } else {
      return at;
    }
  }
}

/** Two dashes begin a comment only in front of space, a control character or the end. */
function isDashComment(sql: string, at: number): boolean {
  return sql.startsWith("--", at) && (at + 2 >= sql.length || sql.charCodeAt(at + 2) <= 32);
}

function quotedAt(sql: string, start: number, quote: string): Token {
  const isName = quote === "`";
  for (let at = start + 1; at < sql.length; at++) {
    if (!isName && sql[at] === "\\") {
      at++;
    } else if (sql[at] === quote && sql[at + 1] === quote) {
      at++;
    } else if (sql[at] === quote) {
      const inside = sql.slice(start + 1, at);
      const value = isName ? inside.replaceAll("``", "`") : unescaped(inside, quote);
      return { kind: isName ? "quoted" : "string", text: sql.slice(start, at + 1), value, start, end: at + 1 };
    }
  }
  return unterminated(sql, start, isName ? "quoted name" : "string");
}

/** What a text between its quotes stands for. Source: https://dev.mysql.com/doc/refman/9.7/en/string-literals.html, table 11.1. */
function unescaped(inside: string, quote: string): string {
  return inside.replaceAll(/\\([\s\S])|''|""/g, (all: string, escaped: string | undefined) => {
    if (escaped === undefined) return all[0] === quote ? quote : all;
    if (escaped === "%" || escaped === "_") return all;
    return ESCAPES[escaped] ?? escaped;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { "0": "\0", b: "\b", n: "\n", r: "\r", t: "\t", Z: "\x1a" };

function unterminated(sql: string, start: number, what: string): Token {
  return { kind: "unterminated", text: sql.slice(start), value: what, start, end: sql.length };
}
