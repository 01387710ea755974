import { type PythonKeywords, pySql, pyText, pyWord } from "../../ops/python-code.ts";
import type { PythonDialect } from "../../ops/python-dialect.ts";
import type { Column, ConflictAction, Index, IndexPart, PrimaryKey, Table, Unique } from "../../schema/schema.ts";
import { pythonBatch } from "./python-batch.ts";
import { pythonType } from "./python-types.ts";
import { defaultSql, indexPartSql } from "./table-sql.ts";

/** SQLAlchemy's words for what SQLite has. Source: docs.sqlalchemy.org/en/20/dialects/sqlite.html (2.0.54). */
export const python: PythonDialect = {
  name: "sqlite",
  type: pythonType,
  defaultSql,
  indexKeySql: indexPartSql,
  isNamedKey,
  alteration: () => ({}),
  keywords: {
    table: tableKeywords,
    column: columnKeywords,
    primaryKey: keyKeywords,
    unique: keyKeywords,
    check: () => ({}),
    foreignKey: ({ match }) => (match === undefined ? {} : undefined),
    index: indexKeywords,
  },
  batch: pythonBatch,
};

/** STRICT is known to SQLAlchemy since 2.0.37 only. */
function tableKeywords(table: Table): PythonKeywords | undefined {
  const { withoutRowid, ...others } = table.options;
  if (Object.keys(others).length > 0) return undefined;
  const isNumbered = table.columns.some((column) => column.autoincrement === true);
  return {
    ...(withoutRowid === true ? { sqlite_with_rowid: pyWord(false) } : {}),
    ...(isNumbered ? { sqlite_autoincrement: pyWord(true) } : {}),
  };
}

/** AUTOINCREMENT is said of the table; SQLAlchemy leaves it out for a key that has a name, or refers to another table. */
function columnKeywords(column: Column, table: Table): PythonKeywords | undefined {
  const { autoincrement, onNullConflict, identity, onUpdate, invisible, comment } = column;
  if ([identity, onUpdate, invisible, comment].some((property) => property !== undefined)) return undefined;
  if (autoincrement === true && !canBeNumbered(table)) return undefined;
  return onNullConflict === undefined ? {} : { sqlite_on_conflict_not_null: conflict(onNullConflict) };
}

function canBeNumbered({ primaryKey, foreignKeys }: Table): boolean {
  if (primaryKey === undefined || Object.keys(primaryKey).length > 1) return false;
  return !foreignKeys.some((key) => key.columns.some((column) => primaryKey.columns.includes(column)));
}

function keyKeywords(key: PrimaryKey | Unique): PythonKeywords | undefined {
  const { name: _name, columns: _columns, onConflict, ...others } = key;
  if (Object.keys(others).length > 0) return undefined;
  return onConflict === undefined ? {} : { sqlite_on_conflict: conflict(onConflict) };
}

function indexKeywords({
  where,
  name: _name,
  unique: _unique,
  parts: _parts,
  ...others
}: Index): PythonKeywords | undefined {
  if (Object.keys(others).length > 0) return undefined;
  return where === undefined ? {} : { sqlite_where: pySql(where) };
}

function conflict(action: ConflictAction) {
  return pyText(action.toUpperCase());
}

function isNamedKey(part: IndexPart): part is IndexPart & { readonly column: string } {
  return "column" in part && Object.values(part).filter((value) => value !== undefined).length === 1;
}
