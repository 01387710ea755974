/** One token of PostgreSQL's SQL. Space and comments are no tokens. */
export interface Token {
  /**
   * `word`: a keyword or a bare name. `quoted`: a name in "…" or U&"…". `string`: '…', E'…', U&'…', N'…' or $tag$…$tag$.
   * `bits`: B'…' or X'…'. `parameter`: `$1`. `unterminated`: a string, name or comment without its end; `value` says which.
   */
  readonly kind: "word" | "quoted" | "string" | "bits" | "number" | "parameter" | "operator" | "unterminated";
  /** As it is written. */
  readonly text: string;
  /** What a string or name stands for, its quotes and escapes undone; a bare name in the case that it is written in. */
  readonly value: string;
  /** Offsets in the SQL. */
  readonly start: number;
  readonly end: number;
}

const WORD = /[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/y;
const NUMBER =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y;
const PARAMETER = /\$\d+/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$/y;
const QUOTE_START = /([eEbBxXnN]|[uU]&)?'|([uU]&)?"/y;
const OPERATOR = /[-+*/<>=~!@#%^&|`?]+|::|:=|\.\.|[\s\S]/y;
/** An operator of several signs ends in + or - only when it has one of these. */
const ENDS_IN_SIGN = /[~!@#%^&|`?]/;

/**
 * The tokens of SQL text one by one, by the rules of PostgreSQL's own scanner with `standard_conforming_strings` on.
 * Source: https://www.postgresql.org/docs/18/sql-syntax-lexical.html. Never throws; after an unterminated token comes none.
 */
export function* scan(sql: string): Generator<Token, void> {
  for (let at = 0; ; ) {
    const token = tokenAt(sql, at);
    if (token === undefined) return;
    yield token;
    at = token.end;
  }
}

/** All tokens of SQL text. Never throws. */
export function tokenize(sql: string): readonly Token[] {
  return [...scan(sql)];
}

/** True for a bare word that is this keyword, given in capitals. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return token?.kind === "word" && token.text.length === keyword.length && token.text.toUpperCase() === keyword;
}

/** True for this operator or punctuation mark. */
export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}

/** The name that a token stands for, as the server keeps it: a bare one in small letters. Undefined for what is no name. */
export function nameIn(token: Token | undefined): string | undefined {
  if (token?.kind === "quoted") return token.value;
  // Only ASCII letters are folded; for others it depends on the server's locale.
  return token?.kind === "word" ? token.text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) : undefined;
}

/** The first token at or after an offset. */
function tokenAt(sql: string, offset: number): Token | undefined {
  const start = skipSpace(sql, offset);
  if (start >= sql.length) return undefined;
  if (sql.startsWith("/*", start)) return unterminated(sql, start, "comment");
  const opening = match(QUOTE_START, sql, start);
  if (opening !== undefined) return quotedAt(sql, start, opening);
  const tag = match(DOLLAR_QUOTE, sql, start);
  if (tag !== undefined) return dollarQuotedAt(sql, start, tag);
  return plainAt(sql, start);
}

/** Passes white space, comments and a byte order mark; stops at a comment that has no end. */
function skipSpace(sql: string, offset: number): number {
  let at = offset;
  for (;;) {
    const char = sql.charCodeAt(at);
    if (char === 32 || (char >= 9 && char <= 13) || char === 0xfeff) {
      at++;
    } else if (sql.startsWith("--", at)) {
      const rest = /[\r\n]|$/g;
      rest.lastIndex = at;
      at = rest.exec(sql)?.index ?? sql.length;
    } else if (sql.startsWith("/*", at)) {
      const close = commentEnd(sql, at);
      if (close === undefined) return at;
      at = close;
    } else {
      return at;
    }
  }
}

/** Behind the end of a comment, which may have comments in it; undefined when it has no end. */
function commentEnd(sql: string, start: number): number | undefined {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return undefined;
}

function quotedAt(sql: string, start: number, opening: string): Token {
  const quote = opening.slice(-1);
  const prefix = opening.slice(0, -1).toUpperCase();
  const close = closingQuote(sql, start + opening.length, quote, prefix === "E");
  if (close === undefined) return unterminated(sql, start, quote === "'" ? "string" : "quoted name");
  const inside = sql.slice(start + opening.length, close).replaceAll(quote + quote, quote);
  const kind = quote === '"' ? "quoted" : prefix === "B" || prefix === "X" ? "bits" : "string";
  const value = prefix === "E" ? withoutEscapes(inside) : prefix === "U&" ? withoutCodePoints(inside) : inside;
  return { kind, text: sql.slice(start, close + 1), value, start, end: close + 1 };
}

/** The offset of the quote that closes; a doubled one doesn't, nor one behind a backslash where those mean something. */
function closingQuote(sql: string, from: number, quote: string, hasEscapes: boolean): number | undefined {
  for (let at = from; at < sql.length; at++) {
    if (hasEscapes && sql[at] === "\\") at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at;
      at++;
    }
  }
  return undefined;
}

const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function withoutEscapes(text: string): string {
  return text.replaceAll(
    /\\(?:([0-7]{1,3})|x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
    (_, octal?: string, hex?: string, short?: string, long?: string, char = "") => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const code = hex ?? short ?? long;
      return code === undefined ? (ESCAPED[char] ?? char) : codePoint(code);
    },
  );
}

/** The escapes of U&'…' and U&"…", with their usual sign. */
function withoutCodePoints(text: string): string {
  return text.replaceAll(
    /\\(?:\\|\+([\da-fA-F]{6})|([\da-fA-F]{4}))/g,
    (whole: string, long?: string, short?: string) => {
      const code = long ?? short;
      return code === undefined ? whole.slice(1) : codePoint(code);
    },
  );
}

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}

function dollarQuotedAt(sql: string, start: number, tag: string): Token {
  const close = sql.indexOf(tag, start + tag.length);
  if (close === -1) return unterminated(sql, start, `string that ${tag} opens`);
  const end = close + tag.length;
  return { kind: "string", text: sql.slice(start, end), value: sql.slice(start + tag.length, close), start, end };
}

function unterminated(sql: string, start: number, what: string): Token {
  return { kind: "unterminated", text: sql.slice(start), value: what, start, end: sql.length };
}

function plainAt(sql: string, start: number): Token {
  for (const [kind, pattern] of [
    ["word", WORD],
    ["number", NUMBER],
    ["parameter", PARAMETER],
  ] as const) {
    const text = match(pattern, sql, start);
    if (text !== undefined) return { kind, text, value: text, start, end: start + text.length };
  }
  const text = operatorAt(sql, start);
  return { kind: "operator", text, value: text, start, end: start + text.length };
}

/** The longest operator that the server's rules allow: a comment ends it, and so does a sign that belongs to what follows. */
function operatorAt(sql: string, start: number): string {
  const run = match(OPERATOR, sql, start) ?? "";
  const comment = run.search(/--|\/\*/);
  let text = comment > 0 ? run.slice(0, comment) : run;
  while (text.length > 1 && /[+-]$/.test(text) && !ENDS_IN_SIGN.test(text)) text = text.slice(0, -1);
  return text;
}

function match(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}
