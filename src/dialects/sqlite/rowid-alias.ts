import type { Table } from "../../schema/schema.ts";
import { fold, sameFolded } from "./fold.ts";
import { typeText } from "./types.ts";

/**
 * The name of the column that is another name of the table's rowid, or undefined: the only column of the primary key, declared
 * INTEGER and nothing else, not written `PRIMARY KEY DESC`. Such a column can't hold NULL.
 * Source: https://www.sqlite.org/lang_createtable.html#rowid (3.53).
 */
export function rowidAliasOf(table: Table): string | undefined {
  const [name, ...others] = table.primaryKey?.columns ?? [];
  if (name === undefined || others.length > 0 || table.options.withoutRowid === true) return undefined;
  const column = table.columns.find((candidate) => sameFolded(candidate.name, name));
  if (column === undefined || fold(typeText(column.type) ?? "") !== "integer") return undefined;
  return table.primaryKey?.keyOptions?.[name]?.descending === true ? undefined : column.name;
}

/** Names of the columns that can't hold NULL although nothing of their own says so. Source: https://www.sqlite.org/stricttables.html, https://www.sqlite.org/withoutrowid.html. */
export function impliedNotNull(table: Table): readonly string[] {
  const { strict, withoutRowid } = table.options;
  if (strict === true || withoutRowid === true) return table.primaryKey?.columns ?? [];
  const alias = rowidAliasOf(table);
  return alias === undefined ? [] : [alias];
}
