import { given } from "../../base/given.ts";
import type { Check, Column, DefaultValue, ForeignKey, Generated, PrimaryKey, Unique } from "../../schema/schema.ts";
import { readReferences } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { readTypeWords } from "./parse-type.ts";

/** A column as a statement defines it, with the constraints that stand in its definition. */
export interface ColumnDefinition {
  readonly column: Column;
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
  /** In ALTER TABLE: where it is put. */
  readonly position?: { readonly after: string } | "first";
  /** Clauses of the definition that a column has no place for here, by their first words in capitals. */
  readonly others: readonly string[];
}

interface Draft {
  column: Column;
  primaryKey?: PrimaryKey;
  readonly uniques: Unique[];
  readonly checks: Check[];
  readonly foreignKeys: ForeignKey[];
  readonly others: string[];
  /** The name that CONSTRAINT gives to what comes next. */
  constraint?: string;
}

/**
 * Reads `name type attributes…`, and in ALTER TABLE the place behind them. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-table.html, https://mariadb.com/kb/en/create-table/ (column_definition).
 */
export function readColumn(cursor: Cursor, name = cursor.name()): ColumnDefinition {
  if (cursor.accept("SERIAL")) return readAttributes(cursor, serial(name));
  const { type, collation } = readTypeWords(cursor);
  return readAttributes(cursor, { column: { name, type, nullable: true, ...given({ collation }) }, ...nothing() });
}

function nothing(): Pick<Draft, "uniques" | "checks" | "foreignKeys" | "others"> {
  return { uniques: [], checks: [], foreignKeys: [], others: [] };
}

/** `SERIAL` is short for this. Source: https://dev.mysql.com/doc/refman/9.7/en/numeric-type-syntax.html. */
function serial(name: string): Draft {
  const column: Column = { name, type: { kind: "bigint", unsigned: true }, nullable: false, autoincrement: true };
  return { column, ...nothing(), uniques: [{ columns: [name] }] };
}

function readAttributes(cursor: Cursor, draft: Draft): ColumnDefinition {
  while (!isEnd(cursor.peek())) {
    const position = readPosition(cursor);
    if (position !== undefined) return { ...finished(draft), position };
    readAttribute(cursor, draft);
  }
  return finished(draft);
}

function finished({ constraint: _, ...definition }: Draft): ColumnDefinition {
  return definition;
}

function isEnd(token: Token): boolean {
  return token.kind === "end" || [",", ")", ";"].some((mark) => isOperator(token, mark));
}

function readPosition(cursor: Cursor): ColumnDefinition["position"] {
  if (cursor.accept("FIRST")) return "first";
  return cursor.accept("AFTER") ? { after: cursor.name() } : undefined;
}

function readAttribute(cursor: Cursor, draft: Draft): void {
  const { column } = draft;
  const set = (changes: Partial<Column>) => {
    draft.column = { ...column, ...changes };
  };
  const columns = [column.name];
  const named = given({ name: draft.constraint });
  if (cursor.accept("CONSTRAINT")) {
    // The name may be missing in front of CHECK.
    if (!isKeyword(cursor.peek(), "CHECK")) draft.constraint = cursor.name();
    return;
  }
  delete draft.constraint;
  if (cursor.accept("NOT", "NULL")) set({ nullable: false });
  else if (cursor.accept("NULL")) set({ nullable: true });
  else if (cursor.accept("DEFAULT")) set(given({ default: readDefault(cursor) }));
  else if (cursor.accept("ON", "UPDATE")) set({ onUpdate: readExpression(cursor) });
  else if (cursor.accept("AUTO_INCREMENT")) set({ autoincrement: true });
  else if (cursor.accept("UNIQUE")) {
    cursor.accept("KEY");
    draft.uniques.push({ columns, ...named });
  } else if (cursor.accept("PRIMARY", "KEY") || cursor.accept("KEY")) {
    draft.primaryKey = { columns };
    set({ nullable: false });
  } else if (cursor.accept("COMMENT")) set({ comment: cursor.next().value });
  else if (cursor.accept("COLLATE")) set({ collation: cursor.name().toLowerCase() });
  else if (cursor.accept("VISIBLE")) return;
  else if (cursor.accept("INVISIBLE")) set({ invisible: true });
  else if (cursor.accept("REFERENCES")) draft.foreignKeys.push({ columns, ...named, ...readReferences(cursor) });
  else if (cursor.accept("CHECK")) draft.checks.push({ ...named, ...readCheck(cursor) });
  else if (cursor.accept("GENERATED", "ALWAYS", "AS", "ROW") || cursor.accept("AS", "ROW")) {
    cursor.next();
    draft.others.push("AS ROW");
  } else if (cursor.accept("GENERATED", "ALWAYS", "AS") || cursor.accept("AS"))
    set({ generated: readGenerated(cursor) });
  else draft.others.push(readOther(cursor));
}

