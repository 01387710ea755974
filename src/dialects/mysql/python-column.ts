import { applyOp } from "../../ops/behaviours.ts";
import type { AlterColumn, RenameColumn } from "../../ops/column-ops.ts";
import { pyWord } from "../../ops/python-code.ts";
import type { PythonAlteration } from "../../ops/python-dialect.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { findTable } from "../../schema/names.ts";
import type { Column, DefaultValue, Schema } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { inParentheses, isClock, isConstant, isLong, isParenthesised } from "./table-sql.ts";

/**
 * What SQLAlchemy is told as the default of a column: what it is set to on each update stands behind it. SQLAlchemy puts SQL of more than
 * one word in parentheses, which makes an expression of a number: a constant is a text, as which every server takes it.
 * Source: `get_column_specification` of sqlalchemy/dialects/mysql/base.py (2.0.54).
 */
export function serverDefault(column: Column): DefaultValue | undefined {
  const { default: value, onUpdate, type } = column;
  if (onUpdate !== undefined) return { sql: `${value === undefined ? "NULL" : sqlOf(value)} ON UPDATE ${onUpdate}` };
  if (value === undefined) return undefined;
  if (typeof value === "string") return isLong(type) ? { sql: `(${quoted(value)})` } : value;
  const sql = sqlOf(value);
  return isConstant({ sql }) && /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(sql) && /\W/.test(sql) ? sql : { sql };
}

/** As it stands behind DEFAULT. */
function sqlOf(value: DefaultValue): string {
  if (typeof value === "string") return quoted(value);
  if (!isSql(value)) return String(Number(value));
  const sql = value.sql.trim();
  return isConstant(value) || isClock(value) || isParenthesised(sql) ? sql : inParentheses(sql);
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/**
 * Alembic writes a column that changes anew, from what it is told of it: undefined where it has no word for something that must stay.
 * A default that goes without the rest is written as none at all, and not as NULL: so the rest is said, too.
 * Source: alembic/ddl/mysql.py (1.20).
 */
export function alteration(op: AlterColumn | RenameColumn, before: Schema): PythonAlteration | undefined {
  const table = findTable(before, { name: op.table });
  const from = table?.columns.find(({ name }) => name === op.column);
  if (table === undefined || from === undefined) return undefined;
  const name = op.kind === "renameColumn" ? op.to : op.column;
  const to = findTable(applyOp(before, op), { name: op.table })?.columns.find((column) => column.name === name);
  if (to === undefined || !isSayable(from) || !isSayable(to)) return undefined;
  const hasOwnCheck = table.checks.some(
    (check) => check.name === undefined && mentionsIdentifier(check.expression, op.column, { as: "column" }),
  );
  if (hasOwnCheck) return undefined;
  const [was, is] = [from.autoincrement === true, to.autoincrement === true];
  const numbered = was === is ? (is ? { existing_autoincrement: pyWord(true) } : {}) : { autoincrement: pyWord(is) };
  return { says: ["autoincrement", "onUpdate"], keywords: numbered, isWhole: true };
}

function isSayable({ generated, invisible, identity, onUpdate, default: value, nullable }: Column): boolean {
  if ([generated, invisible, identity].some((property) => property !== undefined)) return false;
  return onUpdate === undefined || value !== undefined || nullable;
}
