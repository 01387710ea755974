import { isLimbeckError } from "../base/error.ts";
import type { ObjectName } from "../schema/schema.ts";
import { type Cursor, cursorOver } from "./ddl-cursor.ts";
import { isKeyword, isOperator, type Token } from "./ddl-token.ts";

/** A text that a grammar doesn't place, with what was expected where. */
export interface Unplaced {
  readonly kind: "unknown";
  readonly reason: string;
}

/** Reads one statement of a kind, from its first word on. Errors: DIALECT_DDL_UNREADABLE. */
export type ReadStatement<Statement> = (cursor: Cursor, tokens: readonly Token[]) => Statement;

/** What a dialect's statements are. */
export interface StatementGrammar<Statement> {
  readonly tokenize: (sql: string) => readonly Token[];
  /** How a statement is read, by its first word in capitals, or by the parenthesis that it begins with. */
  readonly verbs: Readonly<Record<string, ReadStatement<Statement>>>;
}

/** The statement that a text of SQL is; expressions, queries and bodies are passed unread. Never throws. */
export function placeStatement<Statement>(
  sql: string,
  grammar: StatementGrammar<Statement | Unplaced>,
): Statement | Unplaced {
  const tokens = grammar.tokenize(sql);
  const open = tokens.find((token) => token.kind === "unterminated");
  if (open !== undefined) return { kind: "unknown", reason: `a ${open.value} has no end` };
  try {
    return readStatement(cursorOver(sql, tokens, "the statement"), tokens, grammar.verbs);
  } catch (error) {
    // A text that can't be read is an answer.
    if (isLimbeckError(error)) return { kind: "unknown", reason: error.message };
    throw error;
  }
}

/** The statement that begins at the next token, by its first word. */
export function readStatement<Statement>(
  cursor: Cursor,
  tokens: readonly Token[],
  verbs: StatementGrammar<Statement | Unplaced>["verbs"],
): Statement | Unplaced {
  const first = cursor.peek();
  const read = first.kind === "word" || isOperator(first, "(") ? verbs[first.text.toUpperCase()] : undefined;
  return read?.(cursor, tokens) ?? { kind: "unknown", reason: `no statement begins with "${first.text}"` };
}

/** `[schema.]name`. */
export function readObjectName(cursor: Cursor): ObjectName {
  const first = cursor.name();
  return cursor.acceptOperator(".") ? { schema: first, name: cursor.name() } : { name: first };
}

/** Moves behind the tables that WITH defines: to the first of these verbs outside of parentheses. */
export function passWith(cursor: Cursor, verbs: readonly string[]): void {
  cursor.expect("WITH");
  while (!cursor.isAtEnd()) {
    if (verbs.some((verb) => isKeyword(cursor.peek(), verb))) return;
    if (isOperator(cursor.peek(), "(")) cursor.parenthesised();
    else cursor.next();
  }
  throw cursor.unreadable("SELECT, UPDATE or DELETE");
}

/** True where a name stands next. */
export function isAtName(cursor: Cursor): boolean {
  return ["word", "quoted", "string"].includes(cursor.peek().kind);
}

/** What is found in the tokens of a statement that writes rows, wherever it stands. */
export function hasWords(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.some((_, i) => words.every((word, j) => isKeyword(tokens[i + j], word)));
}
