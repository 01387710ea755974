import type { Connection } from "../contract.ts";

/** The search_path with which each connection began. */
const paths = new WeakMap<Connection, string>();

/** Remembers the search_path of a new connection, which its URL, its role or its database may have set. */
export function rememberPath(connection: Connection, path: string): void {
  paths.set(connection, path);
}

/**
 * Sets the search_path as it was when the connection was opened, if it isn't: what pg_dump writes empties it, and then a name without a
 * namespace means nothing any more. In a transaction the change is part of it; behind a pooler the session is left as it was found.
 */
export async function restore(connection: Connection): Promise<void> {
  const path = paths.get(connection);
  if (path === undefined) return;
  await connection.query(
    "SELECT pg_catalog.set_config('search_path', $1, false) WHERE pg_catalog.current_setting('search_path') <> $1",
    [path],
  );
}
