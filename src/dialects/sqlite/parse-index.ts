import { given } from "../../base/given.ts";
import type { Index, IndexPart } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { cursorAt, readCreate } from "./parse-cursor.ts";

/**
 * The index that a CREATE INDEX makes. A key that is a bare name is a column; all others are expressions, kept as they are written.
 * Errors: DIALECT_DDL_UNREADABLE. Source: https://www.sqlite.org/lang_createindex.html (3.53).
 */
export function parseIndex(sql: string, subject = "an index"): Index {
  const unique = /^\s*create\s+unique\b/i.test(sql) ? true : undefined;
  const cursor = cursorAt(sql, subject);
  const name = readCreate(cursor, ...(unique ? ["UNIQUE", "INDEX"] : ["INDEX"]));
  if (name === undefined) throw cursor.unreadable("CREATE INDEX");
  const { table: _, ...index } = readIndex(cursor);
  return { name, ...given({ unique }), ...index };
}

/** What stands behind the name of an index, from ON to the end of the statement. Errors: DIALECT_DDL_UNREADABLE. */
export function readIndex(cursor: Cursor): Pick<Index, "parts" | "where"> & { readonly table: string } {
  cursor.expect("ON");
  const table = cursor.name();
  cursor.expectOperator("(");
  const parts: IndexPart[] = [];
  do parts.push(readPart(cursor));
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  const where = cursor.accept("WHERE") ? cursor.rest() : undefined;
  if (!cursor.isAtEnd()) throw cursor.unreadable("the end");
  return { table, parts, ...given({ where }) };
}

function readPart(cursor: Cursor): IndexPart {
  const tokens = readToComma(cursor);
  const descending = isKeyword(tokens.at(-1), "DESC") && tokens.length > 1 ? true : undefined;
  if (descending === true || (isKeyword(tokens.at(-1), "ASC") && tokens.length > 1)) tokens.pop();
  const named = readColumn(tokens);
  if (named !== undefined) return { column: named.column, ...given({ descending, collation: named.collation }) };
  const collation = tokens.length > 2 && isKeyword(tokens.at(-2), "COLLATE") ? tokens.at(-1)?.value : undefined;
  const key = collation === undefined ? tokens : tokens.slice(0, -2);
  const [first, last] = [key[0], key.at(-1)];
  if (first === undefined || last === undefined) throw cursor.unreadable("a column or an expression");
  // COLLATE binds closer than any other operator: behind `a || b` it would be of `b` alone, so there it stays where it is.
  if (isClosed(key)) return { expression: cursor.text(first, last), ...given({ descending, collation }) };
  return { expression: cursor.text(first, tokens.at(-1) ?? last), ...given({ descending }) };
}

/** A column and the outermost collation behind it: SQLite passes over parentheses around either, as `PRAGMA index_xinfo` shows (3.40). */
function readColumn(
  all: readonly Token[],
): { readonly column: string; readonly collation: string | undefined } | undefined {
  let tokens = all;
  let collation: string | undefined;
  let isOpen = true;
  for (;;) {
    const [first] = tokens;
    if (first === undefined) return undefined;
    if (tokens.length === 1) {
      const isColumn = isName(first) && (isOpen || !isValue(first));
      return isColumn ? { column: first.value, collation } : undefined;
    }
    if (tokens.length > 2 && isKeyword(tokens.at(-2), "COLLATE")) {
      collation ??= tokens.at(-1)?.value;
      tokens = tokens.slice(0, -2);
    } else if (isOperator(first, "(") && isClosed(tokens)) {
      tokens = tokens.slice(1, -1);
      isOpen = false;
    } else return undefined;
  }
}

/** What is no column in parentheses, where a string is a string. */
function isValue(token: Token): boolean {
  return token.kind === "string" || ["NULL", "TRUE", "FALSE"].some((word) => isKeyword(token, word));
}

function readToComma(cursor: Cursor): Token[] {
  const tokens: Token[] = [];
  for (let depth = 0; ; ) {
    const token = cursor.peek();
    if (token.kind === "end" || token.kind === "unterminated") throw cursor.unreadable('")"');
    if (depth === 0 && (isOperator(token, ",") || isOperator(token, ")"))) return tokens;
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    tokens.push(cursor.next());
  }
}

function isName(token: Token): boolean {
  return token.kind === "word" || token.kind === "quoted" || token.kind === "string";
}

/** True for a single parenthesis or a single call of a function: nothing in it is open to what follows. */
function isClosed(tokens: readonly Token[]): boolean {
  const [first] = tokens;
  const isCall = first !== undefined && isName(first) && !isKeyword(first, "NOT") && isOperator(tokens[1], "(");
  let depth = 0;
  const close = tokens.findIndex((token, i) => {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    return depth === 0 && !(isCall && i === 0);
  });
  return close === tokens.length - 1;
}
