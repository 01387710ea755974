import { given } from "../../base/given.ts";
import type { Column, Table } from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import { readNames, readReferences } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { sameFolded } from "./fold.ts";
import { readConflict, readDeferrable, readKey } from "./parse-clauses.ts";
import { readColumn, type TableDraft } from "./parse-column.ts";
import { cursorAt, readCreate } from "./parse-cursor.ts";
import { resolveTable } from "./resolve-names.ts";
import { rowidAliasOf } from "./rowid-alias.ts";

/**
 * The table that a CREATE TABLE or CREATE VIRTUAL TABLE makes, without indexes. Nothing in the text is passed over but what has no
 * meaning to SQLite: names of NOT NULL and DEFAULT, `ASC`, `NULL`, `ON CONFLICT` of a CHECK, comments outside of expressions.
 * Names inside the table are spelt as its columns are. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://www.sqlite.org/lang_createtable.html (3.53).
 */
export function parseTable(sql: string, subject = "a table"): Table {
  const virtual = cursorAt(sql, subject);
  const virtualName = readCreate(virtual, "VIRTUAL", "TABLE");
  if (virtualName !== undefined) return virtualTable(virtual, virtualName);
  const cursor = cursorAt(sql, subject);
  const name = readCreate(cursor, "TABLE");
  if (name === undefined) throw cursor.unreadable("CREATE TABLE");
  return readTable(cursor, name);
}

/** The table of this name, from its columns on to the end of the statement. Errors: DIALECT_DDL_UNREADABLE. */
export function readTable(cursor: Cursor, name: string): Table {
  const draft: TableDraft = { columns: [], hasInlineKey: false, uniques: [], checks: [], foreignKeys: [] };
  cursor.expectOperator("(");
  do readColumn(cursor, draft);
  while (cursor.acceptOperator(",") && !isConstraint(cursor));
  while (!cursor.acceptOperator(")")) {
    readTableConstraint(cursor, draft);
    // SQLite lets the comma between constraints be left out.
    cursor.acceptOperator(",");
  }
  const options = readOptions(cursor);
  if (!cursor.isAtEnd()) throw cursor.unreadable("the end");
  return finish(name, draft, options);
}

function virtualTable(cursor: Cursor, name: string): Table {
  cursor.expect("USING");
  const options = { virtual: cursor.rest() };
  return { name, columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options };
}

function isConstraint(cursor: Cursor): boolean {
  return ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].some((word) => isKeyword(cursor.peek(), word));
}

function readTableConstraint(cursor: Cursor, draft: TableDraft): void {
  let name: string | undefined;
  while (cursor.accept("CONSTRAINT")) name = cursor.name();
  if (cursor.accept("PRIMARY", "KEY")) {
    const { columns, keyOptions, autoincrement } = readKey(cursor);
    draft.primaryKey = { columns, ...given({ name, keyOptions, onConflict: readConflict(cursor) }) };
    if (autoincrement && columns[0] !== undefined) draft.autoincrement = columns[0];
  } else if (cursor.accept("UNIQUE")) {
    const { columns, keyOptions } = readKey(cursor);
    draft.uniques.push({ columns, ...given({ name, keyOptions, onConflict: readConflict(cursor) }) });
  } else if (cursor.accept("CHECK")) {
    draft.checks.push({ expression: cursor.parenthesised(), ...given({ name }) });
    readConflict(cursor);
  } else if (cursor.accept("FOREIGN", "KEY")) {
    const columns = readNames(cursor);
    cursor.expect("REFERENCES");
    const references = readReferences(cursor);
    const deferrable = readDeferrable(cursor) ?? undefined;
    draft.foreignKeys.push({ columns, ...given({ name }), ...references, ...given({ deferrable }) });
  } else if (name === undefined || !isOperator(cursor.peek(), ")")) {
    throw cursor.unreadable("a constraint");
  }
}

function readOptions(cursor: Cursor): TableOptions {
  let options: TableOptions = {};
  for (;;) {
    if (cursor.accept("WITHOUT", "ROWID")) options = { ...options, withoutRowid: true };
    else if (cursor.accept("STRICT")) options = { ...options, strict: true };
    else return options;
    if (!cursor.acceptOperator(",")) return options;
  }
}

function finish(name: string, draft: TableDraft, options: TableOptions): Table {
  const { columns, primaryKey, uniques, checks, foreignKeys, autoincrement } = draft;
  const isNumbered = (column: Column) => autoincrement !== undefined && sameFolded(autoincrement, column.name);
  const table: Table = {
    name,
    columns: columns.map((column) => (isNumbered(column) ? { ...column, autoincrement: true } : column)),
    ...given({ primaryKey }),
    ...{ uniques, checks, foreignKeys, exclusions: [], indexes: [], options },
  };
  return resolveTable(draft.hasInlineKey ? table : withoutIdleOrder(table));
}

/**
 * `PRIMARY KEY (id DESC)` over an INTEGER column is the rowid still, which has no order of its own, while `id INTEGER PRIMARY KEY DESC`
 * is not (source: https://www.sqlite.org/lang_createtable.html#rowid). Here a descending key is always the latter.
 */
function withoutIdleOrder(table: Table): Table {
  if (table.primaryKey === undefined) return table;
  const { keyOptions: _, ...primaryKey } = table.primaryKey;
  const plain = { ...table, primaryKey };
  return rowidAliasOf(plain) === undefined ? table : plain;
}
