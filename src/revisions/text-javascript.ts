import { decodeEscapes } from "./text-escapes.ts";

/** One token of JavaScript or TypeScript, as far as reading a header needs to tell them apart. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "template" | "regex" | "punctuator" | "end";
  /** The token's own text; of a punctuator one character, or `=>`, `++`, `--`. */
  readonly text: string;
  /** What a string, or a template without `${}`, stands for; undefined for everything else. */
  readonly value: string | undefined;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** True when a line break stands between the token before and this one. */
  readonly afterLineBreak: boolean;
}

/** A comment, with its marks. */
export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Hands out the tokens of a text one by one, and keeps the comments between them. */
export interface TokenReader {
  readonly next: () => Token;
  /** The comments passed so far, in order. */
  readonly comments: readonly Comment[];
}

/** Makes the error for text that is no JavaScript, at an offset. */
type FailAt = (offset: number, what: string) => Error;

/** Control flow whose parentheses are followed by a statement, so that a `/` after them begins a regular expression. */
const HEADED: ReadonlySet<string> = new Set(["if", "while", "for", "with"]);

/** Words after which an expression begins, so that a `/` begins a regular expression and does not divide. */
const BEFORE_EXPRESSION: ReadonlySet<string> = new Set(
  "await case default delete do else extends in instanceof new of return throw typeof void yield".split(" "),
);

const LONG_PUNCTUATORS: ReadonlySet<string> = new Set(["=>", "++", "--"]);
const NAME = /[A-Za-z_$#\\\u00aa-\u2027\u202a-\uffff][\w$\\\u00aa-\u2027\u202a-\uffff]*/y;
const NUMBER = /\.?\d[\w.]*/y;
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/y;

/**
 * Returns a reader of the tokens of JavaScript or TypeScript (no JSX). It knows what can hide a header from a plain search:
 * comments, strings, templates with nested code, and regular expressions. It throws what `failAt` makes.
 */
export function readTokens(text: string, failAt: FailAt): TokenReader {
  const comments: Comment[] = [];
  const parentheses: boolean[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let previous: Token | undefined;
  /** What the token that is being scanned stands for. */
  let value: string | undefined;
  /** Whether the parentheses that were closed last belong to a control-flow word. */
  let closedHead = false;

  if (text.startsWith("#!", at)) at = endOfLine(text, at);
  return { next: () => nextToken(), comments };

  function nextToken(): Token {
    const afterLineBreak = skipSpace();
    const start = at;
    value = undefined;
    const kind = scan(start);
    const token: Token = { kind, text: text.slice(start, at), value, start, end: at, afterLineBreak };
    if (token.text === "(") parentheses.push(previous?.kind === "name" && HEADED.has(previous.text));
    previous = token;
    return token;
  }

  /** Moves past white space and comments; true when a line ended on the way. */
  function skipSpace(): boolean {
    let lineBreak = false;
    for (;;) {
      const char = text.charCodeAt(at);
      if (char === 10) lineBreak = true;
      if (char === 32 || (char >= 9 && char <= 13) || char === 0xa0 || char === 0x2028 || char === 0x2029) {
        at++;
      } else if (char === 47 && text.charCodeAt(at + 1) === 47) {
        const end = endOfLine(text, at);
        comments.push({ text: text.slice(at, end), start: at, end });
        at = end;
      } else if (char === 47 && text.charCodeAt(at + 1) === 42) {
        const close = text.indexOf("*/", at + 2);
        if (close === -1) throw failAt(at, "a comment that is never closed");
        const comment = { text: text.slice(at, close + 2), start: at, end: close + 2 };
        lineBreak ||= comment.text.includes("\n");
        comments.push(comment);
        at = close + 2;
      } else {
        return lineBreak;
      }
    }
  }

  /** Moves past the token at `start`. */
  function scan(start: number): Token["kind"] {
    if (start >= text.length) return "end";
    const char = text[start] ?? "";
    if (match(NAME)) return "name";
    if (char === '"' || char === "'") return scanString(start, char);
    if (char === "`") return scanTemplate(start);
    if (match(NUMBER)) return "number";
    if (char === "/" && regexMayFollow() && match(REGEX)) return "regex";
    if (char === ")") closedHead = parentheses.pop() ?? false;
    at += LONG_PUNCTUATORS.has(text.slice(start, start + 2)) ? 2 : 1;
    return "punctuator";
  }

  function match(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  }

  function scanString(start: number, quote: string): "string" {
    for (at = start + 1; at < text.length; at++) {
      const char = text[at];
      if (char === "\\") at += text.startsWith("\r\n", at + 1) ? 2 : 1;
      else if (char === quote) {
        value = decodeEscapes(text.slice(start + 1, at++));
        return "string";
      } else if (char === "\n") break;
    }
    throw failAt(start, "a string that is never closed");
  }

  function scanTemplate(start: number): "template" {
    let plain = true;
    at = start + 1;
    while (at < text.length) {
      const char = text[at];
      if (char === "`") {
        const inside = text.slice(start + 1, at++).replaceAll("\r\n", "\n");
        value = plain ? decodeEscapes(inside) : undefined;
        return "template";
      }
      if (char === "$" && text[at + 1] === "{") {
        plain = false;
        at += 2;
        skipSubstitution(start);
      } else {
        at += char === "\\" ? 2 : 1;
      }
    }
    throw failAt(start, "a template literal that is never closed");
  }

  function skipSubstitution(start: number): void {
    previous = undefined;
    for (let depth = 1; depth > 0; ) {
      const token = nextToken();
      if (token.kind === "end") throw failAt(start, "a template literal that is never closed");
      if (token.kind !== "punctuator") continue;
      if (token.text === "{") depth++;
      if (token.text === "}") depth--;
    }
  }

  /** Whether a `/` here begins a regular expression, or else divides. */
  function regexMayFollow(): boolean {
    if (previous === undefined) return true;
    if (previous.kind === "name") return BEFORE_EXPRESSION.has(previous.text);
    if (previous.kind !== "punctuator") return false;
    if (previous.text === ")") return closedHead;
    return previous.text !== "]" && previous.text !== "++" && previous.text !== "--";
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
