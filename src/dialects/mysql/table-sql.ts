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
import type { TableOptions } from "../../schema/table-options.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Server } from "../contract.ts";
import { isOperator } from "../ddl-token.ts";
import { literal, quoteName, quoteNames, quoteObject, quoteText } from "./quote.ts";
import { isMariadb } from "./server.ts";
import { tokenize } from "./tokens.ts";
import { renderType } from "./types.ts";

/**
 * CREATE TABLE with all that the table has. Foreign keys must name the columns that they refer to.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-table.html, https://mariadb.com/kb/en/create-table/.
 */
export function createTableSql(table: Table, server: Server, ifNotExists = false): string {
  const lines = [
    ...table.columns.map((column) => columnSql(column, server)),
    ...(table.primaryKey === undefined ? [] : [primaryKeySql(table.primaryKey)]),
    ...table.uniques.map(uniqueSql),
    ...table.indexes.map((index) => indexSql(index, server)),
    ...table.checks.map(checkSql),
    ...table.foreignKeys.map(foreignKeySql),
  ];
  const { partitionBy } = table.options;
  const words = [
    `CREATE TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${quoteObject(table)} (\n  ${lines.join(",\n  ")}\n)`,
    ...optionWords(table.options),
    ...(table.comment === undefined ? [] : [`COMMENT=${quoteText(table.comment)}`]),
  ].join(" ");
  return partitionBy === undefined ? words : `${words}\nPARTITION BY ${partitionBy}`;
}

/** The options of a table but for its partitions, as CREATE TABLE takes them. */
export function optionWords(options: TableOptions): readonly string[] {
  const { engine, charset, collation, rowFormat, tablespace, storage = {}, systemVersioned } = options;
  return [
    ...(engine === undefined ? [] : [`ENGINE=${engine}`]),
    ...(charset === undefined ? [] : [`DEFAULT CHARACTER SET=${charset}`]),
    ...(collation === undefined ? [] : [`COLLATE=${collation}`]),
    ...(rowFormat === undefined ? [] : [`ROW_FORMAT=${rowFormat.toUpperCase()}`]),
    ...(tablespace === undefined ? [] : [`TABLESPACE=${quoteName(tablespace)}`]),
    ...Object.entries(storage).map(([name, value]) => storageSql(name, value)),
    ...(systemVersioned === true ? ["WITH SYSTEM VERSIONING"] : []),
  ];
}

/** All of a column's definition: what a MODIFY doesn't repeat the column loses. */
export function columnSql(column: Column, server: Server): string {
  const { name, type, collation, generated, nullable, comment } = column;
  const words = [
    quoteName(name),
    renderType(collation === undefined ? type : fitting(type, collation)),
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(generated === undefined ? [] : [generatedSql(generated)]),
    ...nullWords(column),
    ...(column.default === undefined ? [] : [`DEFAULT ${defaultSql(column.default, type, server)}`]),
    ...(nullable && column.default === undefined && column.generated === undefined && type.kind === "timestamp"
      ? ["DEFAULT NULL"]
      : []),
    ...(column.onUpdate === undefined ? [] : [`ON UPDATE ${column.onUpdate}`]),
    ...(column.autoincrement === true ? ["AUTO_INCREMENT"] : []),
    ...(column.invisible === true ? ["INVISIBLE"] : []),
    ...(comment === undefined ? [] : [`COMMENT ${quoteText(comment)}`]),
  ];
  return words.join(" ");
}

/** The type without a character set that the collation isn't of, which brings its own. MariaDB's newest collations are of many. */
function fitting(type: ColumnType, collation: string): ColumnType {
  if (!("charset" in type) || type.charset === undefined) return type;
  if (collation.startsWith(`${type.charset}_`) || collation.startsWith("uca1400_")) return type;
  const { charset: _, ...plain } = type;
  return plain;
}

/** A timestamp is NOT NULL unless it says otherwise, where `explicit_defaults_for_timestamp` is off. */
function nullWords({ nullable, type }: Column): readonly string[] {
  if (!nullable) return ["NOT NULL"];
  return type.kind === "timestamp" ? ["NULL"] : [];
}

function generatedSql({ expression, stored }: Generated): string {
  return `GENERATED ALWAYS AS ${inParentheses(expression)} ${stored ? "STORED" : "VIRTUAL"}`;
}

/**
 * A default as it stands behind DEFAULT: an expression has parentheses around it, and so has, on MySQL, a constant of a type of unlimited
 * length. Source: https://dev.mysql.com/doc/refman/9.7/en/data-type-defaults.html.
 */
function defaultSql(value: DefaultValue, type: ColumnType, server: Server): string {
  const text = literal(value).trim();
  if (isParenthesised(text)) return text;
  if (isConstant(value)) return isLong(type) && !isMariadb(server) ? `(${text})` : text;
  return MOMENTS.has(type.kind) && CLOCK.test(text) ? text : inParentheses(text);
}

/** True for a type of unlimited length. */
export function isLong({ kind }: ColumnType): boolean {
  return LONG.has(kind);
}

