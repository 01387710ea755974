import type { Connection } from "../contract.ts";

/** What the engine guesses. Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-tables-table.html (TABLE_ROWS). */
export async function rowEstimates(connection: Connection): Promise<ReadonlyMap<string, number>> {
  const rows = await connection.query(
    "SELECT TABLE_NAME AS name, TABLE_ROWS AS found FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_ROWS IS NOT NULL",
  );
  return new Map(rows.map(({ name, found }) => [String(name), Number(found)]));
}
