import { given } from "../../base/given.ts";
import type { Index, ObjectName } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
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
import { withoutDatabase } from "./own-database.ts";
import { type AlterAction, type Demands, readActions, readDemand } from "./parse-alter.ts";
import { readKey } from "./parse-key.ts";
import { readTable, type TableDefinition } from "./parse-table.ts";
import { tokenize, tokenizeFor } from "./tokens.ts";

/** One statement, as far as it concerns a schema, its rows or the session. */
export type Parsed =
  | {
      readonly kind: "createTable";
      readonly name: ObjectName;
      readonly definition: TableDefinition;
      readonly temporary: boolean;
      readonly replace: boolean;
      readonly ifNotExists: boolean;
      /** `LIKE`: the table whose form it takes. */
      readonly like?: ObjectName;
    }
  | {
      readonly kind: "alterTable";
      readonly name: ObjectName;
      readonly actions: readonly AlterAction[];
      readonly demands: Demands;
    }
  | { readonly kind: "createIndex"; readonly table: ObjectName; readonly index: Index; readonly demands: Demands }
  | { readonly kind: "dropIndex"; readonly table: ObjectName; readonly name: string; readonly demands: Demands }
  | { readonly kind: "dropTable"; readonly names: readonly ObjectName[]; readonly temporary: boolean }
  | { readonly kind: "renameTable"; readonly names: readonly (readonly [ObjectName, ObjectName])[] }
  | { readonly kind: "truncate"; readonly name: ObjectName }
  /** CREATE, ALTER or DROP of anything but tables and indexes. */
  | {
      readonly kind: "define";
      readonly verb: "create" | "alter" | "drop";
      readonly what: Defined;
      readonly name: string;
    }
  /** Rows are written; `isBounded` when WHERE or LIMIT says which. */
  | {
      readonly kind: "write";
      readonly verb: "insert" | "replace" | "update" | "delete" | "load";
      /** The first table; absent where a query stands in its place. */
      readonly table?: string;
      readonly isBounded: boolean;
      readonly readsQuery: boolean;
      /** It writes over rows that are there already: REPLACE, or ON DUPLICATE KEY UPDATE. */
      readonly overwrites: boolean;
    }
  | { readonly kind: "read" }
  | { readonly kind: "maintain"; readonly verb: string; readonly tables: readonly string[] }
  /** The settings of the session, or of the server. */
  | { readonly kind: "session"; readonly verb: string }
  | { readonly kind: "lockTables" }
  | { readonly kind: "transaction"; readonly verb: string }
  | { readonly kind: "account"; readonly verb: string }
  | { readonly kind: "call"; readonly name: string }
  | Unplaced;

export type Defined =
  | "view"
  | "trigger"
  | "procedure"
  | "function"
  | "package"
  | "event"
  | "sequence"
  | "database"
  | "user"
  | "role"
  | "server"
  | "tablespace";

/**
 * The statement that a text of SQL is; `unknown`, with what was expected where, for a text that the grammar here doesn't place.
 * Expressions, queries and bodies are passed unread, and without a server every conditional comment counts. Names in the session's own
 * database are those without one. Never throws. Source: https://dev.mysql.com/doc/refman/9.7/en/sql-statements.html,
 * https://mariadb.com/kb/en/sql-statements/.
 */
export function parseStatement(sql: string, server?: Server): Parsed {
  if (server === undefined) return placeStatement(sql, { tokenize, verbs: VERBS });
  const cut = tokenizeFor(server);
  return placeStatement(sql, { tokenize: (text) => withoutDatabase(cut(text), server), verbs: VERBS });
}

type Read = ReadStatement<Parsed>;

const session: Read = (cursor) => ({ kind: "session", verb: cursor.next().text.toUpperCase() });
const transaction: Read = (cursor) => ({ kind: "transaction", verb: cursor.next().text.toUpperCase() });
const account: Read = (cursor) => ({ kind: "account", verb: cursor.next().text.toUpperCase() });
const read: Read = () => ({ kind: "read" });

