import { given } from "../../base/given.ts";
import type { Column, DefaultValue, Generated } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Row } from "../contract.ts";
import { cursorOver } from "../ddl-cursor.ts";
import { clockOf } from "./clock.ts";
import { expressionOf, groupBy, maybeText, textOf, withoutDatabase } from "./inspect-rows.ts";
import { type Reading, textForm } from "./inspect-session.ts";
import { readDefault } from "./parse-column.ts";
import { tokenize } from "./tokens.ts";
import { parseType } from "./types.ts";

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-columns-table.html; MariaDB's is without reference systems. */
const query = (isMariadb: boolean) => `
SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE = 'YES' AS nullable, COLUMN_DEFAULT AS value,
  EXTRA AS extra, GENERATION_EXPRESSION AS expression, COLLATION_NAME AS collation, COLUMN_COMMENT AS comment,
  ${isMariadb ? "NULL" : "SRS_ID"} AS srid
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`;

/** The columns of all tables and views, by the table's name; `collationOf` tells a table's own collation. */
export async function readColumns(
  reading: Reading,
  collationOf: (table: string) => string | undefined,
): Promise<ReadonlyMap<string, readonly Column[]>> {
  const tables = groupBy(await reading.rows(query(reading.isMariadb)), "table");
  return new Map(
    [...tables].map(([table, rows]) => [table, rows.map((row) => columnOf(row, reading, collationOf(table)))]),
  );
}

function columnOf(row: Row, reading: Reading, tableCollation: string | undefined): Column {
  const extra = textOf(row, "extra");
  const { type, collation } = typeOf(row, reading, tableCollation);
  const generated = generatedOf(row, extra, reading);
  const value = generated === undefined ? defaultOf(row, extra, reading) : undefined;
  return {
    name: textOf(row, "name"),
    type,
    nullable: Number(row["nullable"]) === 1,
    ...given({
      default: type.kind === "boolean" && (value === 0 || value === 1) ? value === 1 : value,
      generated,
      autoincrement: /\bauto_increment\b/i.test(extra) ? (true as const) : undefined,
      collation,
      onUpdate: clockOf(/\bon update ([^\s,]+)/i.exec(extra)?.[1] ?? ""),
      invisible: /\bINVISIBLE\b/i.test(extra) ? (true as const) : undefined,
      comment: maybeText(row, "comment"),
    }),
  };
}

/** A character set and a collation are the column's own where they aren't those of its table. */
function typeOf(
  row: Row,
  reading: Reading,
  tableCollation: string | undefined,
): { readonly type: ColumnType; readonly collation?: string } {
  // MariaDB tells so of compressed columns.
  const declared = textOf(row, "type").replace(/\/\*M?!\d+ (\w+)\*\//, (_, word: string) => word.toLowerCase());
  const srid = maybeText(row, "srid");
  if (srid !== undefined) return { type: { kind: "raw", sql: `${declared} srid ${srid}` } };
  const type = withoutWidth(parseType(declared));
  const { charset, ...collation } = textForm(maybeText(row, "collation"), tableCollation, reading);
  if (charset === undefined) return { type, ...collation };
  if (type.kind === "raw") return { type: { kind: "raw", sql: `${type.sql} character set ${charset}` }, ...collation };
  return { type: takesCharset(type) ? { ...type, charset } : type, ...collation };
}

function takesCharset(type: ColumnType): type is Extract<ColumnType, { readonly charset?: string }> {
  return ["char", "varchar", "text", "enum", "set"].includes(type.kind);
}

/** The width that a number is shown with says nothing, unless zeros fill it up. MySQL 8.0.19 stopped telling it. */
function withoutWidth(type: ColumnType): ColumnType {
  if (!("width" in type) || type.zerofill === true) return type;
  const { width: _, ...rest } = type;
  return rest;
}

function generatedOf(row: Row, extra: string, { isMariadb }: Reading): Generated | undefined {
  const expression = maybeText(row, "expression");
  if (expression === undefined || !/\b(?:VIRTUAL|STORED|PERSISTENT) GENERATED\b/i.test(extra)) return undefined;
  return { expression: expressionOf(expression, isMariadb), stored: !/\bVIRTUAL GENERATED\b/i.test(extra) };
}

/**
 * MariaDB shows a default as SQL, the word NULL for none. MySQL shows a constant without its quotes, and says in another column whether
 * it is an expression. An expression comes in parentheses, as both servers take it. Found out on MariaDB 10.11.19 and MySQL 9.7.4.
 */
function defaultOf(row: Row, extra: string, reading: Reading): DefaultValue | undefined {
  const value = row["value"];
  if (value === null || value === undefined) return undefined;
  const text = String(value);
  const type = textOf(row, "type");
  const isExpression = /\bDEFAULT_GENERATED\b/i.test(extra);
  const clock = reading.isMariadb || isExpression ? clockOf(text) : undefined;
  if (clock !== undefined) return { sql: clock };
  const bytes = /^x'([\da-f]*)'$/i.exec(text)?.[1];
  // MariaDB shows bytes as it was given them, and from 11 on as digits.
  if (
    reading.isMariadb &&
    bytes !== undefined &&
    maybeText(row, "collation") === undefined &&
    !type.startsWith("bit")
  ) {
    return bytesOf(text, bytes);
  }
  if (reading.isMariadb) return mariadbDefault(text, reading);
  if (isExpression) return { sql: inParentheses(expressionOf(text, false)) };
  if (/^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|year)\b/.test(type)) return numberOf(text);
  if (type.startsWith("bit")) return { sql: text };
  return maybeText(row, "collation") === undefined && /^0x/i.test(text) ? bytesOf(text, text.slice(2)) : text;
}

/** MySQL shows bytes as hexadecimal digits; they are a text where they are one, as MariaDB shows them. */
function bytesOf(text: string, digits: string): DefaultValue {
  const bytes = Buffer.from(digits, "hex").toString("latin1");
  return /^[\x20-\x7e]*$/.test(bytes) ? bytes : { sql: text };
}

function mariadbDefault(text: string, reading: Reading): DefaultValue | undefined {
  const cursor = cursorOver(text, tokenize(text), "a default");
  const value = readDefault(cursor);
  const isWhole = cursor.isAtEnd();
  if (isWhole && (typeof value !== "object" || /^[-\d.bxBX]/.test(value.sql))) return value;
  const expression = withoutDatabase(text, reading.database);
  return { sql: isWhole && text.startsWith("(") ? expression : inParentheses(expression) };
}

function inParentheses(expression: string): string {
  return `(${expression})`;
}

function numberOf(text: string): DefaultValue {
  return String(Number(text)) === text ? Number(text) : { sql: text };
}
