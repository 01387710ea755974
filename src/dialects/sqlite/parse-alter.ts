import type { Op } from "../../ops/op.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { readConflict } from "./parse-clauses.ts";
import { readColumn, type TableDraft } from "./parse-column.ts";

/**
 * The operations that an ALTER TABLE amounts to; DROP CONSTRAINT is said to drop a check, which is what it does but for a NOT NULL with a
 * name. Errors: DIALECT_DDL_UNREADABLE. Source: https://www.sqlite.org/lang_altertable.html (3.53).
 */
export function readActions(cursor: Cursor, table: string): readonly Op[] {
  if (cursor.accept("RENAME", "TO")) return [{ kind: "renameTable", table, to: cursor.name() }];
  if (cursor.accept("RENAME")) {
    cursor.accept("COLUMN");
    const column = cursor.name();
    cursor.expect("TO");
    return [{ kind: "renameColumn", table, column, to: cursor.name() }];
  }
  if (cursor.accept("DROP", "CONSTRAINT"))
    return [{ kind: "dropConstraint", table, type: "check", name: cursor.name() }];
  if (cursor.accept("DROP")) {
    cursor.accept("COLUMN");
    return [{ kind: "dropColumn", table, column: cursor.name() }];
  }
  if (cursor.accept("ALTER")) return [readNullable(cursor, table)];
  cursor.expect("ADD");
  const name = cursor.accept("CONSTRAINT") ? cursor.name() : undefined;
  if (cursor.accept("CHECK")) {
    const check = { ...(name === undefined ? {} : { name }), expression: cursor.parenthesised() };
    readConflict(cursor);
    return [{ kind: "createCheck", table, check }];
  }
  if (name !== undefined) throw cursor.unreadable("CHECK");
  return readNewColumn(cursor, table);
}

function readNullable(cursor: Cursor, table: string): Op {
  cursor.accept("COLUMN");
  const column = cursor.name();
  const nullable = cursor.accept("DROP", "NOT", "NULL");
  if (!nullable) {
    cursor.expect("SET", "NOT", "NULL");
    readConflict(cursor);
  }
  return { kind: "alterColumn", table, column, changes: { nullable } };
}

function readNewColumn(cursor: Cursor, table: string): readonly Op[] {
  cursor.accept("COLUMN");
  const draft: TableDraft = { columns: [], hasInlineKey: false, uniques: [], checks: [], foreignKeys: [] };
  readColumn(cursor, draft);
  return [
    ...draft.columns.map((column): Op => ({ kind: "addColumn", table, column })),
    ...draft.checks.map((check): Op => ({ kind: "createCheck", table, check })),
    ...draft.foreignKeys.map((foreignKey): Op => ({ kind: "createForeignKey", table, foreignKey })),
  ];
}
