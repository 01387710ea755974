import { given } from "../../base/given.ts";
import type { Check, Column, ForeignKey, Index, ObjectName, PrimaryKey, Table, Unique } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isOperator } from "../ddl-token.ts";
import { readColumn } from "./parse-column.ts";
import { readTablePart } from "./parse-constraint.ts";
import { readTableOptions } from "./parse-options.ts";

/** A table as CREATE TABLE defines it. */
export interface TableDefinition {
  readonly table: Table;
  /** Clauses that a table has no place for here, by their words in capitals. */
  readonly others: readonly string[];
  /** It takes rows, and perhaps columns, from a query. */
  readonly hasQuery: boolean;
}

/** Reads what stands behind the name in CREATE TABLE, to the end of the statement. Errors: DIALECT_DDL_UNREADABLE. */
export function readTable(cursor: Cursor, name: ObjectName): TableDefinition {
  const draft: Draft = { columns: [], uniques: [], checks: [], foreignKeys: [], indexes: [], others: [] };
  if (isOperator(cursor.peek(), "(") && !isQuery(cursor, 1)) readElements(cursor, draft);
  const { options, comment, autoIncrement } = readTableOptions(cursor);
  const partitionBy = readPartitioning(cursor);
  const hasQuery = readQuery(cursor);
  if (!cursor.isAtEnd()) throw cursor.unreadable("an option of the table");
  const { columns, uniques, checks, foreignKeys, indexes, primaryKey } = draft;
  return {
    table: {
      ...name,
      columns,
      ...given({ primaryKey }),
      uniques,
      checks,
      foreignKeys,
      exclusions: [],
      indexes,
      ...given({ comment }),
      options: { ...options, ...given({ partitionBy }) },
    },
    others: [...draft.others, ...(autoIncrement === undefined ? [] : ["AUTO_INCREMENT"])],
    hasQuery,
  };
}

interface Draft {
  readonly columns: Column[];
  primaryKey?: PrimaryKey;
  readonly uniques: Unique[];
  readonly checks: Check[];
  readonly foreignKeys: ForeignKey[];
  readonly indexes: Index[];
  readonly others: string[];
}

function readElements(cursor: Cursor, draft: Draft): void {
  cursor.expectOperator("(");
  do readElement(cursor, draft);
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
}

function readElement(cursor: Cursor, draft: Draft): void {
  const part = readTablePart(cursor);
  switch (part?.kind) {
    case "primaryKey":
      draft.primaryKey = part.primaryKey;
      return;
    case "unique":
      draft.uniques.push(part.unique);
      return;
    case "check":
      draft.checks.push(part.check);
      return;
    case "foreignKey":
      draft.foreignKeys.push(part.foreignKey);
      return;
    case "index":
      draft.indexes.push(part.index);
      return;
    case "period":
      draft.others.push("PERIOD");
      return;
    case undefined: {
      const { column, primaryKey, uniques, checks, foreignKeys, others } = readColumn(cursor);
      draft.columns.push(column);
      if (primaryKey !== undefined) draft.primaryKey = primaryKey;
      draft.uniques.push(...uniques);
      draft.checks.push(...checks);
      draft.foreignKeys.push(...foreignKeys);
      draft.others.push(...others);
    }
  }
}

/** `PARTITION BY …` with its partitions; the text behind the two words, undefined where it isn't there. */
export function readPartitioning(cursor: Cursor): string | undefined {
  if (!cursor.accept("PARTITION", "BY")) return undefined;
  const first = cursor.peek();
  if (cursor.isAtEnd()) throw cursor.unreadable("a way to partition");
  let last = first;
  while (!cursor.isAtEnd() && !isQuery(cursor, 0) && !isOperator(cursor.peek(), ",")) {
    if (isOperator(cursor.peek(), "(")) cursor.parenthesised();
    else cursor.next();
    last = cursor.peek(-1);
  }
  return cursor.text(first, last);
}

/** `[IGNORE | REPLACE] [AS] query`, which runs to the end. */
function readQuery(cursor: Cursor): boolean {
  if (!cursor.accept("IGNORE")) cursor.accept("REPLACE");
  const isExplicit = cursor.accept("AS");
  if (!isExplicit && !isQuery(cursor, 0) && !(isOperator(cursor.peek(), "(") && isQuery(cursor, 1))) return false;
  cursor.rest();
  return true;
}

function isQuery(cursor: Cursor, ahead: number): boolean {
  const token = cursor.peek(ahead);
  return token.kind === "word" && QUERIES.has(token.text.toUpperCase());
}

const QUERIES: ReadonlySet<string> = new Set(["SELECT", "WITH", "VALUES", "TABLE", "AS"]);
