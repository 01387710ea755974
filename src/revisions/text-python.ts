import { decodeEscapes } from "./text-escapes.ts";

/** Its own escapes; what it doesn't know stays as it is, with the backslash: https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
const PYTHON = { a: "\u0007", unknown: (letter: string): string => `\\${letter}` };

/** One token of Python, as far as reading a header needs to tell them apart. */
export interface PythonToken {
  /** `newline` ends a logical line: one that no bracket or backslash carries on. */
  readonly kind: "name" | "number" | "string" | "punctuator" | "newline" | "end";
  readonly text: string;
  /** What a string stands for; undefined for bytes, for f-strings with fields, and for everything else. */
  readonly value: string | undefined;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** True when the token stands in the first column. */
  readonly firstColumn: boolean;
}

const SPACE = /(?:[ \t\f\r]|\\\r?\n|#[^\n]*)+/y;
const STRING_START = /([A-Za-z]{0,2})("""|'''|"|')/y;
const NAME = /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/y;
const NUMBER = /\.?\d[\w.]*/y;

/**
 * Returns a function that hands out the tokens of Python source one by one; `end` for ever at the end. Comments and the line breaks
 * inside brackets are passed over. It throws what `failAt` makes for a string that is never closed, at its offset.
 */
export function readPythonTokens(text: string, failAt: (offset: number, what: string) => Error): () => PythonToken {
  let at = text.startsWith("\ufeff") ? 1 : 0;
  const firstOffset = at;
  let depth = 0;

  return () => {
    match(SPACE);
    while (depth > 0 && text[at] === "\n") {
      at++;
      match(SPACE);
    }
    const start = at;
    const { kind, value } = scan(start);
    return {
      kind,
      value,
      text: text.slice(start, at),
      start,
      end: at,
      firstColumn: start === firstOffset || text[start - 1] === "\n",
    };
  };

  function scan(start: number): { readonly kind: PythonToken["kind"]; readonly value: string | undefined } {
    if (start >= text.length) return { kind: "end", value: undefined };
    const string = match(STRING_START);
    if (string !== undefined) return { kind: "string", value: scanString(start, string[1] ?? "", string[2] ?? "") };
    if (match(NAME)) return { kind: "name", value: undefined };
    if (match(NUMBER)) return { kind: "number", value: undefined };
    const char = text[at++] ?? "";
    if (char === "\n") return { kind: "newline", value: undefined };
    if ("([{".includes(char)) depth++;
    if (")]}".includes(char)) depth = Math.max(0, depth - 1);
    return { kind: "punctuator", value: undefined };
  }

  function match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found;
  }

  /** Moves past the rest of a string, and returns what it stands for where that is plain text. */
  function scanString(start: number, prefix: string, quote: string): string | undefined {
    const from = at;
    while (at < text.length) {
      if (text.startsWith(quote, at)) {
        const inside = text.slice(from, at).replaceAll("\r\n", "\n");
        at += quote.length;
        if (/b/i.test(prefix) || (/[ft]/i.test(prefix) && /[{}]/.test(inside))) return undefined;
        return /r/i.test(prefix) ? inside : decodeEscapes(inside, PYTHON);
      }
      if (text[at] === "\n" && quote.length === 1) break;
      if (text[at] === "\\") at += text.startsWith("\r\n", at + 1) ? 3 : 2;
      else at++;
    }
    throw failAt(start, "a string that is never closed");
  }
}