const VERBS: Readonly<Record<string, Read>> = {
  "(": read,
  CREATE: readCreate,
  ALTER: readAlter,
  DROP: readDrop,
  RENAME: readRename,
  TRUNCATE(cursor) {
    cursor.expect("TRUNCATE");
    cursor.accept("TABLE");
    return { kind: "truncate", name: readObjectName(cursor) };
  },
  INSERT: (cursor, tokens) => readWrite(cursor, tokens, "insert"),
  REPLACE: (cursor, tokens) => readWrite(cursor, tokens, "replace"),
  UPDATE: (cursor, tokens) => readWrite(cursor, tokens, "update"),
  DELETE: (cursor, tokens) => readWrite(cursor, tokens, "delete"),
  LOAD: (cursor, tokens) => readWrite(cursor, tokens, "load"),
  WITH: readWith,
  SELECT: read,
  VALUES: read,
  TABLE: read,
  SHOW: read,
  DESCRIBE: read,
  DESC: read,
  EXPLAIN: read,
  HELP: read,
  CHECKSUM: readMaintenance,
  ANALYZE: readMaintenance,
  OPTIMIZE: readMaintenance,
  CHECK: readMaintenance,
  REPAIR: readMaintenance,
  FLUSH: session,
  RESET: session,
  USE: session,
  KILL: session,
  SET: readSet,
  LOCK: () => ({ kind: "lockTables" }),
  UNLOCK: () => ({ kind: "lockTables" }),
  START: transaction,
  BEGIN: (cursor) =>
    isKeyword(cursor.peek(1), "NOT") ? { kind: "call", name: "BEGIN NOT ATOMIC" } : transaction(cursor, []),
  COMMIT: transaction,
  ROLLBACK: (cursor, tokens) =>
    tokens.some((token) => isKeyword(token, "TO")) ? session(cursor, tokens) : transaction(cursor, tokens),
  SAVEPOINT: session,
  RELEASE: session,
  XA: transaction,
  GRANT: account,
  REVOKE: account,
  CALL(cursor) {
    cursor.expect("CALL");
    return { kind: "call", name: readObjectName(cursor).name };
  },
  PREPARE: session,
  DEALLOCATE: session,
  EXECUTE: (cursor) => ({ kind: "call", name: cursor.next().text.toUpperCase() }),
  DO: () => ({ kind: "read" }),
  INSTALL: session,
  UNINSTALL: session,
};

function readCreate(cursor: Cursor): Parsed {
  cursor.expect("CREATE");
  const replace = cursor.accept("OR", "REPLACE");
  const temporary = cursor.accept("TEMPORARY");
  if (cursor.accept("TABLE")) return readCreateTable(cursor, { replace, temporary });
  const index = readCreateIndex(cursor);
  if (index !== undefined) return index;
  passModifiers(cursor);
  return readDefined(cursor, "create");
}

function readCreateTable(cursor: Cursor, flags: { readonly replace: boolean; readonly temporary: boolean }): Parsed {
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
  const name = readObjectName(cursor);
  const isWrapped = isOperator(cursor.peek(), "(") && isKeyword(cursor.peek(1), "LIKE");
  if (isWrapped) cursor.next();
  const like = cursor.accept("LIKE") ? readObjectName(cursor) : undefined;
  if (isWrapped) cursor.expectOperator(")");
  const definition = readTable(cursor, name);
  return { kind: "createTable", name, definition, ...flags, ifNotExists, ...given({ like }) };
}

