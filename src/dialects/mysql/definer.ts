import type { Cursor } from "../ddl-cursor.ts";

/** Moves past `DEFINER = user@host` and returns `user@host`; undefined where there is no such clause. Errors: DIALECT_DDL_UNREADABLE. */
export function readDefiner(cursor: Cursor): string | undefined {
  if (!cursor.accept("DEFINER")) return undefined;
  cursor.acceptOperator("=");
  const user = cursor.name();
  if (cursor.peek().kind === "parameter") return `${user}@${unquoted(cursor.next().text.slice(1))}`;
  if (cursor.acceptOperator("@")) return `${user}@${cursor.name()}`;
  if (cursor.peek().text === "(") cursor.parenthesised();
  return user;
}

function unquoted(host: string): string {
  return /^[`'"]/.test(host) ? host.slice(1, -1) : host;
}
