import { remembered } from "../../base/remember.ts";
import type { Row } from "../contract.ts";
import { fail } from "../errors.ts";
import { groupBy, noteJoin, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { NAMED_TYPE, NAMED_TYPE_JOIN } from "./named-type.ts";

/** The rows of the columns that tables don't have from other tables, in their order, by the table's oid. */
export type ColumnRows = ReadonlyMap<unknown, readonly Row[]>;

/**
 * Catalogues: pg_attribute, pg_attrdef, pg_type, pg_collation, the same from 13 to 18 but for `attcompression`, which came with 14, and
 * NOT NULL constraints, with 18; `attgenerated` is 'v' since 18, and `attstattarget` NULL instead of -1 since 17. A default says nothing of
 * the table, and so can be printed without opening it. What a column seldom has is
 * NULL, here and in the other queries about many: a value of its own costs more than all else about a row.
 */
const query = (versionNumber: number) => `
SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
  NULLIF(a.attndims, 0) AS dimensions, a.atttypid AS type_id, NULLIF(a.attcollation, 0) AS collation_id,
  NULLIF(a.attnotnull, false) AS required, NULLIF(a.attidentity, '') AS identity, NULLIF(a.attgenerated, '') AS generated,
  pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) AS expression,
  CASE WHEN a.attcollation <> t.typcollation THEN co.collname END AS collation,
  ${NAMED_TYPE}, note.description AS comment,
  CASE WHEN a.attstorage <> t.typstorage THEN
    CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END END AS storage,
  NULLIF(a.attstattarget, -1) AS statistics,
  ${versionNumber >= 140000 ? "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END" : "NULL"} AS compression,
  ${versionNumber >= 180000 ? "nn.conname" : "NULL"} AS not_null, ${versionNumber >= 180000 ? "NULLIF(nn.convalidated, true)" : "NULL"} AS not_null_valid,
  ${versionNumber >= 180000 ? "NULLIF(nn.connoinherit, false)" : "NULL"} AS not_null_alone
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation${noteJoin("pg_class", "a.attrelid", "a.attnum")}${NAMED_TYPE_JOIN}
${versionNumber >= 180000 ? "LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum" : ""}
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attinhcount = 0 AND ${USER_NAMESPACE}
ORDER BY a.attrelid, a.attnum`;

/** The columns of all tables, without those that a table has from another. */
export async function readColumnRows(reading: Reading): Promise<ColumnRows> {
  return groupBy(await reading.rows(query(reading.versionNumber)), (row) => row["relation"]);
}

/** The row of a column by its number in its table; undefined for one that comes from another table. */
export function columnAt(columns: ColumnRows, relation: unknown, number: number): Row | undefined {
  const rows = columns.get(relation);
  // The number is the place, but for those behind a column that was dropped or comes from another table.
  const usual = rows?.[number - 1];
  return usual?.["number"] === number ? usual : rows?.find((row) => row["number"] === number);
}

/** The names of columns by their numbers. Errors: CATALOGUE_CHANGED. */
export function namesAt(columns: ColumnRows, relation: unknown, numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => {
    const row = columnAt(columns, relation, number);
    if (row === undefined) throw fail("CATALOGUE_CHANGED", "A table was changed by another session while it was read.");
    return textOf(row, "name");
  });
}

/** The numbers in a list of them as the catalogue prints it, `{1,2}` or `1 2`. */
export const numbersIn: (text: string) => readonly number[] = remembered(
  (text) => text.match(/-?\d+/g)?.map(Number) ?? [],
);
