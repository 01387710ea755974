import type { Connection } from "../contract.ts";

/** The namespace in which the session makes what has none; undefined where its search_path leads nowhere. */
export async function home(connection: Connection): Promise<string | undefined> {
  const [row] = await connection.query("SELECT current_schema()::text AS namespace");
  return typeof row?.["namespace"] === "string" ? row["namespace"] : undefined;
}
