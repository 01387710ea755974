import { given } from "../../base/given.ts";
import type { ConflictAction, Deferrable, KeyColumnOptions } from "../../schema/schema.ts";
import { readDescending } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";

/** `ON CONFLICT …`, if it is there. */
export function readConflict(cursor: Cursor): ConflictAction | undefined {
  if (!cursor.accept("ON", "CONFLICT")) return undefined;
  const found = CONFLICTS.find((action) => cursor.accept(action.toUpperCase()));
  if (found === undefined) throw cursor.unreadable("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
  return found;
}

const CONFLICTS: readonly ConflictAction[] = ["rollback", "abort", "fail", "ignore", "replace"];

/** `[NOT] DEFERRABLE [INITIALLY …]`: undefined where it isn't there, null for a key that isn't deferrable. */
export function readDeferrable(cursor: Cursor): Deferrable | null | undefined {
  const isNot = cursor.accept("NOT", "DEFERRABLE");
  if (!isNot && !cursor.accept("DEFERRABLE")) return undefined;
  const deferred = cursor.accept("INITIALLY", "DEFERRED");
  if (!deferred) cursor.accept("INITIALLY", "IMMEDIATE");
  if (isNot) return null;
  return deferred ? "initially deferred" : "initially immediate";
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
