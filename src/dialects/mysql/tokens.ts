import type { Server } from "../contract.ts";
import type { Token } from "../ddl-token.ts";
import { type Lexicon, type Quote, tokenizer } from "../ddl-tokenizer.ts";
import { readsComment } from "./server.ts";

const LETTER = "A-Za-z_$\\x80-\\uffff";

const MARK = /^\/\*M?!(?:\d{5,6})?/;

const text = (mark: string): Quote => ({
  ...{ open: mark, close: mark, kind: "string", doubles: true, escapes: true },
  value: (inside) => unescaped(inside, mark),
});

/** MySQL's and MariaDB's. Source: https://dev.mysql.com/doc/refman/9.7/en/comments.html, https://mariadb.com/kb/en/comment-syntax/. */
const lexicon: Lexicon = {
  spaces: new Set([32, 9, 10, 11, 12, 13, 0xfeff]),
  dashes: "before space",
  hash: true,
  // No server has the version 999999, by which MariaDB's dumps speak to its shell.
  conditional: { mark: MARK, isRead: (mark) => !mark.endsWith("999999") },
  quotes: [
    text("'"),
    text('"'),
    {
      ...{ open: "`", close: "`", kind: "quoted", doubles: true, escapes: false },
      value: (inside) => inside.replaceAll("``", "`"),
    },
  ],
  patterns: [
    ["blob", /[xX]'[0-9a-fA-F]*'|[bB]'[01]*'/y],
    [
      "number",
      /0x[0-9a-fA-F]+(?![\w$])|0b[01]+(?![\w$])|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z_$\x80-\uffff])/y,
    ],
    ["word", new RegExp(`[${LETTER}][\\w$\\x80-\\uffff]*|\\d+[${LETTER}][\\w$\\x80-\\uffff]*`, "y")],
    ["parameter", /@@?(?:[\w$.\x80-\uffff]+|`[^`]*`|'[^']*'|"[^"]*")?|\?/y],
    ["operator", /->>|->|\|\||&&|<=>|:=|!=|<>|<=|>=|<<|>>|./sy],
  ],
};

/**
 * The tokens of SQL text, by the rules of MySQL and MariaDB under their default `sql_mode`, without an `end`: "…" is a text, a
 * backslash escapes, and what a conditional comment holds (the one that begins with an exclamation mark) counts as if it stood there.
 * Never throws.
 */
export const tokenize = tokenizer(lexicon);

/** As `tokenize`, for a server: a conditional comment counts where that server reads it. */
export function tokenizeFor(server: Server): (sql: string) => readonly Token[] {
  const isRead = (mark: string) => readsComment(mark, server);
  return tokenizer({ ...lexicon, conditional: { mark: MARK, isRead } });
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
