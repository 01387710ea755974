import type { ObjectName } from "../../schema/schema.ts";
import type { Connection } from "../contract.ts";

/** The names of a table's columns; the table's own name may be in other letters. Source: https://www.sqlite.org/pragma.html#pragma_table_xinfo */
export async function columnNames(
  connection: Connection,
  { name }: ObjectName,
): Promise<readonly string[] | undefined> {
  const rows = await connection.query(
    `SELECT x.name AS name FROM sqlite_master t JOIN pragma_table_xinfo(t.name, 'main') x
     WHERE t.type = 'table' AND t.name = ? COLLATE NOCASE ORDER BY x.cid`,
    [name],
  );
  return rows.length === 0 ? undefined : rows.map((row) => String(row["name"]));
}
