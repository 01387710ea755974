import type { ObjectName } from "../../schema/schema.ts";
import { type Cursor, cursorOver } from "../ddl-cursor.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { nameIn, tokenize } from "./tokens.ts";

/** A cursor at the start of one statement, in which a bare name stands for its small letters. */
export function cursorAt(sql: string): Cursor {
  const tokens = tokenize(sql).map((token): Token => {
    const { kind, text, start, end } = token;
    const value = kind === "word" ? (nameIn(token) ?? text) : token.value;
    return { kind: kind === "bits" ? "blob" : kind, text, value, start, end };
  });
  return cursorOver(sql, tokens, "the statement");
}

/** `[namespace.]name`; the namespace that every database has is the default one. */
export function readName(cursor: Cursor): ObjectName {
  const first = cursor.name();
  if (!cursor.acceptOperator(".")) return { name: first };
  const name = cursor.name();
  return first === "public" ? { name } : { name, schema: first };
}

/** The text up to one of these marks or keywords outside of parentheses, of which the first token is taken whatever it is. */
export function readUntil(cursor: Cursor, isEnd: (token: Token) => boolean): string {
  const first = cursor.peek();
  let last = first;
  for (let isFirst = true; isFirst || !isEnd(cursor.peek()); isFirst = false) {
    if (cursor.peek().kind === "end") break;
    if (isOperator(cursor.peek(), "(")) cursor.parenthesised();
    else cursor.next();
    last = cursor.peek(-1);
  }
  return cursor.text(first, last);
}

/** True at the end of a statement or of a part of a list, or at one of these keywords. */
export function ends(keywords: ReadonlySet<string>): (token: Token) => boolean {
  return (token) =>
    token.kind === "end" ||
    [",", ")", ";"].some((mark) => isOperator(token, mark)) ||
    (token.kind === "word" && keywords.has(token.text.toUpperCase()));
}

/** True when the next token is this keyword. */
export function isAt(cursor: Cursor, ...keywords: readonly string[]): boolean {
  return keywords.some((keyword) => isKeyword(cursor.peek(), keyword));
}
