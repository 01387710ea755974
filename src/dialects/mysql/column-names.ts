import type { ObjectName } from "../../schema/schema.ts";
import type { Connection } from "../contract.ts";

/** The names of a table's columns. Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-columns-table.html. */
export async function columnNames(
  connection: Connection,
  { name, schema }: ObjectName,
): Promise<readonly string[] | undefined> {
  const rows = await connection.query(
    `SELECT c.COLUMN_NAME AS name FROM information_schema.COLUMNS c JOIN information_schema.TABLES t
     ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE <> 'VIEW'
     WHERE c.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND c.TABLE_NAME = ? ORDER BY c.ORDINAL_POSITION`,
    [schema ?? null, name],
  );
  return rows.length === 0 ? undefined : rows.map((row) => String(row["name"]));
}
