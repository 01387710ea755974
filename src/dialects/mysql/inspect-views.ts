import { given } from "../../base/given.ts";
import type { View } from "../../schema/schema.ts";
import type { ViewAlgorithm } from "../../schema/view-properties.ts";
import { readNames } from "../ddl-clauses.ts";
import { cursorOver } from "../ddl-cursor.ts";
import { isOperator } from "../ddl-token.ts";
import { readDefiner } from "./definer.ts";
import { textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/**
 * The views of these names, a query each: information_schema has neither the algorithm nor, on MySQL, the names of the columns, and puts
 * the database's name in front of every other. Who made a view isn't read: a view belongs to who makes it, as tables do elsewhere.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/show-create-view.html.
 */
export async function readViews(reading: Reading, names: readonly string[]): Promise<readonly View[]> {
  const views: View[] = [];
  for (const name of names) {
    const [row = {}] = await reading.rows(`SHOW CREATE VIEW ${quoteName(name)}`);
    views.push(viewOf(name, textOf(row, "Create View")));
  }
  return views;
}

/** What CREATE VIEW says, the check option as the end of the query. */
function viewOf(name: string, sql: string): View {
  const cursor = cursorOver(sql, tokenize(sql), `view "${name}"`);
  cursor.expect("CREATE");
  let algorithm: ViewAlgorithm | undefined;
  if (cursor.accept("ALGORITHM")) {
    cursor.acceptOperator("=");
    const word = cursor.name().toLowerCase();
    if (word === "merge" || word === "temptable") algorithm = word;
  }
  readDefiner(cursor);
  const security =
    cursor.accept("SQL", "SECURITY") && cursor.name().toLowerCase() === "invoker" ? "invoker" : undefined;
  cursor.expect("VIEW");
  cursor.name();
  const columns = isOperator(cursor.peek(), "(") ? readNames(cursor) : undefined;
  cursor.expect("AS");
  return { name, ...given({ columns }), definition: cursor.rest(), ...given({ security, algorithm }) };
}
