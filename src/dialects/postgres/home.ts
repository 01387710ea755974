import type { Connection } from "../contract.ts";

/** Asks for the namespace of names that have none: https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-SESSION */
export const HOME = "SELECT current_schema()::text AS namespace";

/** The namespace in which the session makes what has none; undefined where its search_path leads nowhere. */
export async function home(connection: Connection): Promise<string | undefined> {
  const [row] = await connection.query(HOME);
  return typeof row?.["namespace"] === "string" ? row["namespace"] : undefined;
}