function readCreateIndex(cursor: Cursor): Parsed | undefined {
  cursor.accept("ONLINE");
  const unique = cursor.accept("UNIQUE") ? true : undefined;
  const method = cursor.accept("FULLTEXT") ? "fulltext" : cursor.accept("SPATIAL") ? "spatial" : undefined;
  if (!cursor.accept("INDEX")) {
    if (unique !== undefined || method !== undefined) throw cursor.unreadable("INDEX");
    return undefined;
  }
  cursor.accept("IF", "NOT", "EXISTS");
  const name = cursor.name();
  const using = cursor.accept("USING") ? cursor.name() : undefined;
  cursor.expect("ON");
  const table = readObjectName(cursor);
  const { parts, options } = readKey(cursor);
  const index: Index = { name, ...given({ unique, method }), parts, ...options };
  return { kind: "createIndex", table, index: withUsing(index, using), demands: readDemands(cursor) };
}

function withUsing(index: Index, using: string | undefined): Index {
  const method = using?.toLowerCase();
  return method === undefined || method === "btree"
    ? index
    : { ...index, storage: { ...index.storage, using: method } };
}

/** ALGORITHM and LOCK, and MariaDB's WAIT, up to the end. */
function readDemands(cursor: Cursor): Demands {
  let demands: Demands = {};
  while (!cursor.isAtEnd()) {
    if (passWait(cursor)) continue;
    const demand = readDemand(cursor);
    if (demand === undefined) throw cursor.unreadable("ALGORITHM or LOCK");
    demands = { ...demands, ...demand };
    cursor.acceptOperator(",");
  }
  return demands;
}

/** `WAIT n` or `NOWAIT`. Source: https://mariadb.com/kb/en/wait-and-nowait/. */
function passWait(cursor: Cursor): boolean {
  if (cursor.accept("NOWAIT")) return true;
  if (!cursor.accept("WAIT")) return false;
  cursor.next();
  return true;
}

/** `ALGORITHM = …`, `DEFINER = …`, `SQL SECURITY …` and the like, in front of what is made. */
function passModifiers(cursor: Cursor): void {
  for (;;) {
    if (cursor.accept("ALGORITHM")) {
      cursor.acceptOperator("=");
      cursor.next();
    } else if (cursor.accept("DEFINER")) {
      cursor.acceptOperator("=");
      cursor.next();
      if (cursor.peek().kind === "parameter") cursor.next();
      else if (isOperator(cursor.peek(), "(")) cursor.parenthesised();
    } else if (cursor.accept("SQL", "SECURITY")) cursor.next();
    else if (!cursor.accept("AGGREGATE") && !cursor.accept("UNDO")) return;
  }
}

function readDefined(cursor: Cursor, verb: "create" | "alter" | "drop"): Parsed {
  for (const [words, what] of DEFINED) {
    if (!cursor.accept(...words)) continue;
    cursor.accept("IF", "NOT", "EXISTS");
    cursor.accept("IF", "EXISTS");
    const name = isAtName(cursor) ? readObjectName(cursor).name : "";
    return { kind: "define", verb, what, name };
  }
  throw cursor.unreadable("a kind of object");
}

const DEFINED: readonly (readonly [readonly string[], Defined])[] = [
  [["VIEW"], "view"],
  [["TRIGGER"], "trigger"],
  [["PROCEDURE"], "procedure"],
  [["FUNCTION"], "function"],
  [["PACKAGE", "BODY"], "package"],
  [["PACKAGE"], "package"],
  [["EVENT"], "event"],
  [["SEQUENCE"], "sequence"],
  [["DATABASE"], "database"],
  [["SCHEMA"], "database"],
  [["USER"], "user"],
  [["ROLE"], "role"],
  [["SERVER"], "server"],
  [["TABLESPACE"], "tablespace"],
];

function readAlter(cursor: Cursor): Parsed {
  cursor.expect("ALTER");
  cursor.accept("ONLINE");
  cursor.accept("IGNORE");
  if (!cursor.accept("TABLE")) {
    passModifiers(cursor);
    return readDefined(cursor, "alter");
  }
  cursor.accept("IF", "EXISTS");
  const name = readObjectName(cursor);
  passWait(cursor);
  return { kind: "alterTable", name, ...readActions(cursor, name) };
}

