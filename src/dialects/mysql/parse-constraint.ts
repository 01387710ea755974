import { given } from "../../base/given.ts";
import type { Check, ForeignKey, Index, KeyColumnOptions, PrimaryKey, Unique } from "../../schema/schema.ts";
import { readNames, readReferences } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isOperator } from "../ddl-token.ts";
import { readCheck } from "./parse-column.ts";
import { type Key, readKey } from "./parse-key.ts";

/** A key or constraint that stands beside the columns, in CREATE TABLE or behind ADD. */
export type TablePart =
  | { readonly kind: "primaryKey"; readonly primaryKey: PrimaryKey }
  | { readonly kind: "unique"; readonly unique: Unique }
  | { readonly kind: "check"; readonly check: Check }
  | { readonly kind: "foreignKey"; readonly foreignKey: ForeignKey }
  | { readonly kind: "index"; readonly index: Index }
  | { readonly kind: "period" };

/**
 * Reads a key or constraint; undefined where a column begins. An index without a name gets the name of its first column, as the server
 * gives it as long as it is free. Errors: DIALECT_DDL_UNREADABLE.
 */
export function readTablePart(cursor: Cursor): TablePart | undefined {
  const name = readConstraintName(cursor);
  if (cursor.accept("PRIMARY", "KEY")) return { kind: "primaryKey", primaryKey: primaryKeyOf(readKey(cursor)) };
  if (cursor.accept("UNIQUE")) {
    if (!cursor.accept("KEY")) cursor.accept("INDEX");
    const own = readKeyName(cursor);
    return uniqueOf(readKey(cursor), own ?? name);
  }
  if (cursor.accept("FOREIGN", "KEY")) {
    cursor.accept("IF", "NOT", "EXISTS");
    const own = isOperator(cursor.peek(), "(") ? undefined : cursor.name();
    const columns = readNames(cursor);
    cursor.expect("REFERENCES");
    return { kind: "foreignKey", foreignKey: { columns, ...given({ name: name ?? own }), ...readReferences(cursor) } };
  }
  if (cursor.accept("CHECK")) return { kind: "check", check: { ...given({ name }), ...readCheck(cursor) } };
  if (cursor.accept("FULLTEXT") || isWord(cursor, "SPATIAL")) {
    const method = cursor.accept("SPATIAL") ? "spatial" : "fulltext";
    if (!cursor.accept("KEY")) cursor.accept("INDEX");
    return indexOf(readKeyName(cursor), readKey(cursor), { method });
  }
  if (cursor.accept("INDEX") || cursor.accept("KEY")) return indexOf(readKeyName(cursor), readKey(cursor), {});
  if (cursor.accept("PERIOD", "FOR")) {
    cursor.next();
    cursor.parenthesised();
    return { kind: "period" };
  }
  if (name !== undefined) throw cursor.unreadable("a constraint");
  return undefined;
}

/** `CONSTRAINT [name]`. */
function readConstraintName(cursor: Cursor): string | undefined {
  if (!cursor.accept("CONSTRAINT")) return undefined;
  cursor.accept("IF", "NOT", "EXISTS");
  return CONSTRAINTS.some((word) => isWord(cursor, word)) ? undefined : cursor.name();
}

const CONSTRAINTS = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"];

function readKeyName(cursor: Cursor): string | undefined {
  cursor.accept("IF", "NOT", "EXISTS");
  return isOperator(cursor.peek(), "(") || isWord(cursor, "USING") ? undefined : cursor.name();
}

function isWord(cursor: Cursor, word: string): boolean {
  const token = cursor.peek();
  return token.kind === "word" && token.text.toUpperCase() === word;
}

function primaryKeyOf({ parts }: Key): PrimaryKey {
  const { columns, keyOptions } = columnsOf(parts) ?? { columns: [], keyOptions: undefined };
  return { columns, ...given({ keyOptions }) };
}

/** A unique key over whole columns is a constraint; over prefixes, expressions or with options it is an index. */
function uniqueOf(key: Key, name: string | undefined): TablePart {
  const columns = columnsOf(key.parts);
  if (columns === undefined || columns.keyOptions !== undefined || Object.keys(key.options).length > 0) {
    return indexOf(name, key, { unique: true });
  }
  return { kind: "unique", unique: { ...given({ name }), columns: columns.columns } };
}

function indexOf(name: string | undefined, { parts, options }: Key, more: Partial<Index>): TablePart {
  const first = parts[0];
  const ownName = name ?? (first !== undefined && "column" in first ? first.column : "functional_index");
  return { kind: "index", index: { name: ownName, ...more, parts, ...options } };
}

/** The columns of a key that has nothing but whole columns. */
function columnsOf(
  parts: Key["parts"],
):
  | { readonly columns: readonly string[]; readonly keyOptions: Readonly<Record<string, KeyColumnOptions>> | undefined }
  | undefined {
  const columns: string[] = [];
  const keyOptions: Record<string, KeyColumnOptions> = {};
  for (const part of parts) {
    if (!("column" in part) || part.length !== undefined) return undefined;
    columns.push(part.column);
    if (part.descending) keyOptions[part.column] = { descending: true };
  }
  return { columns, keyOptions: Object.keys(keyOptions).length === 0 ? undefined : keyOptions };
}
