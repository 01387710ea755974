import { applyOp } from "../../ops/behaviours.ts";
import type { AlterColumn, RenameColumn } from "../../ops/column-ops.ts";
import {
  type PythonCode,
  type PythonKeywords,
  pyCall,
  pyRaw,
  pySql,
  pyText,
  pyTexts,
  pyWord,
} from "../../ops/python-code.ts";
import type { PythonAlteration, PythonDialect } from "../../ops/python-dialect.ts";
import { parentsOf } from "../../schema/inheritance.ts";
import type {
  Check,
  Column,
  Exclusion,
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  Schema,
  Table,
  Unique,
} from "../../schema/schema.ts";
import { alterationOf } from "./alteration.ts";
import { changeType } from "./change-type.ts";
import { isIndexKey } from "./expression-shape.ts";
import { ownDefaultsBelow } from "./own-default.ts";
import { pythonType } from "./python-types.ts";
import { generatedFrom, mustRemake } from "./remake-column.ts";
import type { Scene } from "./scene.ts";
import { setSerialType } from "./serial.ts";
import { defaultSql, elementSql, indexPartSql } from "./table-sql.ts";

/** SQLAlchemy's words for what PostgreSQL has. Source: docs.sqlalchemy.org/en/20/dialects/postgresql.html (2.0.54). */
export const python: PythonDialect = {
  name: "postgresql",
  type: pythonType,
  defaultSql,
  indexKeySql,
  isNamedKey,
  alteration,
  exclusion,
  keywords: {
    table: tableKeywords,
    column: columnKeywords,
    primaryKey: keyKeywords,
    unique: keyKeywords,
    check: checkKeywords,
    foreignKey: foreignKeyKeywords,
    index: indexKeywords,
  },
};

/**
 * A constraint that is not valid would be taken for valid in a new table, so it needs a statement of its own. Columns that come from another
 * table have no words.
 */
function tableKeywords(table: Table): PythonKeywords | undefined {
  const { options, checks, foreignKeys } = table;
  if (parentsOf(table).length > 0) return undefined;
  const { unlogged, tablespace, partitionBy, ...others } = options;
  if (Object.keys(others).length > 0) return undefined;
  if ([...checks, ...foreignKeys].some(({ notValid }) => notValid === true)) return undefined;
  return {
    ...(unlogged === true ? { prefixes: pyTexts(["UNLOGGED"]) } : {}),
    ...(partitionBy === undefined ? {} : { postgresql_partition_by: pyText(partitionBy) }),
    ...(tablespace === undefined ? {} : { postgresql_tablespace: pyText(tablespace) }),
  };
}

/** SQLAlchemy makes the only column of a primary key serial if it is a number, with a fraction or without, by itself, and no column outside of one. */
function columnKeywords(column: Column, table: Table): PythonKeywords | undefined {
  const { generated } = column;
  if (generated?.stored === false || !hasOnly(column, COLUMN)) return undefined;
  const key = table.primaryKey?.columns ?? [];
  if (!key.includes(column.name)) return column.autoincrement === true ? undefined : {};
  const isReferring = table.foreignKeys.some(({ columns }) => columns.includes(column.name));
  const isAlone = key.length === 1 && !isReferring && NUMBERS.has(column.type.kind);
  const hasValue = column.default !== undefined || column.identity !== undefined || generated !== undefined;
  const isSerial = column.autoincrement === true;
  return isSerial === isAlone || hasValue ? {} : { autoincrement: pyWord(isSerial) };
}

const NUMBERS: ReadonlySet<string> = new Set(["smallint", "integer", "bigint", "numeric", "real", "double", "float"]);

/** INCLUDE of a key is known to SQLAlchemy since 2.0.41 only. */
function keyKeywords(key: PrimaryKey | Unique): PythonKeywords | undefined {
  if (!hasOnly<Unique>(key, ["name", "columns", "deferrable", "nullsNotDistinct"])) return undefined;
  return "nullsNotDistinct" in key ? { postgresql_nulls_not_distinct: pyWord(true) } : {};
}

function checkKeywords(check: Check): PythonKeywords | undefined {
  return hasOnly(check, ["name", "expression", "notValid"]) ? validity(check.notValid) : undefined;
}

function foreignKeyKeywords(key: ForeignKey): PythonKeywords | undefined {
  const known = ["name", "columns", "references", "onDelete", "onUpdate", "match", "deferrable", "notValid"] as const;
  return hasOnly(key, known) ? validity(key.notValid) : undefined;
}

function validity(notValid: true | undefined): PythonKeywords {
  return notValid === true ? { postgresql_not_valid: pyWord(true) } : {};
}