function readDrop(cursor: Cursor): Parsed {
  cursor.expect("DROP");
  const temporary = cursor.accept("TEMPORARY");
  if (cursor.accept("TABLE") || cursor.accept("TABLES")) {
    cursor.accept("IF", "EXISTS");
    const names = [readObjectName(cursor)];
    while (cursor.acceptOperator(",")) names.push(readObjectName(cursor));
    if (!cursor.accept("CASCADE")) cursor.accept("RESTRICT");
    passWait(cursor);
    if (!cursor.isAtEnd()) throw cursor.unreadable("the end");
    return { kind: "dropTable", names, temporary };
  }
  if (!cursor.accept("INDEX")) {
    cursor.accept("UNDO");
    return readDefined(cursor, "drop");
  }
  cursor.accept("IF", "EXISTS");
  const name = cursor.name();
  cursor.expect("ON");
  return { kind: "dropIndex", table: readObjectName(cursor), name, demands: readDemands(cursor) };
}

function readRename(cursor: Cursor): Parsed {
  cursor.expect("RENAME");
  if (cursor.accept("USER")) return { kind: "account", verb: "RENAME USER" };
  if (!cursor.accept("TABLES")) cursor.expect("TABLE");
  cursor.accept("IF", "EXISTS");
  const names: (readonly [ObjectName, ObjectName])[] = [];
  do {
    const from = readObjectName(cursor);
    passWait(cursor);
    cursor.expect("TO");
    names.push([from, readObjectName(cursor)]);
  } while (cursor.acceptOperator(","));
  if (!cursor.isAtEnd()) throw cursor.unreadable("the end");
  return { kind: "renameTable", names };
}

type WriteVerb = Extract<Parsed, { readonly kind: "write" }>["verb"];

function readWrite(cursor: Cursor, tokens: readonly Token[], verb: WriteVerb): Parsed {
  cursor.next();
  while (WRITE_MODIFIERS.some((word) => cursor.accept(word)));
  if (verb === "load") while (!cursor.isAtEnd() && !cursor.accept("INTO", "TABLE")) cursor.next();
  const table = isAtName(cursor) ? readObjectName(cursor).name : undefined;
  const has = (word: string) => hasWords(tokens, word);
  return {
    kind: "write",
    verb,
    ...given({ table }),
    isBounded: has("WHERE") || has("LIMIT"),
    readsQuery: has("SELECT") || verb === "load",
    overwrites: verb === "replace" || has("DUPLICATE") || (verb === "load" && has("REPLACE")),
  };
}

const WRITE_MODIFIERS = ["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "IGNORE", "INTO", "FROM"];

/** The statement behind the tables that WITH defines. */
function readWith(cursor: Cursor, tokens: readonly Token[]): Parsed {
  passWith(cursor, ["SELECT", "UPDATE", "DELETE", "INSERT", "REPLACE"]);
  return readStatement(cursor, tokens, VERBS);
}

function readMaintenance(cursor: Cursor): Parsed {
  const verb = cursor.next().text.toUpperCase();
  while (["NO_WRITE_TO_BINLOG", "LOCAL"].some((word) => cursor.accept(word)));
  // `ANALYZE statement` of MariaDB runs a query and tells how it went.
  if (!cursor.accept("TABLE") && !cursor.accept("TABLES")) return { kind: "read" };
  const tables = [readObjectName(cursor).name];
  while (cursor.acceptOperator(",")) tables.push(readObjectName(cursor).name);
  return { kind: "maintain", verb, tables };
}

/** MariaDB's `SET STATEMENT setting = value FOR statement` is that statement. Source: https://mariadb.com/kb/en/set-statement/. */
function readSet(cursor: Cursor, tokens: readonly Token[]): Parsed {
  cursor.expect("SET");
  if (!cursor.accept("STATEMENT")) return { kind: "session", verb: "SET" };
  while (!cursor.isAtEnd() && !cursor.accept("FOR")) cursor.next();
  return readStatement(cursor, tokens, VERBS);
}
