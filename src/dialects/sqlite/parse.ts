import { given } from "../../base/given.ts";
import type { Op } from "../../ops/op.ts";
import type { Index, Table } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import {
  hasWords,
  isAtName,
  passWith,
  placeStatement,
  type ReadStatement,
  readObjectName,
  readStatement,
  type Unplaced,
} from "../ddl-statement.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { readActions } from "./parse-alter.ts";
import { readIndex } from "./parse-index.ts";
import { readTable } from "./parse-table.ts";
import { tokenize } from "./tokens.ts";

/** One statement, as far as it concerns a schema, its rows or the connection. */
export type Parsed =
  | {
      readonly kind: "createTable";
      /** Absent where a query says what the table is. */
      readonly table?: Table;
      readonly isTemporary: boolean;
      readonly isGuarded: boolean;
    }
  | { readonly kind: "createIndex"; readonly table: string; readonly index: Index; readonly isGuarded: boolean }
  /** What it does, as operations on the table; empty where no operation says it. */
  | { readonly kind: "alterTable"; readonly table: string; readonly ops: readonly Op[] }
  | { readonly kind: "create"; readonly what: "view" | "trigger"; readonly isTemporary: boolean }
  | {
      readonly kind: "drop";
      readonly what: "table" | "index" | "view" | "trigger";
      readonly name: string;
      readonly isGuarded: boolean;
    }
  | {
      readonly kind: "write";
      readonly verb: "insert" | "replace" | "update" | "delete";
      readonly table: string;
      /** WHERE or LIMIT says which rows. */
      readonly isBounded: boolean;
      readonly readsQuery: boolean;
      /** What becomes of rows that are there already. */
      readonly overwrites?: "replaced" | "updated";
    }
  | { readonly kind: "read"; readonly verb: "select" | "values" | "explain" }
  | { readonly kind: "maintain"; readonly verb: "REINDEX" | "ANALYZE" }
  | { readonly kind: "vacuum"; readonly isCopy: boolean }
  | { readonly kind: "attach"; readonly verb: "attach" | "detach" }
  | { readonly kind: "pragma"; readonly name: string; readonly isSet: boolean; readonly isCalled: boolean }
  | { readonly kind: "savepoint" }
  | { readonly kind: "transaction" }
  | Unplaced;

/**
 * The statement that a text of SQL is; `unknown`, with what was expected where, for a text that the grammar here doesn't place. Expressions,
 * queries and bodies are passed unread. Never throws. Source: https://www.sqlite.org/lang.html (3.53).
 */
export function parseStatement(sql: string): Parsed {
  return placeStatement(sql, { tokenize, verbs: VERBS });
}

type Read = ReadStatement<Parsed>;

