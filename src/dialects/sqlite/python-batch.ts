import type { AlterColumn } from "../../ops/column-ops.ts";
import type { Op } from "../../ops/op.ts";
import type { PythonBatch } from "../../ops/python-dialect.ts";
import { findTable } from "../../schema/names.ts";
import type { Column, DefaultValue, ForeignKey, Index, IndexPart, Schema, Table } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { sameFolded } from "./fold.ts";
import { mentions, withoutOwners } from "./mentions.ts";
import { nativeAlter } from "./native-alter.ts";
import { familyOf, isReadFaithfully } from "./python-types.ts";
import { isConstant } from "./table-sql.ts";

/** The name of a constraint is the one text of a revision's own that SQLite puts into an error. */
const guard: PythonBatch["guard"] = {
  statements: [
    'CREATE TEMP TABLE limbeck_guard (x CONSTRAINT "foreign keys must be off: PRAGMA foreign_keys = OFF" CHECK (x = 0))',
    "INSERT INTO temp.limbeck_guard SELECT foreign_keys FROM pragma_foreign_keys",
    "DROP TABLE temp.limbeck_guard",
  ],
  why: "A table is made anew: with foreign keys on, rows that refer to it would be deleted.",
};

/**
 * Alembic's batch mode on SQLite, and what gets lost in it: it knows of a table only what SQLAlchemy reads, so triggers, AUTOINCREMENT,
 * COLLATE, ON CONFLICT, DESC, expressions in indexes and checks without a name are gone, and generated columns stop it.
 * Source: alembic/operations/batch.py (1.20.0) and sqlalchemy/dialects/sqlite/base.py (2.0.54), each tried.
 */
export const pythonBatch: PythonBatch = { isDirect, keeps, carries, isGuarded, guard };

/** Any server may meet the file; what it must have is what the oldest one has. */
const oldest = { version: "0" };

function isDirect(op: Op, before: Schema): boolean {
  if (op.kind === "createIndex" || op.kind === "dropIndex") return true;
  if (op.kind !== "addColumn") return false;
  const table = findTable(before, { name: op.table });
  return table !== undefined && nativeAlter(op, table, before, oldest)?.length === 1;
}

function keeps(table: Table, schema: Schema): boolean {
  const { primaryKey, uniques, checks, foreignKeys, indexes } = table;
  return (
    Object.keys(table.options).length === 0 &&
    namesOf(table).every((name) => /^[\w $-]+$/.test(name)) &&
    table.columns.every(keepsColumn) &&
    [primaryKey, ...uniques].every((key) => key?.keyOptions === undefined && key?.onConflict === undefined) &&
    checks.every(({ name, expression }) => name !== undefined && isReadable(expression)) &&
    checks.every(({ expression }) => withoutOwners(expression) === expression) &&
    foreignKeys.every(keepsForeignKey) &&
    indexes.every(keepsIndex) &&
    areDistinct(constraintNames(table)) &&
    areDistinct([primaryKey, ...uniques].map((key) => key?.columns.join())) &&
    areDistinct(foreignKeys.map((key) => [...key.columns, key.references.table].join())) &&
    !isMentioned(table.name, schema)
  );
}

/** The last RENAME of the batch fails while a view or a trigger names the table, and its own triggers go with it. */
function isMentioned(name: string, schema: Schema): boolean {
  const owned = schema.triggers.some((trigger) => sameFolded(trigger.table, name));
  return owned || [...schema.views, ...schema.triggers].some(({ definition }) => mentions(definition, name));
}

function namesOf(table: Table): readonly string[] {
  const columns = table.columns.map((column) => column.name);
  const referred = table.foreignKeys.flatMap(({ references }) => [references.table, ...references.columns]);
  const indexes = table.indexes.map((index) => index.name);
  return [
    table.name,
    ...columns,
    ...referred,
    ...indexes,
    ...constraintNames(table).filter((name) => name !== undefined),
  ];
}

