import type {
  Check,
  Column,
  DefaultValue,
  ForeignKey,
  Generated,
  Index,
  IndexPart,
  KeyColumnOptions,
  PrimaryKey,
  Table,
  Unique,
} from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { literal, quoteName, quoteNames } from "./quote.ts";
import { tokenize } from "./tokens.ts";
import { renderType } from "./types.ts";

/**
 * The whole definition of a table under the name given, without its indexes.
 * Foreign keys to the table itself keep the table's own name.
 * Source: https://www.sqlite.org/lang_createtable.html (3.53).
 */
export function createTableSql(table: Table, name: string, ifNotExists = false): string {
  const guard = ifNotExists ? "IF NOT EXISTS " : "";
  const { virtual } = table.options;
  if (virtual !== undefined) return `CREATE VIRTUAL TABLE ${guard}${quoteName(name)} USING ${virtual}`;
  const inline = inlinePrimaryKey(table);
  const lines = [
    ...table.columns.map((column) => columnSql(column, inline?.columns[0] === column.name ? inline : undefined)),
    ...(table.primaryKey === undefined || inline !== undefined ? [] : [primaryKeySql(table.primaryKey)]),
    ...table.uniques.map(uniqueSql),
    ...table.checks.map(checkSql),
    ...table.foreignKeys.map(foreignKeySql),
  ];
  const options = [
    ...(table.options.strict === true ? ["STRICT"] : []),
    ...(table.options.withoutRowid === true ? ["WITHOUT ROWID"] : []),
  ];
  const tail = options.length === 0 ? "" : ` ${options.join(", ")}`;
  return `CREATE TABLE ${guard}${quoteName(name)} (\n  ${lines.join(",\n  ")}\n)${tail}`;
}

/** The definition of a column as CREATE TABLE and ADD COLUMN take it; with the primary key where the column is the whole of it. */
export function columnSql(column: Column, primaryKey?: PrimaryKey): string {
  const type = renderType(column.type);
  const words = [
    quoteName(column.name),
    ...(type === "" ? [] : [type]),
    ...(column.collation === undefined ? [] : [`COLLATE ${quoteName(column.collation)}`]),
    ...(column.nullable ? [] : [`NOT NULL${conflictSql(column.onNullConflict)}`]),
    ...(primaryKey === undefined ? [] : [inlinePrimaryKeySql(primaryKey, column)]),
    ...(column.default === undefined ? [] : [`DEFAULT ${defaultSql(column.default)}`]),
    ...(column.generated === undefined ? [] : [generatedSql(column.generated)]),
  ];
  return words.join(" ");
}

/** A CHECK constraint, with its name if it has one. */
export function checkSql(check: Check): string {
  return `${nameSql(check)}CHECK ${inParentheses(check.expression)}`;
}

/** CREATE INDEX. Source: https://www.sqlite.org/lang_createindex.html (3.53). */
export function createIndexSql(table: string, index: Index, ifNotExists = false): string {
  const unique = index.unique === true ? "UNIQUE " : "";
  const guard = ifNotExists ? "IF NOT EXISTS " : "";
  const where = index.where === undefined ? "" : ` WHERE ${index.where}`;
  const parts = index.parts.map(indexPartSql).join(", ");
  return `CREATE ${unique}INDEX ${guard}${quoteName(index.name)} ON ${quoteName(table)} (${parts})${where}`;
}

/** An expression in parentheses, which a comment at its end doesn't swallow. */
export function inParentheses(text: string): string {
  return text.includes("--") ? `(${text}\n)` : `(${text})`;
}

/** True when a default is the same in every row: what ADD COLUMN can give to the rows that are there. */
export function isConstant(value: DefaultValue): boolean {
  return !isSql(value) || literalPattern.test(value.sql.trim());
}

const literalPattern =
  /^(?:[+-]?\s*(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?\s*0x[\da-f]+|'(?:[^']|'')*'|x'[\da-f]*'|null|true|false)$/i;
const clockPattern = /^current_(?:timestamp|date|time)$/i;

/** A default as it stands behind DEFAULT: an expression has parentheses around it. */
export function defaultSql(value: DefaultValue): string {
  const text = literal(value).trim();
  if (!isSql(value) || isConstant(value) || clockPattern.test(text) || isParenthesised(text)) return text;
  return inParentheses(text);
}

