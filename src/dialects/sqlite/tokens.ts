import { type Lexicon, type Quote, tokenizer } from "../ddl-tokenizer.ts";

const doubled = (mark: string, kind: Quote["kind"]): Quote => ({
  ...{ open: mark, close: mark, kind, doubles: true, escapes: false },
  value: (inside) => inside.replaceAll(mark + mark, mark),
});

/** SQLite's. Source: https://www.sqlite.org/lang_comment.html, https://www.sqlite.org/lang_keywords.html (3.53). */
const lexicon: Lexicon = {
  spaces: new Set([32, 9, 10, 12, 13, 0xfeff]),
  dashes: "anywhere",
  quotes: [
    doubled("'", "string"),
    doubled('"', "quoted"),
    doubled("`", "quoted"),
    // Brackets can't be doubled.
    { ...{ open: "[", close: "]", kind: "quoted", doubles: false, escapes: false }, value: (inside) => inside },
  ],
  patterns: [
    ["blob", /[xX]'[^']*'/y],
    ["word", /[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/y],
    ["number", /0[xX][0-9a-fA-F][0-9a-fA-F_]*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y],
    ["parameter", /\?\d*|[:@#$][\w$\x80-\uffff]+(?:::[\w$\x80-\uffff]*)*(?:\([^)\s]*\))?/y],
    ["operator", /->>|->|\|\||==|!=|<>|<=|>=|<<|>>|./sy],
  ],
};

/** The tokens of SQL text, by the rules of SQLite's own tokenizer, without an `end`. Never throws. */
export const tokenize = tokenizer(lexicon);