function indexKeywords(index: Index): PythonKeywords | undefined {
  const { method, where, include, nullsNotDistinct, storage, tablespace } = index;
  if (!hasOnly(index, INDEX)) return undefined;
  if (method !== undefined && !/^[a-z_]\w*$/.test(method)) return undefined;
  const parameters = storage === undefined ? undefined : storageCode(storage);
  if (storage !== undefined && parameters === undefined) return undefined;
  const opclasses = index.parts.flatMap((part) =>
    isNamedKey(part, index) && part.opclass !== undefined ? [[part.column, pyText(part.opclass)] as const] : [],
  );
  return {
    ...(method === undefined ? {} : { postgresql_using: pyText(method) }),
    ...(opclasses.length === 0 ? {} : { postgresql_ops: { kind: "dict", entries: opclasses } }),
    ...(include === undefined ? {} : { postgresql_include: pyTexts(include) }),
    ...(nullsNotDistinct === true ? { postgresql_nulls_not_distinct: pyWord(true) } : {}),
    ...(parameters === undefined ? {} : { postgresql_with: parameters }),
    ...(tablespace === undefined ? {} : { postgresql_tablespace: pyText(tablespace) }),
    ...(where === undefined ? {} : { postgresql_where: pySql(where) }),
  };
}

/** SQLAlchemy writes the values as they are. */
function storageCode(storage: Readonly<Record<string, string>>): PythonCode | undefined {
  const entries = Object.entries(storage);
  if (!entries.flat().every((word) => /^[\w.]+$/.test(word))) return undefined;
  return {
    kind: "dict",
    entries: entries.map(([key, value]) => [key, /^\d+$/.test(value) ? pyRaw(value) : pyText(value)] as const),
  };
}

/** An operator class is said by a keyword, once for each column. */
function isNamedKey(part: IndexPart, { parts }: Index): part is IndexPart & { readonly column: string } {
  if (!("column" in part)) return false;
  const { column, opclass, ...others } = part;
  if (Object.values(others).some((value) => value !== undefined)) return false;
  return opclass === undefined || parts.filter((other) => "column" in other && other.column === column).length === 1;
}

/** What is said of a column by the words of every dialect, or by those of this one. */
const COLUMN = [
  ...(["name", "type", "nullable", "default", "generated", "identity", "autoincrement"] as const),
  ...(["collation", "comment"] as const),
];
const INDEX = [
  ...(["name", "unique", "parts", "where", "method", "include"] as const),
  ...(["nullsNotDistinct", "storage", "tablespace"] as const),
];

/** False for an object of which something else is said, which a directive would leave out. */
function hasOnly<T extends object>(object: T, known: readonly (keyof T)[]): boolean {
  return Object.keys(object).every((key) => known.some((each) => each === key));
}

/** A call stands without parentheses. */
function indexKeySql(part: IndexPart): string {
  const isCall = "expression" in part && isIndexKey(part.expression) && /^[^(].*\)\s*$/s.test(part.expression);
  return isCall && Object.keys(part).length === 1 ? part.expression : indexPartSql(part);
}

/** Elements with more than the name of a column in them are SQL to SQLAlchemy. */
function exclusion({ elements, method = "btree", where }: Exclusion) {
  const parameters = elements.map(({ expression, operator }): PythonCode => {
    const element = /^[a-z_][a-z0-9_]*$/.test(expression)
      ? pyText(expression)
      : pyCall("sa.literal_column", [pyText(elementSql(expression))]);
    return { kind: "tuple", items: [element, pyText(operator)] };
  });
  const keywords = { ...(where === undefined ? {} : { where: pySql(where) }), using: pyText(method) };
  return { callee: "postgresql.ExcludeConstraint", parameters, keywords, imports: IMPORTS };
}

const IMPORTS = ["from sqlalchemy.dialects import postgresql"];

/** What Alembic must be told of a new type, as the dialect's own statements have it. */
function alteration(op: AlterColumn | RenameColumn, before: Schema): PythonAlteration | undefined {
  if (op.kind === "renameColumn") return {};
  const change = alterationOf(op, sceneOf(op, before));
  if (change === undefined) return undefined;
  const { from, to, table, scene } = change;
  if (mustRemake(from, to, scene.server) || ownDefaultsBelow(op, scene).length > 0) return undefined;
  const type = changeType(change);
  if (type.drafts.length === 0) return {};
  const isSerial = from.autoincrement === true && to.autoincrement === true;
  if (generatedFrom(table, op.column).length > 0) return undefined;
  return {
    ...(type.using === undefined ? {} : { using: type.using }),
    ...(type.dropsDefault ? { dropsDefault: true } : {}),
    ...(type.defaultAfter === undefined ? {} : { defaultAfter: type.defaultAfter }),
    ...(isSerial ? { behind: setSerialType(change).map(({ sql }) => sql) } : {}),
  };
}

/** Any server may meet the file. */
function sceneOf(op: AlterColumn, before: Schema): Scene {
  const no = () => false;
  return {
    before,
    after: applyOp(before, op),
    server: { version: "0" },
    isNew: no,
    isYoung: no,
    hasOwnNumbers: no,
    usesLater: no,
  };
}
