import { type PythonKeywords, pyText, pyWord } from "../../ops/python-code.ts";
import type { PythonDialect } from "../../ops/python-dialect.ts";
import type {
  Check,
  Column,
  DefaultValue,
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  Table,
  Unique,
} from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { alteration, serverDefault } from "./python-column.ts";
import { step } from "./python-step.ts";
import { pythonType } from "./python-types.ts";
import { literal } from "./quote.ts";
import { indexPartSql } from "./table-sql.ts";

/**
 * SQLAlchemy's words for what MySQL and MariaDB have; its keywords begin with the name in the URL.
 * Source: docs.sqlalchemy.org/en/20/dialects/mysql.html (2.0.54).
 */
export function pythonFor(name: "mysql" | "mariadb"): PythonDialect {
  return {
    name,
    type: pythonType,
    defaultSql,
    serverDefault,
    indexKeySql: indexPartSql,
    isNamedKey,
    alteration,
    step,
    primaryKeyName: "PRIMARY",
    keywords: {
      table: (table) => prefixed(name, tableOptions(table)),
      column: columnKeywords,
      primaryKey: keyKeywords,
      unique: keyKeywords,
      check: (check: Check) => (hasOnly(check, ["name", "expression"]) ? {} : undefined),
      foreignKey: (key) => (hasOnly<ForeignKey>(key, FOREIGN_KEY) ? {} : undefined),
      index: (index) => prefixed(name, indexOptions(index)),
    },
  };
}

function prefixed(name: string, words: PythonKeywords | undefined): PythonKeywords | undefined {
  if (words === undefined) return undefined;
  return Object.fromEntries(Object.entries(words).map(([key, code]) => [`${name}_${key}`, code]));
}

/** SQLAlchemy writes words and values as they are. */
function tableOptions({ options }: Table): PythonKeywords | undefined {
  const { engine, charset, collation, rowFormat, tablespace, partitionBy, storage = {}, ...others } = options;
  if (Object.keys(others).length > 0) return undefined;
  const words = { engine, charset, collate: collation, row_format: rowFormat?.toUpperCase(), tablespace, ...storage };
  const given = Object.entries(words).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (!given.flat().every((word) => /^\w+$/.test(word))) return undefined;
  const codes = given.map(([key, value]) => [key, pyText(value)] as const);
  return { ...Object.fromEntries(codes), ...(partitionBy === undefined ? {} : { partition_by: pyText(partitionBy) }) };
}

/** SQLAlchemy numbers the only column of a primary key by itself, if it is a number, and of several none. */
function columnKeywords(column: Column, table: Table): PythonKeywords | undefined {
  if (!hasOnly(column, COLUMN)) return undefined;
  const isUpdated = column.onUpdate !== undefined;
  if (isUpdated && column.default === undefined && !column.nullable) return undefined;
  const key = table.primaryKey?.columns ?? [];
  const isNumbered = column.autoincrement === true;
  if (!key.includes(column.name)) return isNumbered ? undefined : {};
  const isReferring = table.foreignKeys.some(({ columns }) => columns.includes(column.name));
  const isAlone = key.length === 1 && !isReferring && NUMBERS.has(column.type.kind);
  const hasValue = column.default !== undefined || column.generated !== undefined;
  return isNumbered === isAlone || hasValue ? {} : { autoincrement: pyWord(isNumbered) };
}

const NUMBERS: ReadonlySet<string> = new Set([
  ...["tinyint", "smallint", "mediumint", "integer", "bigint", "numeric", "real", "double", "float"],
]);

function keyKeywords(key: PrimaryKey | Unique): PythonKeywords | undefined {
  return hasOnly<Unique>(key, ["name", "columns"]) ? {} : undefined;
}

function indexOptions(index: Index): PythonKeywords | undefined {
  const { method, storage = {} } = index;
  const { using, "with parser": parser, ...others } = storage;
  if (!hasOnly(index, ["name", "unique", "parts", "method", "storage"]) || Object.keys(others).length > 0) {
    return undefined;
  }
  if (![using, parser].every((word) => word === undefined || /^\w+$/.test(word))) return undefined;
  const lengths = index.parts.flatMap((part) =>
    isNamedKey(part, index) && part.length !== undefined ? [[part.column, pyWord(part.length)] as const] : [],
  );
  return {
    ...(method === undefined ? {} : { prefix: pyText(method.toUpperCase()) }),
    ...(lengths.length === 0 ? {} : { length: { kind: "dict", entries: lengths } }),
    ...(parser === undefined ? {} : { with_parser: pyText(parser) }),
    ...(using === undefined ? {} : { using: pyText(using) }),
  };
}

/** The lengths are said by a keyword, unless a key of the index is SQL: that would have none by its name. */
function isNamedKey(part: IndexPart, { parts }: Index): part is IndexPart & { readonly column: string } {
  const isPlain = (each: IndexPart) => "column" in each && hasOnly(each, ["column", "length"]);
  return isPlain(part) && (part.length === undefined || parts.every(isPlain));
}

const COLUMN = [
  ...(["name", "type", "nullable", "default", "generated", "autoincrement"] as const),
  ...(["collation", "onUpdate", "comment"] as const),
];
const FOREIGN_KEY = ["name", "columns", "references", "onDelete", "onUpdate"] as const;

/** False for an object of which something else is said, which a directive would leave out. */
function hasOnly<T extends object>(object: T, known: readonly (keyof T)[]): boolean {
  return Object.keys(object).every((key) => known.some((each) => each === key));
}

/** An expression stands in parentheses; the clock may. */
function defaultSql(value: DefaultValue): string {
  return isSql(value) ? value.sql : literal(value);
}
