import type {
  ConflictAction,
  Deferrable,
  ForeignKey,
  KeyColumnOptions,
  ReferentialAction,
} from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { given } from "./given.ts";

/** `ON CONFLICT …`, if it is there. */
export function readConflict(cursor: Cursor): ConflictAction | undefined {
  if (!cursor.accept("ON", "CONFLICT")) return undefined;
  const found = CONFLICTS.find((action) => cursor.accept(action.toUpperCase()));
  if (found === undefined) throw cursor.unreadable("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
  return found;
}

const CONFLICTS: readonly ConflictAction[] = ["rollback", "abort", "fail", "ignore", "replace"];

/** `REFERENCES table [(columns)] [ON …] [MATCH …]`, behind its keyword. */
export function readReferences(cursor: Cursor): Omit<ForeignKey, "columns"> {
  const table = cursor.name();
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
  return { references: { table, columns }, ...given({ onDelete, onUpdate, match }) };
}

function readAction(cursor: Cursor): ReferentialAction {
  const found = ACTIONS.find((action) => cursor.accept(...action.toUpperCase().split(" ")));
  if (found === undefined) throw cursor.unreadable("NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT");
  return found;
}

const ACTIONS: readonly ReferentialAction[] = ["no action", "restrict", "cascade", "set null", "set default"];

/** SQLite takes any word here and does the same for all of them; SIMPLE, what it does, is the absence of the clause. */
function matchOf(word: string): ForeignKey["match"] {
  const lower = word.toLowerCase();
  return lower === "full" || lower === "partial" ? lower : undefined;
}

/** `[NOT] DEFERRABLE [INITIALLY …]`: undefined where it isn't there, null for a key that isn't deferrable. */
export function readDeferrable(cursor: Cursor): Deferrable | null | undefined {
  const isNot = cursor.accept("NOT", "DEFERRABLE");
  if (!isNot && !cursor.accept("DEFERRABLE")) return undefined;
  const deferred = cursor.accept("INITIALLY", "DEFERRED");
  if (!deferred) cursor.accept("INITIALLY", "IMMEDIATE");
  if (isNot) return null;
  return deferred ? "initially deferred" : "initially immediate";
}

/** `(a, b)`: names alone. */
export function readNames(cursor: Cursor): readonly string[] {
  const names: string[] = [];
  cursor.expectOperator("(");
  do names.push(cursor.name());
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return names;
}

/** The columns of a key, with how it orders and compares them. */
export interface Key {
  readonly columns: readonly string[];
  readonly keyOptions?: Readonly<Record<string, KeyColumnOptions>>;
  /** AUTOINCREMENT stands inside the parentheses of a table's primary key. */
  readonly autoincrement: boolean;
}

/** `(a COLLATE x DESC, b [AUTOINCREMENT])`. */
export function readKey(cursor: Cursor): Key {
  const columns: string[] = [];
  const keyOptions = new Map<string, KeyColumnOptions>();
  let autoincrement = false;
  cursor.expectOperator("(");
  do {
    const column = cursor.name();
    const collation = cursor.accept("COLLATE") ? cursor.name() : undefined;
    const descending = readDescending(cursor);
    columns.push(column);
    if (collation !== undefined || descending !== undefined) keyOptions.set(column, given({ descending, collation }));
    autoincrement ||= cursor.accept("AUTOINCREMENT");
  } while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return { columns, autoincrement, ...(keyOptions.size === 0 ? {} : { keyOptions: Object.fromEntries(keyOptions) }) };
}

/** `ASC`, which is the rule, or `DESC`. */
export function readDescending(cursor: Cursor): true | undefined {
  if (cursor.accept("DESC")) return true;
  cursor.accept("ASC");
  return undefined;
}
