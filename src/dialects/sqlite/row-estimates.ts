import type { Connection } from "../contract.ts";
import { quoteName } from "./quote.ts";

/** The server keeps no count: so many rows of a table are counted, and no more. */
const COUNTED = 100_000;

/** Source: https://www.sqlite.org/schematab.html. */
export async function rowEstimates(connection: Connection): Promise<ReadonlyMap<string, number>> {
  const tables = await connection.query(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%'",
  );
  const found = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await connection.query(
      `SELECT count(*) AS found FROM (SELECT 1 FROM ${quoteName(String(name))} LIMIT ${COUNTED})`,
    );
    found.set(String(name), Number(row?.["found"] ?? 0));
  }
  return found;
}
