import { isKeyword, isOperator, type Token } from "./ddl-token.ts";
import { fail } from "./errors.ts";

/** A place in the tokens of one statement, which moves on as it is read. */
export interface Cursor {
  /** The token `ahead` of the next one; of kind `end` behind the last. */
  peek(ahead?: number): Token;
  next(): Token;
  /** Moves past these keywords, or stays where it is and returns false. */
  accept(...keywords: readonly string[]): boolean;
  acceptOperator(operator: string): boolean;
  expect(...keywords: readonly string[]): void;
  expectOperator(operator: string): void;
  /** Moves past a name in any of its spellings and returns what it names. */
  name(): string;
  /** Moves past `( … )` and returns what is inside, from its first token to its last. */
  parenthesised(): string;
  /** The source from one token to another, both included. */
  text(from: Token, to: Token): string;
  /** The source from the next token to the last one, without a closing semicolon. */
  rest(): string;
  /** True behind the last token, but for a semicolon. */
  isAtEnd(): boolean;
  /** The error for a definition that can't be read from here on. */
  unreadable(expected: string): Error;
}

/**
 * A cursor at the start of one statement, which a dialect has cut into tokens. `subject` names the object in errors: `table "users"`.
 * Errors, from all that it reads: DIALECT_DDL_UNREADABLE.
 */
export function cursorOver(sql: string, tokens: readonly Token[], subject: string): Cursor {
  const end: Token = { kind: "end", text: "", value: "", start: sql.length, end: sql.length };
  let at = 0;

  const cursor: Cursor = {
    peek: (ahead = 0) => tokens[at + ahead] ?? end,
    next: () => tokens[at++] ?? end,
    accept(...keywords) {
      if (!keywords.every((keyword, i) => isKeyword(tokens[at + i], keyword))) return false;
      at += keywords.length;
      return true;
    },
    acceptOperator(operator) {
      if (!isOperator(tokens[at], operator)) return false;
      at++;
      return true;
    },
    expect(...keywords) {
      if (!cursor.accept(...keywords)) throw cursor.unreadable(keywords.join(" "));
    },
    expectOperator(operator) {
      if (!cursor.acceptOperator(operator)) throw cursor.unreadable(`"${operator}"`);
    },
    name() {
      const token = cursor.peek();
      if (token.kind !== "word" && token.kind !== "quoted" && token.kind !== "string")
        throw cursor.unreadable("a name");
      at++;
      return token.value;
    },
    parenthesised() {
      cursor.expectOperator("(");
      const first = cursor.peek();
      for (let depth = 1; ; at++) {
        const token = cursor.peek();
        if (token.kind === "end" || token.kind === "unterminated") throw cursor.unreadable('")"');
        if (isOperator(token, "(")) depth++;
        if (isOperator(token, ")")) depth--;
        if (depth === 0) break;
      }
      const last = tokens[at - 1] ?? first;
      at++;
      return isOperator(first, ")") && last.start < first.start ? "" : cursor.text(first, last);
    },
    text: (from, to) => sql.slice(from.start, to.end),
    rest() {
      const first = cursor.peek();
      const last = tokens.at(isOperator(tokens.at(-1), ";") ? -2 : -1);
      at = tokens.length;
      return last === undefined || last.start < first.start ? "" : cursor.text(first, last);
    },
    isAtEnd: () => cursor.peek().kind === "end" || (isOperator(cursor.peek(), ";") && cursor.peek(1).kind === "end"),
    unreadable(expected) {
      const token = cursor.peek();
      const found =
        token.kind === "end" ? "its end" : `"${sql.slice(token.start, token.start + 40).split("\n", 1)[0]}"`;
      return fail(
        "DIALECT_DDL_UNREADABLE",
        `Can't read the definition of ${subject}: expected ${expected} before ${found}.`,
        {
          details: { sql, offset: token.start },
        },
      );
    },
  };
  return cursor;
}
