import type { Connection } from "../contract.ts";

/** The server process that each connection was told of when it was opened. */
const told = new WeakMap<Connection, number>();
const pooled = new WeakMap<Connection, boolean>();

/** Remembers the process id that came with the key for cancelling statements. */
export function rememberProcess(connection: Connection, processId: number): void {
  told.set(connection, processId);
}

/**
 * True when a pooler stands between: it hands out cancel keys of its own, so the process that answers isn't the one that the connection
 * was told of. PgBouncer, Odyssey, PgCat and Supavisor all do. In session mode nothing would be lost by treating it as a direct
 * connection, but that can't be seen from here.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html §54.2.8 and https://www.pgbouncer.org/features.html.
 */
export async function isPooled(connection: Connection): Promise<boolean> {
  const known = pooled.get(connection);
  if (known !== undefined) return known;
  const expected = told.get(connection);
  const [row] = await connection.query("SELECT pg_backend_pid() AS pid");
  const found = expected !== undefined && Number(row?.["pid"]) !== expected;
  pooled.set(connection, found);
  return found;
}
