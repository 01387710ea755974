import {
  invalidValue,
  isSqlRecord,
  type OptionsOf,
  oneOf,
  readCount,
  readFlag,
  readList,
  readName,
  readNames,
  readOptions,
  readRecord,
  readSqlText,
  readText,
  readTexts,
  type SqlText,
} from "./options.ts";
import type { Index, IndexPart, Sql } from "./schema.ts";

/** An index among the parts of a table. */
export interface IndexTablePart {
  readonly kind: "index";
  readonly index: Index;
}

/** One key of an index: a column's name, sql`…`, or either of them with how it is kept. */
export type IndexColumn =
  | string
  | Sql
  | (({ readonly column: string } | { readonly expression: SqlText }) & {
      readonly descending?: boolean;
      readonly nulls?: "first" | "last";
      readonly collation?: string;
      readonly opclass?: string;
      /** MySQL: number of leading characters or bytes. */
      readonly length?: number;
    });

/** What an index can have beside its keys. */
export interface IndexOptions {
  readonly unique?: boolean;
  /** Rows outside of it are left out of the index. */
  readonly where?: SqlText;
  /** Access method such as `gin`; `fulltext` and `spatial` on MySQL. */
  readonly method?: string;
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly storage?: Readonly<Record<string, string>>;
  readonly tablespace?: string;
  readonly comment?: string;
  /** MySQL: kept up to date but not used by the optimizer. */
  readonly invisible?: boolean;
}

/** An index: `index("ix_users_email", ["email", desc("created_at")], { unique: true })`. */
export function index(name: string, columns: readonly IndexColumn[], options?: IndexOptions): IndexTablePart {
  const where = `index() "${name}"`;
  return { kind: "index", index: buildIndex(name, columns, readOptions(options, indexReaders, where), where) };
}

/** A key in descending order: desc("created_at"), desc(sql`lower(name)`). */
export function desc(column: string): { readonly column: string; readonly descending: true };
export function desc(expression: Sql): { readonly expression: Sql; readonly descending: true };
export function desc(key: string | Sql) {
  return typeof key === "string" ? { column: key, descending: true } : { expression: key, descending: true };
}

/** Readers of the options of an index. */
export const indexReaders = {
  unique: readFlag,
  where: readSqlText,
  method: readText,
  include: readNames,
  nullsNotDistinct: readFlag,
  storage: readTexts,
  tablespace: readText,
  comment: readText,
  invisible: readFlag,
};

/** An index of what was given. Errors: SCHEMA_*. */
export function buildIndex(
  name: unknown,
  columns: unknown,
  options: OptionsOf<typeof indexReaders>,
  where: string,
): Index {
  const parts = readList(columns, `${where}: the columns`, readIndexPart);
  if (parts.length === 0) throw invalidValue(`${where}: the columns`, "at least one", "none");
  return { name: readName(name, `${where}: the name`), parts, ...options };
}

const partReaders = {
  column: readName,
  expression: readSqlText,
  descending: readFlag,
  nulls: oneOf(["first", "last"]),
  collation: readText,
  opclass: readText,
  length: readCount,
};

function readIndexPart(value: unknown, where: string): IndexPart {
  if (typeof value === "string") return { column: readName(value, where) };
  if (isSqlRecord(value)) return { expression: readSqlText(value, where) };
  const { column, expression, ...options } = readOptions(readRecord(value, where), partReaders, where);
  if (column !== undefined && expression === undefined) return { column, ...options };
  if (expression !== undefined && column === undefined) return { expression, ...options };
  throw invalidValue(where, "a column or an expression, and not both", value);
}