function constraintNames(table: Table): readonly (string | undefined)[] {
  const { primaryKey, uniques, checks, foreignKeys } = table;
  return [primaryKey, ...uniques, ...checks, ...foreignKeys].map((constraint) => constraint?.name);
}

function areDistinct(values: readonly (string | undefined)[]): boolean {
  const present = values.filter((value) => value !== undefined);
  return new Set(present).size === present.length;
}

function keepsColumn(column: Column): boolean {
  const { autoincrement, generated, collation, onNullConflict } = column;
  if ([autoincrement, generated, collation, onNullConflict].some((property) => property !== undefined)) return false;
  return isReadFaithfully(column) && (column.default === undefined || keepsDefault(column.default));
}

/** An expression that begins with a constant is written back without its parentheses. */
function keepsDefault(value: DefaultValue): boolean {
  if (!isSql(value)) return typeof value !== "string" || isReadable(value);
  return isReadable(value.sql) && (isConstant(value) || !/^[\s(]*['"]/.test(value.sql));
}

function keepsForeignKey({ references, match }: ForeignKey): boolean {
  return references.columns.length > 0 && match === undefined;
}

function keepsIndex({ parts, where }: Index): boolean {
  return parts.every(isColumn) && (where === undefined || (isReadable(where) && !where.includes("\n")));
}

function isColumn(part: IndexPart): boolean {
  return "column" in part && Object.keys(part).length === 1;
}

/** Texts that SQLAlchemy finds again in the table's definition, and doesn't take for something else. */
function isReadable(text: string): boolean {
  return !/(?<![\w$:]):[\w$]|\\|\b(?:check|constraint|unique|primary|foreign|where)\b/i.test(text);
}

function carries(op: Op, table: Table): boolean {
  switch (op.kind) {
    case "addColumn": {
      const { autoincrement, generated, onNullConflict } = op.column;
      return op.ifNotExists !== true && [autoincrement, generated, onNullConflict].every((part) => part === undefined);
    }
    case "dropColumn":
      return op.ifExists !== true && table.primaryKey?.columns.includes(op.column) !== true;
    case "alterColumn":
      return op.using === undefined && keepsValues(op, table);
    case "createUnique":
      return op.unique.name !== undefined && op.unique.keyOptions === undefined && op.unique.onConflict === undefined;
    case "createCheck":
      return op.check.name !== undefined && withoutOwners(op.check.expression) === op.check.expression;
    case "createForeignKey":
      return op.foreignKey.name !== undefined && keepsForeignKey(op.foreignKey);
    case "dropConstraint":
      return op.name !== undefined && op.ifExists !== true && op.type !== "primary";
    case "createIndex":
      return op.ifNotExists !== true && op.index.parts.every(isColumn);
    case "dropIndex":
      return op.ifExists !== true;
    default:
      return false;
  }
}

/** A CAST to a text says what was there; any other makes a number of every word. */
function keepsValues(op: AlterColumn, table: Table): boolean {
  if (Object.keys(op.changes).some((key) => !["type", "nullable", "default"].includes(key))) return false;
  const { type } = op.changes;
  const column = table.columns.find((each) => each.name === op.column);
  if (type === undefined || column === undefined) return column !== undefined;
  const [from, to] = [familyOf(column), familyOf({ type })];
  return from !== undefined && (from === to || (to === "text" && from !== "binary" && from !== "json"));
}

/** With foreign keys on, DROP TABLE deletes the rows first, and those that refer to them go or change with them. */
function isGuarded(table: Table, schema: Schema): boolean {
  return schema.tables.some(
    (child) =>
      !sameFolded(child.name, table.name) &&
      child.foreignKeys.some(
        ({ references, onDelete = "no action" }) =>
          sameFolded(references.table, table.name) && onDelete !== "no action" && onDelete !== "restrict",
      ),
  );
}
