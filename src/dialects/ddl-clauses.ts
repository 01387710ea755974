import { given } from "../base/given.ts";
import type { ForeignKey, ReferentialAction } from "../schema/schema.ts";
import type { Cursor } from "./ddl-cursor.ts";

/** `(a, b)`: names alone. Errors, here and below: DIALECT_DDL_UNREADABLE. */
export function readNames(cursor: Cursor): readonly string[] {
  const names: string[] = [];
  cursor.expectOperator("(");
  do names.push(cursor.name());
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return names;
}

/** `table [(columns)] [MATCH …] [ON …]`, behind REFERENCES; MATCH SIMPLE, what servers do without the clause, is its absence. */
export function readReferences(cursor: Cursor): Omit<ForeignKey, "columns"> {
  const first = cursor.name();
  const name = cursor.acceptOperator(".") ? { schema: first, table: cursor.name() } : { table: first };
  const columns = cursor.peek().text === "(" ? readNames(cursor) : [];
  let onDelete: ReferentialAction | undefined;
  let onUpdate: ReferentialAction | undefined;
  let match: ForeignKey["match"];
  for (;;) {
    if (cursor.accept("ON", "DELETE")) onDelete = readAction(cursor);
    else if (cursor.accept("ON", "UPDATE")) onUpdate = readAction(cursor);
    else if (cursor.accept("MATCH")) match = matchOf(cursor.name());
    else break;
  }
  return { references: { ...name, columns }, ...given({ onDelete, onUpdate, match }) };
}

/** `ASC`, which is the rule, or `DESC`. */
export function readDescending(cursor: Cursor): true | undefined {
  if (cursor.accept("DESC")) return true;
  cursor.accept("ASC");
  return undefined;
}

function readAction(cursor: Cursor): ReferentialAction {
  const found = ACTIONS.find((action) => cursor.accept(...action.toUpperCase().split(" ")));
  if (found === undefined) throw cursor.unreadable("NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT");
  return found;
}

const ACTIONS: readonly ReferentialAction[] = ["no action", "restrict", "cascade", "set null", "set default"];

/** SQLite takes any word here and does the same for all of them. */
function matchOf(word: string): ForeignKey["match"] {
  const lower = word.toLowerCase();
  return lower === "full" || lower === "partial" ? lower : undefined;
}
