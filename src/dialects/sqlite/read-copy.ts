import { isLimbeckError } from "../../base/error.ts";
import type { CopiedRows } from "../copied-rows.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { cursorAt } from "./parse-cursor.ts";

/** Reads `INSERT [OR …] INTO table (columns) SELECT values FROM table`, in which a table that is made anew gets its rows. */
export function readCopy(sql: string): CopiedRows | undefined {
  try {
    return copyAt(cursorAt(sql, "the statement"));
  } catch (error) {
    // A statement that is another one.
    if (isLimbeckError(error, "DIALECT_DDL_UNREADABLE")) return undefined;
    throw error;
  }
}

function copyAt(cursor: Cursor): CopiedRows | undefined {
  const first = cursor.peek();
  if (!cursor.accept("INSERT")) return undefined;
  if (cursor.accept("OR")) cursor.next();
  const into = cursor.peek();
  cursor.expect("INTO");
  const verb = cursor.text(first, into);
  const target = cursor.name();
  if (!isOperator(cursor.peek(), "(")) return undefined;
  cursor.expectOperator("(");
  const columns: string[] = [];
  do columns.push(cursor.name());
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  cursor.expect("SELECT");
  const values: string[] = [];
  do values.push(readValue(cursor));
  while (cursor.acceptOperator(","));
  cursor.expect("FROM");
  const from = cursor.name();
  return cursor.isAtEnd() && values.length === columns.length
    ? { verb, into: target, columns, values, from }
    : undefined;
}

/** An expression of a list, to its end. */
function readValue(cursor: Cursor): string {
  const first = cursor.peek();
  let last = first;
  while (!cursor.isAtEnd() && !isOperator(cursor.peek(), ",") && !isKeyword(cursor.peek(), "FROM")) {
    last = cursor.next();
    if (!isOperator(last, "(")) continue;
    for (let depth = 1; depth > 0 && cursor.peek().kind !== "end"; ) {
      last = cursor.next();
      depth += isOperator(last, "(") ? 1 : isOperator(last, ")") ? -1 : 0;
    }
  }
  return cursor.text(first, last);
}
