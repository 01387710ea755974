import { given } from "../../base/given.ts";
import type { Index, IndexPart } from "../../schema/schema.ts";
import { readDescending } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isOperator } from "../ddl-token.ts";

/** The parts of a key and the options behind them. */
export interface Key {
  readonly parts: readonly IndexPart[];
  /** What the options make of the index. */
  readonly options: Pick<Index, "comment" | "invisible" | "storage">;
}

/**
 * Reads `[USING …] (part, …) [options]`. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-index.html, https://mariadb.com/kb/en/create-index/.
 */
export function readKey(cursor: Cursor): Key {
  const before = readOptions(cursor);
  const parts: IndexPart[] = [];
  cursor.expectOperator("(");
  do parts.push(readPart(cursor));
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return { parts, options: { ...before, ...readOptions(cursor) } };
}

function readPart(cursor: Cursor): IndexPart {
  if (isOperator(cursor.peek(), "(")) {
    const expression = cursor.parenthesised();
    return { expression, ...given({ descending: readDescending(cursor) }) };
  }
  const column = cursor.name();
  const length = isOperator(cursor.peek(), "(") ? Number(cursor.parenthesised()) : undefined;
  return { column, ...given({ length, descending: readDescending(cursor) }) };
}

function readOptions(cursor: Cursor): Key["options"] {
  const storage: Record<string, string> = {};
  let comment: string | undefined;
  let invisible: true | undefined;
  for (;;) {
    const option = OPTIONS.find((words) => cursor.accept(...words));
    if (option === undefined) break;
    const name = option.join(" ").toLowerCase();
    if (name === "comment") comment = valueAfter(cursor);
    else if (name === "invisible" || name === "ignored") invisible = true;
    else if (name === "using" || name === "type") {
      const method = cursor.next().text.toLowerCase();
      // The only kind of InnoDB's, whatever is written.
      if (method !== "btree") storage["using"] = method;
    } else if (name !== "visible" && name !== "not ignored") storage[name] = valueAfter(cursor);
  }
  return given({ comment, invisible, storage: Object.keys(storage).length === 0 ? undefined : storage });
}

function valueAfter(cursor: Cursor): string {
  cursor.acceptOperator("=");
  return cursor.next().value;
}

const OPTIONS: readonly (readonly string[])[] = [
  ["USING"],
  ["TYPE"],
  ["COMMENT"],
  ["VISIBLE"],
  ["INVISIBLE"],
  ["IGNORED"],
  ["NOT", "IGNORED"],
  ["KEY_BLOCK_SIZE"],
  ["WITH", "PARSER"],
  ["ENGINE_ATTRIBUTE"],
  ["SECONDARY_ENGINE_ATTRIBUTE"],
  ["CLUSTERING"],
];
