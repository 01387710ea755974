import type { Token } from "./ddl-token.ts";

/** What the text of a dialect's SQL is made of. */
export interface Lexicon {
  /** Codes of the characters that are white space. */
  readonly spaces: ReadonlySet<number>;
  /** Two dashes begin a comment wherever they stand, or only in front of space, a control character or the end. */
  readonly dashes: "anywhere" | "before space";
  /** `#` begins a comment. */
  readonly hash?: true;
  /** Comments that some servers read: what such a comment holds counts as if it stood there where `isRead` says so of its mark. */
  readonly conditional?: { readonly mark: RegExp; readonly isRead: (mark: string) => boolean };
  readonly quotes: readonly Quote[];
  /** Everything else, by sticky patterns; the first that matches. The last one matches whatever there is. */
  readonly patterns: readonly (readonly [kind: Token["kind"], pattern: RegExp])[];
}

/** One kind of quotes. */
export interface Quote {
  readonly open: string;
  readonly close: string;
  readonly kind: "quoted" | "string";
  /** The closing one stands for itself where it is doubled. */
  readonly doubles: boolean;
  /** A backslash takes the meaning from what is behind it. */
  readonly escapes: boolean;
  /** What stands between them, as it is meant. */
  readonly value: (inside: string) => string;
}

/** What cuts SQL into its tokens, without an `end`. It never throws. */
export function tokenizer(lexicon: Lexicon): (sql: string) => readonly Token[] {
  const quotes = new Map(lexicon.quotes.map((quote) => [quote.open, quote]));
  return (sql) => {
    const tokens: Token[] = [];
    const state = { isConditional: false };
    for (let at = skipSpace(sql, 0, lexicon, state); at < sql.length; ) {
      const token = tokenAt(sql, at, lexicon, quotes);
      tokens.push(token);
      at = skipSpace(sql, token.end, lexicon, state);
    }
    return tokens;
  };
}

function tokenAt(sql: string, start: number, { patterns }: Lexicon, quotes: ReadonlyMap<string, Quote>): Token {
  if (sql.startsWith("/*", start)) return unterminated(sql, start, "comment");
  const quote = quotes.get(sql[start] ?? "");
  if (quote !== undefined) return quotedAt(sql, start, quote);
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, value: text, start, end: start + text.length };
  }
  const text = sql[start] ?? "";
  return { kind: "operator", text, value: text, start, end: start + 1 };
}

/** Passes white space and comments; the marks of a conditional comment are passed like space. Stops at a comment that has no end. */
function skipSpace(sql: string, offset: number, lexicon: Lexicon, state: { isConditional: boolean }): number {
  let at = offset;
  for (;;) {
    if (lexicon.spaces.has(sql.charCodeAt(at))) {
      at++;
    } else if ((lexicon.hash === true && sql[at] === "#") || isDashComment(sql, at, lexicon)) {
      const line = sql.indexOf("\n", at);
      at = line === -1 ? sql.length : line + 1;
    } else if (state.isConditional && sql.startsWith("*/", at)) {
      state.isConditional = false;
      at += 2;
    } else if (sql.startsWith("/*", at)) {
      const mark = lexicon.conditional?.mark.exec(sql.slice(at, at + 10))?.[0];
      const isRead = mark !== undefined && lexicon.conditional?.isRead(mark) === true;
      const end = endOfComment(sql, at + 2, mark !== undefined);
      if (end === -1) return at;
      state.isConditional ||= isRead;
      at = isRead ? at + mark.length : end;
    } else {
      return at;
    }
  }
}

/** Behind the comment; -1 where it has no end. Only a conditional one may have others in it. */
function endOfComment(sql: string, from: number, isConditional: boolean): number {
  for (let at = from; ; ) {
    const close = sql.indexOf("*/", at);
    if (close === -1) return -1;
    const inner = isConditional ? sql.indexOf("/*", at) : -1;
    at = close + 2;
    if (inner === -1 || inner > close) return at;
  }
}

function isDashComment(sql: string, at: number, { dashes }: Lexicon): boolean {
  if (!sql.startsWith("--", at)) return false;
  return dashes === "anywhere" || at + 2 >= sql.length || sql.charCodeAt(at + 2) <= 32;
}

function quotedAt(sql: string, start: number, { close, kind, doubles, escapes, value }: Quote): Token {
  for (let at = start + 1; at < sql.length; at++) {
    if (escapes && sql[at] === "\\") {
      at++;
    } else if (doubles && sql[at] === close && sql[at + 1] === close) {
      at++;
    } else if (sql[at] === close) {
      const text = sql.slice(start, at + 1);
      return { kind, text, value: value(sql.slice(start + 1, at)), start, end: at + 1 };
    }
  }
  return unterminated(sql, start, kind === "string" ? "string" : "quoted name");
}

function unterminated(sql: string, start: number, what: string): Token {
  return { kind: "unterminated", text: sql.slice(start), value: what, start, end: sql.length };
}
