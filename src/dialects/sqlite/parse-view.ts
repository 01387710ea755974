import { given } from "../../base/given.ts";
import type { View } from "../../schema/schema.ts";
import { readNames } from "../ddl-clauses.ts";
import { isOperator } from "../ddl-token.ts";
import { cursorAt, readCreate } from "./parse-cursor.ts";

/** The view that a CREATE VIEW makes. Errors: DIALECT_DDL_UNREADABLE. Source: https://www.sqlite.org/lang_createview.html (3.53). */
export function parseView(sql: string, subject = "a view"): View {
  const cursor = cursorAt(sql, subject);
  const name = readCreate(cursor, "VIEW");
  if (name === undefined) throw cursor.unreadable("CREATE VIEW");
  const columns = isOperator(cursor.peek(), "(") ? readNames(cursor) : undefined;
  cursor.expect("AS");
  const definition = cursor.rest();
  if (definition === "") throw cursor.unreadable("a query");
  return { name, ...given({ columns }), definition };
}
