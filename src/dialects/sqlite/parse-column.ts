import { given } from "../../base/given.ts";
import type {
  Check,
  Column,
  ConflictAction,
  DefaultValue,
  ForeignKey,
  Generated,
  PrimaryKey,
  Unique,
} from "../../schema/schema.ts";
import { readDescending, readReferences } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { readConflict, readDeferrable } from "./parse-clauses.ts";
import { literal } from "./quote.ts";
import { parseType } from "./types.ts";

/** What has been read of a table so far. The constraints of columns are collected with those of the table, in the order of the text. */
export interface TableDraft {
  readonly columns: Column[];
  primaryKey?: PrimaryKey;
  /** The primary key stands with its column, where DESC means something else: see `parseTable`. */
  hasInlineKey: boolean;
  /** Column that AUTOINCREMENT is written for. */
  autoincrement?: string;
  readonly uniques: Unique[];
  readonly checks: Check[];
  readonly foreignKeys: ForeignKey[];
}

/** Properties of a column that its constraints set. */
interface ColumnDraft {
  readonly name: string;
  nullable: boolean;
  onNullConflict?: ConflictAction | undefined;
  default?: DefaultValue | undefined;
  generated?: Generated | undefined;
  collation?: string | undefined;
}

/** Keywords that end the words of a type, for they can't be bare names. */
const AFTER_TYPE: ReadonlySet<string> = new Set(
  "CONSTRAINT NOT NULL PRIMARY UNIQUE CHECK DEFAULT COLLATE REFERENCES AS DEFERRABLE".split(" "),
);

/**
 * Reads a column's definition and adds it, with its constraints, to the draft. SQLite gives no meaning to the name of a NOT NULL, a
 * DEFAULT or a COLLATE (`CONSTRAINT x NOT NULL`), and there is no place for it here.
 * Source: https://www.sqlite.org/syntax/column-def.html (3.53).
 */
export function readColumn(cursor: Cursor, draft: TableDraft): void {
  const name = cursor.name();
  const type = parseType(readType(cursor));
  const column: ColumnDraft = { name, nullable: true };
  let constraintName: string | undefined;
  while (!isOperator(cursor.peek(), ",") && !isOperator(cursor.peek(), ")") && !cursor.isAtEnd()) {
    if (cursor.accept("CONSTRAINT")) {
      constraintName = cursor.name();
    } else {
      readConstraint(cursor, column, draft, constraintName);
      constraintName = undefined;
    }
  }
  const { nullable, onNullConflict, default: value, generated, collation } = column;
  draft.columns.push({ name, type, nullable, ...given({ default: value, generated, collation, onNullConflict }) });
}

/** The declared type as it is written: any number of words, with up to two numbers in parentheses. */
function readType(cursor: Cursor): string {
  const first = cursor.peek();
  let last: Token | undefined;
  while (isTypeWord(cursor)) last = cursor.next();
  if (last !== undefined && isOperator(cursor.peek(), "(")) {
    while (!isOperator(cursor.peek(), ")")) {
      if (cursor.next().kind === "end") throw cursor.unreadable('")"');
    }
    last = cursor.next();
  }
  return last === undefined ? "" : cursor.text(first, last);
}

function isTypeWord(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (token.kind === "quoted" || token.kind === "string") return true;
  if (token.kind !== "word" || AFTER_TYPE.has(token.text.toUpperCase())) return false;
  // `GENERATED ALWAYS AS` could be words of a type, up to its last word.
  return !(isKeyword(token, "GENERATED") && isKeyword(cursor.peek(1), "ALWAYS") && isKeyword(cursor.peek(2), "AS"));
}

function readConstraint(cursor: Cursor, column: ColumnDraft, draft: TableDraft, name: string | undefined): void {
  const columns = [column.name];
  if (cursor.accept("NOT", "NULL")) {
    column.nullable = false;
    column.onNullConflict = readConflict(cursor);
  } else if (cursor.accept("NULL")) {
    readConflict(cursor);
  } else if (cursor.accept("PRIMARY", "KEY")) {
    const descending = readDescending(cursor);
    const keyOptions = descending === undefined ? undefined : { [column.name]: { descending } };
    draft.primaryKey = { columns, ...given({ name, keyOptions, onConflict: readConflict(cursor) }) };
    draft.hasInlineKey = true;
    if (cursor.accept("AUTOINCREMENT")) draft.autoincrement = column.name;
  } else if (cursor.accept("UNIQUE")) {
    draft.uniques.push({ columns, ...given({ name, onConflict: readConflict(cursor) }) });
  } else if (cursor.accept("CHECK")) {
    draft.checks.push({ expression: cursor.parenthesised(), ...given({ name }) });
  } else if (cursor.accept("DEFAULT")) {
    column.default = readDefault(cursor);
  } else if (cursor.accept("COLLATE")) {
    column.collation = cursor.name();
  } else if (cursor.accept("REFERENCES")) {
    draft.foreignKeys.push({ columns, ...given({ name }), ...readReferences(cursor) });
  } else if (cursor.accept("GENERATED", "ALWAYS", "AS") || cursor.accept("AS")) {
    const expression = cursor.parenthesised();
    const stored = cursor.accept("STORED");
    if (!stored) cursor.accept("VIRTUAL");
    column.generated = { expression, stored };
  } else {
    readOwnDeferrable(cursor, draft);
  }
}

/** DEFERRABLE is a constraint of its own in SQLite's grammar and belongs to the foreign key before it. */
function readOwnDeferrable(cursor: Cursor, draft: TableDraft): void {
  const deferrable = readDeferrable(cursor);
  const last = draft.foreignKeys.at(-1);
  if (deferrable === undefined || last === undefined) throw cursor.unreadable("a column constraint");
  const { deferrable: _, ...key } = last;
  draft.foreignKeys[draft.foreignKeys.length - 1] = deferrable === null ? key : { ...key, deferrable };
}

/** The value behind DEFAULT: a constant where its SQL is written as `literal` would write it, else its SQL. */
function readDefault(cursor: Cursor): DefaultValue | undefined {
  const first = cursor.peek();
  if (isOperator(first, "(")) return { sql: `(${cursor.parenthesised()})` };
  const sign = isOperator(first, "-") || isOperator(first, "+") ? cursor.next() : undefined;
  const token = cursor.next();
  const sql = cursor.text(sign ?? token, token);
  if (sign === undefined && isKeyword(token, "NULL")) return undefined;
  const value = token.kind === "number" ? Number(sql) : token.kind === "string" ? token.value : undefined;
  if (token.kind === "end" || token.kind === "operator") throw cursor.unreadable("a default");
  return value !== undefined && literal(value) === sql ? value : { sql };
}
