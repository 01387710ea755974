import { given } from "../../base/given.ts";
import type { Column, DefaultValue } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import type { ColumnType } from "../../schema/types.ts";
import { cursorOver } from "../ddl-cursor.ts";
import { clockOf } from "./clock.ts";
import { normaliseExpression, withoutOuterParentheses } from "./expression-text.ts";
import { collationName, normaliseType } from "./normalise-type.ts";
import { readDefault } from "./parse-column.ts";
import { tokenize } from "./tokens.ts";

/** A column in the form in which two are compared. `options` are its table's, in that form; `isKey` says that it is in the primary key. */
export function normaliseColumn(column: Column, options: TableOptions, isKey: boolean): Column {
  const { default: value, generated, onUpdate, comment, collation, ...rest } = column;
  const type = normaliseType(column.type);
  return {
    ...rest,
    ...textOf(type, collation, options),
    // A column that the server numbers is never NULL.
    nullable: column.nullable && !isKey && column.autoincrement !== true,
    ...given({
      default: value === undefined ? undefined : normaliseDefault(value, type),
      generated:
        generated === undefined ? undefined : { ...generated, expression: normaliseExpression(generated.expression) },
      onUpdate: onUpdate === undefined ? undefined : (clockOf(onUpdate) ?? normaliseExpression(onUpdate)),
      comment: comment === "" ? undefined : comment,
    }),
  };
}

/** A collation says the character set as well; both are left out where they are what the table says. */
function textOf(
  type: ColumnType,
  stated: string | undefined,
  options: TableOptions,
):
  | { readonly type: ColumnType; readonly collation: string }
  | { readonly type: ColumnType; readonly collation?: never } {
  const collation = stated === undefined ? undefined : collationName(stated);
  const charset = "charset" in type ? type.charset : undefined;
  const isTables =
    collation === undefined
      ? options.collation === undefined && charset === options.charset
      : collation === options.collation;
  const plain = charset === undefined || (collation === undefined && !isTables) ? type : withoutCharset(type);
  return collation === undefined || isTables ? { type: plain } : { type: plain, collation };
}

function withoutCharset(type: ColumnType): ColumnType {
  if (!("charset" in type)) return type;
  const { charset: _, ...rest } = type;
  return rest as ColumnType;
}

/**
 * A constant as the column's type takes it, so that '5' on a number is 5, 1.50 is 1.5, 5 on a text is '5', TRUE is 1; the clock in one
 * spelling; undefined for NULL.
 */
function normaliseDefault(value: DefaultValue, type: ColumnType): DefaultValue | undefined {
  const constant = constantOf(value);
  if (constant === null) return undefined;
  if (isSql(constant)) return { sql: clockOf(constant.sql) ?? normaliseExpression(constant.sql) };
  const text = typeof constant === "boolean" ? String(Number(constant)) : String(constant);
  if (NUMBERS.has(type.kind)) return numberOf(text);
  return text;
}

/** The constant that SQL stands for, null for NULL, or the SQL. */
function constantOf(value: DefaultValue): DefaultValue | null {
  if (!isSql(value)) return value;
  const text = withoutOuterParentheses(value.sql).replace(/^_(?:utf8mb4|utf8mb3|utf8)(?=')/i, "");
  const cursor = cursorOver(text, tokenize(text), "a default");
  if (cursor.isAtEnd() || (cursor.peek().kind === "operator" && !/^[-+]$/.test(cursor.peek().text)))
    return { sql: text };
  if (/^[-+]/.test(text) && cursor.peek(1).kind !== "number") return { sql: text };
  const read = readDefault(cursor);
  if (!cursor.isAtEnd()) return { sql: text };
  if (read === undefined) return null;
  // A number that JavaScript would write in another way comes as SQL.
  return isSql(read) && /^-?[\d.]+$/.test(read.sql) ? read.sql : read;
}

/** Without the zeros at the end of a fraction, of which the server writes as many as the type has places. */
function numberOf(text: string): DefaultValue {
  const short = /^-?\d*\.\d*$/.test(text) ? text.replace(/\.?0*$/, "") : text;
  if (!/^-?[\d.]+(?:e[-+]?\d+)?$/i.test(short)) return text;
  return String(Number(short)) === short ? Number(short) : { sql: short };
}

const NUMBERS: ReadonlySet<ColumnType["kind"]> = new Set([
  ...(["boolean", "tinyint", "smallint", "mediumint", "integer", "bigint", "numeric", "double", "float"] as const),
]);