function readGenerated(cursor: Cursor): Generated {
  const expression = cursor.parenthesised();
  const stored = cursor.accept("STORED") || cursor.accept("PERSISTENT");
  if (!stored) cursor.accept("VIRTUAL");
  return { expression, stored };
}

/** `(expression) [[NOT] ENFORCED]`, behind CHECK. */
export function readCheck(cursor: Cursor): Check {
  const expression = cursor.parenthesised();
  if (cursor.accept("NOT", "ENFORCED")) return { expression, notEnforced: true };
  cursor.accept("ENFORCED");
  return { expression };
}

/** A clause that a column has no place for; what stands behind its words is passed. */
function readOther(cursor: Cursor): string {
  for (const { words, value } of OTHERS) {
    if (!cursor.accept(...words)) continue;
    if (value && !cursor.acceptOperator("=")) cursor.acceptOperator(":=");
    if (value) cursor.next();
    return words.join(" ");
  }
  throw cursor.unreadable("an attribute of a column");
}

const OTHERS: readonly { readonly words: readonly string[]; readonly value: boolean }[] = [
  { words: ["SRID"], value: true },
  { words: ["REF_SYSTEM_ID"], value: true },
  { words: ["COLUMN_FORMAT"], value: true },
  { words: ["STORAGE"], value: true },
  { words: ["ENGINE_ATTRIBUTE"], value: true },
  { words: ["SECONDARY_ENGINE_ATTRIBUTE"], value: true },
  { words: ["COMPRESSED"], value: false },
  { words: ["WITH", "SYSTEM", "VERSIONING"], value: false },
  { words: ["WITHOUT", "SYSTEM", "VERSIONING"], value: false },
  { words: ["BINARY"], value: false },
  { words: ["ASCII"], value: false },
  { words: ["UNICODE"], value: false },
];

/** The value behind DEFAULT; undefined for NULL, which is the absence of one. */
export function readDefault(cursor: Cursor): DefaultValue | undefined {
  const first = cursor.peek();
  const sign = isOperator(first, "-") || isOperator(first, "+");
  const constant = cursor.peek(sign ? 1 : 0);
  if (constant.kind === "number") {
    cursor.next();
    if (sign) cursor.next();
    const text = `${isOperator(first, "-") ? "-" : ""}${constant.text}`;
    return String(Number(text)) === text ? Number(text) : { sql: text };
  }
  if (constant.kind === "string") return cursor.next().value;
  if (cursor.accept("NULL")) return undefined;
  if (cursor.accept("TRUE")) return true;
  if (cursor.accept("FALSE")) return false;
  return { sql: readExpression(cursor) };
}

/**
 * An expression that needs no parentheses around it: one in parentheses, a call, a word such as CURRENT_TIMESTAMP, a text with its
 * character set, the next value of a sequence.
 */
function readExpression(cursor: Cursor): string {
  const first = cursor.peek();
  if (isOperator(first, "(")) {
    cursor.parenthesised();
  } else if (cursor.accept("NEXT", "VALUE", "FOR")) {
    cursor.name();
    if (cursor.acceptOperator(".")) cursor.name();
  } else {
    const token = cursor.next();
    if (token.kind === "end" || token.kind === "operator") throw cursor.unreadable("an expression");
    while (cursor.acceptOperator(".")) cursor.name();
    if (token.kind === "word" && cursor.peek().kind === "string") cursor.next();
    else if (isOperator(cursor.peek(), "(")) cursor.parenthesised();
  }
  return cursor.text(first, cursor.peek(-1));
}
