import { remembered } from "../../base/remember.ts";
import type { Row } from "../contract.ts";
import { fail } from "../errors.ts";
import { listing } from "./inspect-lists.ts";
import { COLUMN_STORAGE, COMPRESSION, noteJoin, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { NAMED_TYPE_FIELDS, NAMED_TYPE_JOIN } from "./named-type.ts";

/** The rows of the columns that tables don't have from other tables, in their order, by the table's oid. */
export type ColumnRows = ReadonlyMap<unknown, readonly Row[]>;

/**
 * Catalogues: pg_attribute, pg_attrdef, pg_type, pg_collation, the same from 13 to 18 but for `attcompression`, which came with 14, and
 * NOT NULL constraints, with 18; `attgenerated` is 'v' since 18, and `attstattarget` NULL instead of -1 since 17. A default says nothing of
 * the table, and so can be printed without opening it.
 */
const listed = (versionNumber: number) =>
  listing({
    usual: {
      number: "a.attnum",
      name: "a.attname",
      type: "format_type(a.atttypid, a.atttypmod)",
      type_id: "a.atttypid::int8",
      collation_id: "NULLIF(a.attcollation, 0)::int8",
      required: "NULLIF(a.attnotnull, false)",
      expression: "pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END)",
      ...(versionNumber >= 180000 ? { not_null: "nn.conname" } : {}),
    },
    rare: {
      dimensions: "NULLIF(a.attndims, 0)",
      identity: "NULLIF(a.attidentity, '')",
      generated: "NULLIF(a.attgenerated, '')",
      collation: "CASE WHEN a.attcollation <> t.typcollation THEN co.collname END",
      ...NAMED_TYPE_FIELDS,
      comment: "note.description",
      storage: COLUMN_STORAGE,
      statistics: "NULLIF(a.attstattarget, -1)",
      ...(versionNumber >= 140000 ? { compression: COMPRESSION } : {}),
      ...(versionNumber >= 180000
        ? { not_null_valid: "NULLIF(nn.convalidated, true)", not_null_alone: "NULLIF(nn.connoinherit, false)" }
        : {}),
    },
    order: "a.attnum",
  });

const query = (list: string, versionNumber: number) => `
SELECT a.attrelid AS relation, ${list} AS list
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation${noteJoin("pg_class", "a.attrelid", "a.attnum")}${NAMED_TYPE_JOIN}
${versionNumber >= 180000 ? "LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum" : ""}
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attinhcount = 0 AND ${USER_NAMESPACE}
GROUP BY a.attrelid`;

/** The columns of all tables, without those that a table has from another. */
export async function readColumnRows({ rows, versionNumber }: Reading): Promise<ColumnRows> {
  const { sql, rowsOf } = listed(versionNumber);
  const tables = await rows(query(sql, versionNumber));
  return new Map(tables.map((row) => [row["relation"], rowsOf(row)]));
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
