import type { Connection } from "../contract.ts";

/** The server's process behind a connection. */
export interface ServerProcess {
  readonly id: number;
  /**
   * True when a pooler stands between: it hands out cancel keys of its own, so the process that answers isn't the one that the connection
   * was told of when it was opened. PgBouncer, Odyssey, PgCat and Supavisor all do. In session mode nothing would be lost by treating it
   * as a direct connection, but that can't be seen from here.
   * Source: https://www.postgresql.org/docs/current/protocol-flow.html §54.2.8 and https://www.pgbouncer.org/features.html.
   */
  readonly isPooled: boolean;
}

const processes = new WeakMap<Connection, ServerProcess>();

/** Remembers who answered when the connection was opened. */
export function rememberProcess(connection: Connection, process: ServerProcess): void {
  processes.set(connection, process);
}

/** The process that serves the connection; behind a pooler it may be another one in each transaction. */
export function serverProcess(connection: Connection): ServerProcess {
  return processes.get(connection) ?? { id: 0, isPooled: true };
}