const LONG: ReadonlySet<ColumnType["kind"]> = new Set([
  ...(["text", "blob", "json", "geometry", "point", "linestring", "polygon"] as const),
  ...(["multipoint", "multilinestring", "multipolygon", "geometrycollection"] as const),
]);
const MOMENTS: ReadonlySet<ColumnType["kind"]> = new Set(["timestamp", "datetime"]);
const CLOCK = /^(?:current_timestamp|now|localtime|localtimestamp)(?:\s*\(\s*\d*\s*\))?$/i;
const CONSTANT =
  /^(?:[+-]?\s*(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|0x[\da-f]+|(?:_\w+\s*)?(?:[bnx]\s*)?'(?:[^'\\]|''|\\.)*'|null|true|false)$/is;

/** True for a default that is the same whenever it is used, and written without parentheses. */
export function isConstant(value: DefaultValue): boolean {
  return !isSql(value) || CONSTANT.test(value.sql.trim());
}

/** True for a default that is the moment of the statement. */
export function isClock(value: DefaultValue): boolean {
  return isSql(value) && CLOCK.test(value.sql.trim());
}

/** PRIMARY KEY; the server reads its name and forgets it. */
export function primaryKeySql(key: PrimaryKey): string {
  return `${constraintName(key)}PRIMARY KEY ${keySql(key)}`;
}

/** UNIQUE KEY, with its name if it has one. */
export function uniqueSql(unique: Unique): string {
  return `UNIQUE KEY ${unique.name === undefined ? "" : `${quoteName(unique.name)} `}${keySql(unique)}`;
}

/** An index as CREATE TABLE and ADD take it. */
export function indexSql(index: Index, server: Server): string {
  const { method, comment, invisible } = index;
  const { using, ...others } = index.storage ?? {};
  const kind = method === undefined ? (index.unique === true ? "UNIQUE " : "") : `${method.toUpperCase()} `;
  const words = [
    `${kind}KEY ${quoteName(index.name)}`,
    ...(using === undefined ? [] : [`USING ${using.toUpperCase()}`]),
    `(${index.parts.map(indexPartSql).join(", ")})`,
    ...Object.entries(others).map(([name, value]) => storageSql(name, value)),
    ...(comment === undefined ? [] : [`COMMENT ${quoteText(comment)}`]),
    ...(invisible === true ? [isMariadb(server) ? "IGNORED" : "INVISIBLE"] : []),
  ];
  return words.join(" ");
}

/** Options whose values are texts, whatever they look like. Source: https://dev.mysql.com/doc/refman/9.7/en/create-table.html. */
const TEXT_OPTIONS: ReadonlySet<string> = new Set([
  ...["COMPRESSION", "ENCRYPTION", "CONNECTION", "PASSWORD", "DATA DIRECTORY", "INDEX DIRECTORY"],
  ...["ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE"],
]);

/** What says the same as nothing, of options that have no DEFAULT. */
export const USUAL_TEXTS: Readonly<Record<string, string>> = { compression: "NONE", encryption: "N" };

/** An option by its name. */
export function storageSql(name: string, value: string): string {
  const words = name.toUpperCase();
  if (words === "WITH PARSER") return `${words} ${quoteName(value)}`;
  return `${words}=${/^\w+$/.test(value) && !TEXT_OPTIONS.has(words) ? value : quoteText(value)}`;
}

/** A key of an index. */
export function indexPartSql(part: IndexPart): string {
  const length = part.length === undefined ? "" : `(${part.length})`;
  const key = "column" in part ? `${quoteName(part.column)}${length}` : inParentheses(part.expression);
  return `${key}${part.descending === true ? " DESC" : ""}`;
}

/** A CHECK constraint, with its name if it has one. */
export function checkSql(check: Check): string {
  const enforced = check.notEnforced === true ? " NOT ENFORCED" : "";
  return `${constraintName(check)}CHECK ${inParentheses(check.expression)}${enforced}`;
}

/** A foreign key, which names the columns that it refers to. */
export function foreignKeySql(key: ForeignKey): string {
  const { columns, references, onDelete, onUpdate } = key;
  const words = [
    `${constraintName(key)}FOREIGN KEY ${quoteNames(columns)}`,
    `REFERENCES ${quoteObject(referentOf(key))} ${quoteNames(references.columns)}`,
    ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete.toUpperCase()}`]),
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate.toUpperCase()}`]),
  ];
  return words.join(" ");
}

function referentOf({ references: { table, schema } }: ForeignKey) {
  return schema === undefined ? { name: table } : { name: table, schema };
}

function keySql({ columns, keyOptions }: Pick<Unique, "columns" | "keyOptions">): string {
  const direction = ({ descending }: KeyColumnOptions) => (descending === true ? " DESC" : "");
  return `(${columns.map((name) => `${quoteName(name)}${direction(keyOptions?.[name] ?? {})}`).join(", ")})`;
}

function constraintName({ name }: { readonly name?: string }): string {
  return name === undefined ? "" : `CONSTRAINT ${quoteName(name)} `;
}

/** An expression in parentheses, which a comment at its end doesn't swallow. */
export function inParentheses(text: string): string {
  return /--|#/.test(text) ? `(${text}\n)` : `(${text})`;
}

/** True when the first parenthesis closes at the very end. */
export function isParenthesised(text: string): boolean {
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