/** True when the first parenthesis closes at the very end. */
function isParenthesised(text: string): boolean {
  const tokens = tokenize(text);
  if (!isOperator(tokens[0], "(")) return false;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    if (depth === 0) return i === tokens.length - 1;
  }
  return false;
}

function generatedSql({ expression, stored }: Generated): string {
  return `GENERATED ALWAYS AS ${inParentheses(expression)} ${stored ? "STORED" : "VIRTUAL"}`;
}

/**
 * The primary key, where it is written with its column: AUTOINCREMENT is allowed only there, a descending INTEGER key
 * is an alias of the rowid unless it stands there, and a plain one reads better there.
 */
function inlinePrimaryKey(table: Table): PrimaryKey | undefined {
  const key = table.primaryKey;
  const name = key?.columns[0];
  if (key === undefined || name === undefined || key.columns.length !== 1) return undefined;
  return key.keyOptions?.[name]?.collation === undefined ? key : undefined;
}

function inlinePrimaryKeySql(key: PrimaryKey, column: Column): string {
  const descending = key.keyOptions?.[column.name]?.descending === true ? " DESC" : "";
  const numbered = column.autoincrement === true ? " AUTOINCREMENT" : "";
  return `${nameSql(key)}PRIMARY KEY${descending}${conflictSql(key.onConflict)}${numbered}`;
}

function primaryKeySql(key: PrimaryKey): string {
  return `${nameSql(key)}PRIMARY KEY ${keySql(key)}${conflictSql(key.onConflict)}`;
}

function uniqueSql(unique: Unique): string {
  return `${nameSql(unique)}UNIQUE ${keySql(unique)}${conflictSql(unique.onConflict)}`;
}

function foreignKeySql(key: ForeignKey): string {
  const columns = key.references.columns.length === 0 ? "" : ` ${quoteNames(key.references.columns)}`;
  const words = [
    `${nameSql(key)}FOREIGN KEY ${quoteNames(key.columns)} REFERENCES ${quoteName(key.references.table)}${columns}`,
    ...(key.match === undefined ? [] : [`MATCH ${key.match.toUpperCase()}`]),
    ...(key.onDelete === undefined ? [] : [`ON DELETE ${key.onDelete.toUpperCase()}`]),
    ...(key.onUpdate === undefined ? [] : [`ON UPDATE ${key.onUpdate.toUpperCase()}`]),
    ...(key.deferrable === undefined ? [] : [`DEFERRABLE ${key.deferrable.toUpperCase()}`]),
  ];
  return words.join(" ");
}

/** A key of an index. */
export function indexPartSql(part: IndexPart): string {
  const key = "column" in part ? quoteName(part.column) : expressionKey(part.expression, part.collation !== undefined);
  return `${key}${orderSql(part)}`;
}

/** As it is, where it can't be taken for a column, nor a collation behind it for its last operand's. */
function expressionKey(expression: string, hasCollation: boolean): string {
  const tokens = tokenize(expression);
  const closed =
    isParenthesised(expression) || (tokens[0]?.kind === "word" && isParenthesised(expression.slice(tokens[0].end)));
  const bare = tokens.length > 1 && !hasCollation && !tokens.some((token) => isKeyword(token, "COLLATE"));
  return closed || bare ? expression : inParentheses(expression);
}

function keySql({ columns, keyOptions }: Pick<Unique, "columns" | "keyOptions">): string {
  return `(${columns.map((name) => `${quoteName(name)}${orderSql(keyOptions?.[name] ?? {})}`).join(", ")})`;
}

function orderSql({ collation, descending }: KeyColumnOptions): string {
  return `${collation === undefined ? "" : ` COLLATE ${quoteName(collation)}`}${descending === true ? " DESC" : ""}`;
}

function nameSql({ name }: { readonly name?: string }): string {
  return name === undefined ? "" : `CONSTRAINT ${quoteName(name)} `;
}

function conflictSql(action: PrimaryKey["onConflict"]): string {
  return action === undefined || action === "abort" ? "" : ` ON CONFLICT ${action.toUpperCase()}`;
}
