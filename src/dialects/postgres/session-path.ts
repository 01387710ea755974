import type { Connection } from "../contract.ts";

/** The search_path with which each connection began. */
const paths = new WeakMap<Connection, string>();

/** Remembers the search_path of a new connection, which its URL, its role or its database may have set. */
export async function rememberPath(connection: Connection): Promise<void> {
  const [row] = await connection.query("SELECT current_setting('search_path') AS path");
  paths.set(connection, String(row?.["path"]));
}

/**
 * Sets the search_path as it was when the connection was opened: what pg_dump writes empties it, and then a name without a namespace
 * means nothing any more. In a transaction the change is part of it.
 */
export async function restore(connection: Connection): Promise<void> {
  const path = paths.get(connection);
  if (path !== undefined) await connection.query("SELECT set_config('search_path', $1, false)", [path]);
}
