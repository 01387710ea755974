import { isLimbeckError } from "../../base/error.ts";
import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword } from "../ddl-token.ts";
import { fold } from "./fold.ts";
import { readColumn, type TableDraft } from "./parse-column.ts";
import { cursorAt } from "./parse-cursor.ts";
import { parseIndex } from "./parse-index.ts";
import { parseTable } from "./parse-table.ts";
import { tokenize } from "./tokens.ts";

/**
 * The ops that one statement of SQL amounts to, in a database that looks like `before`; empty for one that changes no table; undefined where
 * ops don't say all that it does. Source: https://www.sqlite.org/lang.html (3.53), the page of each statement.
 */
export function readOps(sql: string, before: Schema): readonly Op[] | undefined {
  const [verb, second, third] = tokenize(sql);
  if (verb?.kind !== "word") return [];
  try {
    switch (verb.text.toUpperCase()) {
      case "CREATE":
        if (isKeyword(second, "TEMP") || isKeyword(second, "TEMPORARY")) return [];
        if (isKeyword(second, "TABLE")) return readTable(sql);
        if (isKeyword(second, "INDEX") || (isKeyword(second, "UNIQUE") && isKeyword(third, "INDEX")))
          return readIndex(sql, before);
        return isKeyword(second, "TRIGGER") ? [] : undefined;
      case "ALTER":
        return readAlter(cursorAt(sql, "the statement"), before);
      case "DROP":
        return readDrop(cursorAt(sql, "the statement"), before);
      default:
        return [];
    }
  } catch (error) {
    // A text that isn't understood is no fault here: the server knows it.
    if (!isLimbeckError(error, "DIALECT_DDL_UNREADABLE")) throw error;
    return undefined;
  }
}

function readTable(sql: string): readonly Op[] | undefined {
  const isGuarded = /^\s*create\s+table\s+if\s+not\s+exists\b/i.test(sql);
  return [{ kind: "createTable", table: parseTable(sql), ...(isGuarded ? { ifNotExists: true } : {}) }];
}

function readIndex(sql: string, before: Schema): readonly Op[] | undefined {
  const index = parseIndex(sql);
  const cursor = cursorAt(sql, "the statement");
  while (!cursor.isAtEnd() && !cursor.accept("ON")) cursor.next();
  const table = spelt(readName(cursor), before);
  const isGuarded = /^\s*create\s+(?:unique\s+)?index\s+if\s+not\s+exists\b/i.test(sql);
  return [{ kind: "createIndex", table, index, ...(isGuarded ? { ifNotExists: true } : {}) }];
}

function readName(cursor: Cursor): string {
  const first = cursor.name();
  return cursor.acceptOperator(".") ? cursor.name() : first;
}

/** The name as the schema has it, in which capitals don't count. */
function spelt(name: string, { tables }: Schema): string {
  return tables.find((table) => fold(table.name) === fold(name))?.name ?? name;
}

function readAlter(cursor: Cursor, before: Schema): readonly Op[] | undefined {
  cursor.expect("ALTER", "TABLE");
  const table = spelt(readName(cursor), before);
  if (cursor.accept("RENAME", "TO")) return [{ kind: "renameTable", table, to: cursor.name() }];
  if (cursor.accept("RENAME")) {
    cursor.accept("COLUMN");
    const column = cursor.name();
    cursor.expect("TO");
    return [{ kind: "renameColumn", table, column, to: cursor.name() }];
  }
  if (cursor.accept("DROP")) {
    if (cursor.accept("CONSTRAINT")) return undefined;
    cursor.accept("COLUMN");
    return [{ kind: "dropColumn", table, column: cursor.name() }];
  }
  if (!cursor.accept("ADD") || ["CONSTRAINT", "CHECK"].some((word) => isKeyword(cursor.peek(), word))) return undefined;
  cursor.accept("COLUMN");
  const draft: TableDraft = { columns: [], hasInlineKey: false, uniques: [], checks: [], foreignKeys: [] };
  // A definition ends in a parenthesis or a comma.
  const definition = cursorAt(`${cursor.rest()}\n)`, "the statement");
  readColumn(definition, draft);
  const [column] = draft.columns;
  if (column === undefined || !definition.acceptOperator(")") || !definition.isAtEnd()) return undefined;
  const on = onTable({ name: table });
  return [
    { kind: "addColumn", ...on, column },
    ...draft.checks.map((check): Op => ({ kind: "createCheck", ...on, check })),
    ...draft.foreignKeys.map((foreignKey): Op => ({ kind: "createForeignKey", ...on, foreignKey })),
  ];
}

function readDrop(cursor: Cursor, before: Schema): readonly Op[] | undefined {
  cursor.expect("DROP");
  const what = ["TABLE", "INDEX", "TRIGGER"].find((word) => cursor.accept(word));
  const ifExists = cursor.accept("IF", "EXISTS") ? ({ ifExists: true } as const) : {};
  if (what === "TRIGGER") return [];
  const name = readName(cursor);
  if (what === "TABLE") return [{ kind: "dropTable", table: spelt(name, before), ...ifExists }];
  const table = before.tables.find(({ indexes }) => indexes.some((index) => fold(index.name) === fold(name)));
  if (what === undefined || table === undefined) return undefined;
  return [{ kind: "dropIndex", table: table.name, index: name, ...ifExists }];
}
