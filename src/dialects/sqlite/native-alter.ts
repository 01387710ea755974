import type { AddColumn, AlterColumn, DropColumn } from "../../ops/column-ops.ts";
import type { CreateCheck, DropConstraint } from "../../ops/constraint-ops.ts";
import type { Op } from "../../ops/op.ts";
import type { Column, Schema, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import type { Token } from "../ddl-token.ts";
import { type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { fold, sameFolded } from "./fold.ts";
import { keywords } from "./keywords.ts";
import { mentions } from "./mentions.ts";
import { quoteName } from "./quote.ts";
import { nullCheck, rowsCheck } from "./row-checks.ts";
import { checkSql, columnSql, inParentheses, isConstant } from "./table-sql.ts";
import { tokenize } from "./tokens.ts";

/**
 * The statements that carry out a change of a table's columns or constraints without copying the table,
 * or undefined where SQLite, or this version of it, has none that leaves everything else as it is.
 * Source: https://www.sqlite.org/lang_altertable.html; the forms of 3.53 were tried on 3.53.0.
 */
export function nativeAlter(op: Op, table: Table, schema: Schema, server: Server): readonly Draft[] | undefined {
  switch (op.kind) {
    case "addColumn":
      return addColumn(op, table);
    case "dropColumn":
      return dropColumn(op, table, schema, server);
    case "alterColumn":
      return atLeast(server, "3.53.0") ? alterNullable(op, table) : undefined;
    case "createCheck":
      return atLeast(server, "3.53.0") && isNeverNull(op.check.expression, table) ? addCheck(op, table) : undefined;
    case "dropConstraint":
      return atLeast(server, "3.53.0") ? dropCheck(op, table) : undefined;
    default:
      return undefined;
  }
}

/** Only at the end of the table, and only with a value that each row can have without being written. */
function addColumn(op: AddColumn, table: Table): readonly Draft[] | undefined {
  const { column } = op;
  if (op.position !== undefined && !isLast(op.position, table)) return undefined;
  if (column.autoincrement === true || column.generated?.stored === true) return undefined;
  if (column.generated !== undefined && !column.nullable) return undefined;
  if (column.default !== undefined && !isConstant(column.default)) return undefined;
  if (column.generated === undefined && !column.nullable && (column.default === undefined || isNull(column))) {
    return undefined;
  }
  const sql = `ALTER TABLE ${quoteName(table.name)} ADD COLUMN ${columnSql(column)}`;
  return [draft(sql, column.generated === undefined ? facts.addColumn : facts.addGeneratedColumn)];
}

function isLast(position: AddColumn["position"], table: Table): boolean {
  return typeof position === "object" && table.columns.at(-1)?.name === position.after;
}

function isNull(column: Column): boolean {
  return typeof column.default === "object" && /^null$/i.test(column.default.sql.trim());
}

/** Only a column that nothing else names: SQLite refuses it otherwise. */
function dropColumn(op: DropColumn, table: Table, schema: Schema, server: Server): readonly Draft[] | undefined {
  if (!atLeast(server, "3.35.0") || table.columns.length === 1 || isNamed(op.column, table, schema)) return undefined;
  const sql = `ALTER TABLE ${quoteName(table.name)} DROP COLUMN ${quoteName(op.column)}`;
  const column = table.columns.find((candidate) => candidate.name === op.column);
  const loses = column?.generated === undefined ? `the values of "${table.name}.${op.column}"` : undefined;
  return [draft(sql, facts.dropColumn, loses)];
}

function isNamed(name: string, table: Table, schema: Schema): boolean {
  const lists = [table.primaryKey, ...table.uniques, ...table.foreignKeys].map((key) => key?.columns ?? []);
  const referenced = schema.tables
    .flatMap((other) => other.foreignKeys)
    .filter((key) => sameFolded(key.references.table, table.name))
    .map((key) => key.references.columns);
  const parts = table.indexes.flatMap((index) => index.parts);
  const texts = [
    ...table.checks.map((check) => check.expression),
    ...table.columns.flatMap((column) => (column.generated === undefined ? [] : [column.generated.expression])),
    ...parts.flatMap((part) => ("expression" in part ? [part.expression] : [])),
    ...table.indexes.flatMap((index) => (index.where === undefined ? [] : [index.where])),
    ...schema.triggers.map((trigger) => trigger.definition),
    ...schema.views.map((view) => view.definition),
  ];
  return (
    [...lists, ...referenced].some((list) => list.some((column) => sameFolded(column, name))) ||
    parts.some((part) => "column" in part && sameFolded(part.column, name)) ||
    texts.some((text) => mentions(text, name))
  );
}

/** `SET NOT NULL` and `DROP NOT NULL`, where nothing else about the column changes. */
function alterNullable(op: AlterColumn, table: Table): readonly Draft[] | undefined {
  const { nullable, ...others } = op.changes;
  const column = table.columns.find((candidate) => candidate.name === op.column);
  if (nullable === undefined || op.using !== undefined || column === undefined) return undefined;
  if (Object.keys(others).length > 0 || column.nullable === nullable || column.generated !== undefined)
    return undefined;
  const alter = `ALTER TABLE ${quoteName(table.name)} ALTER COLUMN ${quoteName(op.column)}`;
  if (nullable) {
    const keyed = table.primaryKey?.columns.includes(op.column) === true;
    return keyed || column.onNullConflict !== undefined
      ? undefined
      : [draft(`${alter} DROP NOT NULL`, facts.dropNotNull)];
  }
  return [nullCheck(table.name, op.column), draft(`${alter} SET NOT NULL`, facts.setNotNull)];
}

/**
 * True for a condition of which the words alone say that it is true or false for every row. For SQLite 3.53.0 refuses to add a check that is
 * NULL for some row, which by its own manual (https://www.sqlite.org/lang_createtable.html §3.7) is met; so the table is rebuilt.
 */
function isNeverNull(expression: string, table: Table): boolean {
  const filled = table.columns.filter(({ nullable }) => !nullable).map(({ name }) => fold(name));
  return tokenize(expression).every((token, i, tokens) => {
    if (token.kind === "operator")
      return !NULL_MAKERS.has(token.text) && !(token.text === "(" && isCall(tokens[i - 1]));
    if (token.kind === "quoted") return filled.includes(fold(token.value));
    if (token.kind !== "word") return token.kind === "number" || token.kind === "string";
    return TWO_VALUED.has(fold(token.text)) || filled.includes(fold(token.value));
  });
}

const NULL_MAKERS: ReadonlySet<string> = new Set(["/", "%", "->", "->>"]);
const TWO_VALUED: ReadonlySet<string> = new Set(["and", "or", "not", "in", "between", "like", "glob", "is"]);

function isCall(before: Token | undefined): boolean {
  return (
    before !== undefined && (before.kind === "quoted" || before.kind === "word") && !TWO_VALUED.has(fold(before.text))
  );
}

function addCheck(op: CreateCheck, table: Table): readonly Draft[] {
  const name = op.check.name === undefined ? "the new check" : `the check "${op.check.name}"`;
  return [
    rowsCheck(
      table.name,
      `NOT ${inParentheses(op.check.expression)}`,
      `table "${table.name}" has rows that break ${name}: correct them before, with op.execute in the revision or by hand`,
    ),
    draft(`ALTER TABLE ${quoteName(table.name)} ADD ${checkSql(op.check)}`, facts.addCheck),
  ];
}

/**
 * `DROP CONSTRAINT` finds only checks, by a name that only one constraint of the table has. The name must be a bare word:
 * SQLite 3.53.0 looks for a quoted one with its quotes and doesn't find it.
 */
function dropCheck(op: DropConstraint, table: Table): readonly Draft[] | undefined {
  const { name } = op;
  if (op.type !== "check" || name === undefined || !isBareWord(name)) return undefined;
  const named = [table.primaryKey, ...table.uniques, ...table.foreignKeys, ...table.checks].filter(
    (constraint) => constraint?.name !== undefined && sameFolded(constraint.name, name),
  );
  if (named.length !== 1) return undefined;
  return [draft(`ALTER TABLE ${quoteName(table.name)} DROP CONSTRAINT ${name}`, facts.dropCheck)];
}

function isBareWord(name: string): boolean {
  return /^[a-z_]\w*$/i.test(name) && !keywords.has(fold(name));
}

/** True when the server is of this version or a later one. */
function atLeast(server: Server, version: string): boolean {
  const [have, want] = [server.version, version].map((text) => text.split(".").map(Number));
  for (const [i, part] of (want ?? []).entries()) {
    const difference = (have?.[i] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
