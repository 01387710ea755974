import type { Connection } from "../contract.ts";

/** The search_path of each connection: as it is to be, and behind a pooler also that of the session that was met. */
const paths = new WeakMap<Connection, { readonly wanted: string; readonly met?: string }>();

/**
 * Remembers the search_path of a new connection, which its URL, its role or its database may have set. `met` is what a session behind a
 * pooler had of its own, and must have again when the pooler gives it to the next client.
 */
export function rememberPath(connection: Connection, wanted: string, met?: string): void {
  paths.set(connection, met === undefined ? { wanted } : { wanted, met });
}

/**
 * Sets the search_path as it was when the connection was opened, if it isn't: what pg_dump writes empties it, and then a name without a
 * namespace means nothing any more. In a transaction the change is part of it. Behind a pooler the session gets back its own, and the
 * transaction alone has the wanted one.
 */
export async function restore(connection: Connection): Promise<void> {
  const path = paths.get(connection);
  if (path === undefined) return;
  if (path.met !== undefined) await connection.query(`${SET}, false)`, [path.met]);
  await connection.query(`${SET}, ${path.met !== undefined})`, [path.wanted]);
}

const SET = "SELECT pg_catalog.set_config('search_path', $1";