const savepoint: Read = () => ({ kind: "savepoint" });
const transaction: Read = () => ({ kind: "transaction" });
const WRITES = ["INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "VALUES"];

const VERBS: Readonly<Record<string, Read>> = {
  CREATE: readCreate,
  ALTER: readAlter,
  DROP: readDrop,
  INSERT: readInsert,
  REPLACE: readInsert,
  UPDATE(cursor, tokens) {
    cursor.expect("UPDATE");
    passConflict(cursor);
    return { kind: "write", verb: "update", ...readWritten(cursor, tokens) };
  },
  DELETE(cursor, tokens) {
    cursor.expect("DELETE", "FROM");
    return { kind: "write", verb: "delete", ...readWritten(cursor, tokens) };
  },
  WITH(cursor, tokens) {
    passWith(cursor, WRITES);
    // What stands in the tables that WITH defines is no part of what is written.
    const rest = tokens.slice(tokens.indexOf(cursor.peek()));
    return readStatement(cursor, rest, VERBS);
  },
  SELECT: () => ({ kind: "read", verb: "select" }),
  VALUES: () => ({ kind: "read", verb: "values" }),
  EXPLAIN: () => ({ kind: "read", verb: "explain" }),
  REINDEX: () => ({ kind: "maintain", verb: "REINDEX" }),
  ANALYZE: () => ({ kind: "maintain", verb: "ANALYZE" }),
  VACUUM: (_, tokens) => ({ kind: "vacuum", isCopy: hasWords(tokens, "INTO") }),
  ATTACH: () => ({ kind: "attach", verb: "attach" }),
  DETACH: () => ({ kind: "attach", verb: "detach" }),
  PRAGMA(cursor, tokens) {
    cursor.expect("PRAGMA");
    const { name } = readObjectName(cursor);
    const has = (mark: string) => tokens.some((token) => isOperator(token, mark));
    return { kind: "pragma", name: name.toLowerCase(), isSet: has("="), isCalled: has("(") };
  },
  SAVEPOINT: savepoint,
  RELEASE: savepoint,
  ROLLBACK: (_, tokens) => (hasWords(tokens, "TO") ? { kind: "savepoint" } : { kind: "transaction" }),
  BEGIN: transaction,
  COMMIT: transaction,
  END: transaction,
};

function readCreate(cursor: Cursor): Parsed {
  cursor.expect("CREATE");
  const isTemporary = cursor.accept("TEMP") || cursor.accept("TEMPORARY");
  if (cursor.accept("TABLE")) {
    const isGuarded = cursor.accept("IF", "NOT", "EXISTS");
    const { name } = readObjectName(cursor);
    if (isKeyword(cursor.peek(), "AS")) return { kind: "createTable", isTemporary, isGuarded };
    return { kind: "createTable", table: readTable(cursor, name), isTemporary, isGuarded };
  }
  if (cursor.accept("VIRTUAL", "TABLE")) {
    const isGuarded = cursor.accept("IF", "NOT", "EXISTS");
    const { name } = readObjectName(cursor);
    cursor.expect("USING");
    const options = { virtual: cursor.rest() };
    const table = { name, columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options };
    return { kind: "createTable", table, isTemporary, isGuarded };
  }
  const unique = cursor.accept("UNIQUE") ? true : undefined;
  if (cursor.accept("INDEX")) {
    const isGuarded = cursor.accept("IF", "NOT", "EXISTS");
    const { name } = readObjectName(cursor);
    const { table, ...index } = readIndex(cursor);
    return { kind: "createIndex", table, index: { name, ...given({ unique }), ...index }, isGuarded };
  }
  if (cursor.accept("VIEW")) return { kind: "create", what: "view", isTemporary };
  cursor.expect("TRIGGER");
  return { kind: "create", what: "trigger", isTemporary };
}

function readAlter(cursor: Cursor): Parsed {
  cursor.expect("ALTER", "TABLE");
  const { name } = readObjectName(cursor);
  const ops = readActions(cursor, name);
  if (!cursor.isAtEnd()) throw cursor.unreadable("the end");
  return { kind: "alterTable", table: name, ops };
}

function readDrop(cursor: Cursor): Parsed {
  cursor.expect("DROP");
  const what = DROPPED.find((each) => cursor.accept(each.toUpperCase()));
  if (what === undefined) throw cursor.unreadable("TABLE, INDEX, VIEW or TRIGGER");
  const isGuarded = cursor.accept("IF", "EXISTS");
  const { name } = readObjectName(cursor);
  if (!cursor.isAtEnd()) throw cursor.unreadable("the end");
  return { kind: "drop", what, name, isGuarded };
}

const DROPPED = ["table", "index", "view", "trigger"] as const;

function readInsert(cursor: Cursor, tokens: readonly Token[]): Parsed {
  const verb = cursor.accept("REPLACE") ? "replace" : "insert";
  if (verb === "insert") cursor.expect("INSERT");
  const isReplacing = verb === "replace" || passConflict(cursor) === "REPLACE";
  cursor.expect("INTO");
  const written = readWritten(cursor, tokens);
  const overwrites = isReplacing ? "replaced" : hasWords(tokens, "DO", "UPDATE") ? "updated" : undefined;
  return { kind: "write", verb, ...written, ...given({ overwrites }) } as Parsed;
}

/** `OR word`. */
function passConflict(cursor: Cursor): string | undefined {
  return cursor.accept("OR") ? cursor.next().text.toUpperCase() : undefined;
}

function readWritten(cursor: Cursor, tokens: readonly Token[]) {
  if (!isAtName(cursor)) throw cursor.unreadable("the name of a table");
  const table = readObjectName(cursor).name;
  const isBounded = hasWords(tokens, "WHERE") || hasWords(tokens, "LIMIT");
  return { table, isBounded, readsQuery: hasWords(tokens, "SELECT") };
}
