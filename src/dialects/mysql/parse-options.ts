import { given } from "../../base/given.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";

/** Options of a table as a statement gives them. */
export interface ReadOptions {
  readonly options: TableOptions;
  readonly comment?: string;
  readonly autoIncrement?: string;
}

/**
 * Reads options up to the first thing that is none. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-table.html, https://mariadb.com/kb/en/create-table/ (table_options).
 */
export function readTableOptions(cursor: Cursor): ReadOptions {
  const found = new Map<string, string>();
  const storage: Record<string, string> = {};
  let systemVersioned: true | undefined;
  for (;;) {
    if (isOperator(cursor.peek(), ",") && isOption(cursor, 1)) cursor.next();
    if (cursor.accept("WITH", "SYSTEM", "VERSIONING")) {
      systemVersioned = true;
      continue;
    }
    cursor.accept("DEFAULT");
    const option = OPTIONS.find((words) => cursor.accept(...words));
    if (option === undefined) break;
    cursor.acceptOperator("=");
    const value = readValue(cursor);
    const field = FIELDS[option.join(" ")];
    if (field === undefined) storage[option.join(" ").toLowerCase()] = value;
    else found.set(field, value);
  }
  const lower = (field: string) => found.get(field)?.toLowerCase();
  return {
    options: given({
      engine: found.get("engine"),
      charset: lower("charset"),
      collation: lower("collation"),
      rowFormat: lower("rowFormat"),
      tablespace: found.get("tablespace"),
      systemVersioned,
      storage: Object.keys(storage).length === 0 ? undefined : storage,
    }),
    ...given({ comment: found.get("comment"), autoIncrement: found.get("autoIncrement") }),
  };
}

function readValue(cursor: Cursor): string {
  if (isOperator(cursor.peek(), "(")) return cursor.parenthesised();
  return cursor.peek().kind === "number" ? cursor.next().value : cursor.name();
}

function isOption(cursor: Cursor, ahead: number): boolean {
  const start = isKeyword(cursor.peek(ahead), "DEFAULT") ? ahead + 1 : ahead;
  return OPTIONS.some((words) => words.every((word, i) => isKeyword(cursor.peek(start + i), word)));
}

const FIELDS: Readonly<Record<string, string>> = {
  ENGINE: "engine",
  "CHARACTER SET": "charset",
  CHARSET: "charset",
  COLLATE: "collation",
  ROW_FORMAT: "rowFormat",
  TABLESPACE: "tablespace",
  COMMENT: "comment",
  AUTO_INCREMENT: "autoIncrement",
};

const OPTIONS: readonly (readonly string[])[] = [
  ...["ENGINE", "CHARSET", "COLLATE", "ROW_FORMAT", "TABLESPACE", "COMMENT", "AUTO_INCREMENT"].map((word) => [word]),
  ["CHARACTER", "SET"],
  ["DATA", "DIRECTORY"],
  ["INDEX", "DIRECTORY"],
  ...["TYPE", "AVG_ROW_LENGTH", "CHECKSUM", "TABLE_CHECKSUM", "COMPRESSION", "CONNECTION", "DELAY_KEY_WRITE"].map(
    (word) => [word],
  ),
  ...["ENCRYPTION", "ENCRYPTED", "ENCRYPTION_KEY_ID", "ENGINE_ATTRIBUTE", "INSERT_METHOD", "KEY_BLOCK_SIZE"].map(
    (word) => [word],
  ),
  ...["MAX_ROWS", "MIN_ROWS", "PACK_KEYS", "PAGE_CHECKSUM", "PAGE_COMPRESSED", "PAGE_COMPRESSION_LEVEL"].map((word) => [
    word,
  ]),
  ...["PASSWORD", "SECONDARY_ENGINE", "SECONDARY_ENGINE_ATTRIBUTE", "SEQUENCE", "STATS_AUTO_RECALC"].map((word) => [
    word,
  ]),
  ...["STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "STORAGE", "TRANSACTIONAL", "UNION", "AUTOEXTEND_SIZE"].map((word) => [
    word,
  ]),
];
