import { type Cursor, cursorOver } from "../ddl-cursor.ts";
import { tokenize } from "./tokens.ts";

/** A cursor at the start of one statement. `subject` names the object in errors: `table "users"`. */
export function cursorAt(sql: string, subject: string): Cursor {
  return cursorOver(sql, tokenize(sql), subject);
}

/** Moves past `CREATE [TEMP] <keywords> [IF NOT EXISTS] [schema.]name` and returns the name; undefined when it's another statement. */
export function readCreate(cursor: Cursor, ...keywords: readonly string[]): string | undefined {
  if (!cursor.accept("CREATE")) return undefined;
  if (!cursor.accept("TEMP")) cursor.accept("TEMPORARY");
  if (!cursor.accept(...keywords)) return undefined;
  cursor.accept("IF", "NOT", "EXISTS");
  const name = cursor.name();
  return cursor.acceptOperator(".") ? cursor.name() : name;
}
