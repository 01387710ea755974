import type { ObjectName } from "../../schema/schema.ts";
import type { Connection } from "../contract.ts";

/**
 * The names of a table's columns. Only the catalogues' own rows are read: a function such as pg_get_expr would wait where somebody has
 * locked the table. Source: https://www.postgresql.org/docs/18/catalog-pg-attribute.html (the same from 13).
 */
export async function columnNames(
  connection: Connection,
  { schema, name }: ObjectName,
): Promise<readonly string[] | undefined> {
  const rows = await connection.query(QUERY, [schema ?? null, name]);
  return rows.length === 0 ? undefined : rows.map((row) => String(row["name"]));
}

const QUERY = `
SELECT a.attname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = COALESCE($1, current_schema()::text) AND c.relname = $2 AND c.relkind IN ('r', 'p')
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`;
