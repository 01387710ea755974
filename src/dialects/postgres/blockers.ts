import type { Connection, Statement } from "../contract.ts";
import { sessionText } from "./runner-lock.ts";

/**
 * The sessions that hold a lock on a table that the statement wanted, in words. The server tells who blocks whom only while it waits
 * (`pg_blocking_pids`); after a timeout those who still hold a lock there are the ones. Empty when the statement's tables aren't known.
 * Source: https://www.postgresql.org/docs/current/view-pg-locks.html
 */
export async function blockers(connection: Connection, { facts }: Statement): Promise<readonly string[]> {
  if (facts.locks === "unknown") return [];
  const names = facts.locks.map(({ relation }) => relation);
  const rows = await connection.query(HOLDERS, [names]);
  return rows.map((row) => `${sessionText(row)}; it has ${row["modes"]} on "${row["relation"]}"`);
}

const HOLDERS = `
SELECT a.pid, a.usename, a.application_name, host(a.client_addr) AS client, a.state, left(a.query, 200) AS query,
  to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since,
  c.relname AS relation,
  string_agg(DISTINCT upper(regexp_replace(replace(l.mode, 'Lock', ''), '([a-z])([A-Z])', '\\1 \\2', 'g')), ', ') AS modes
FROM pg_catalog.pg_locks l
  JOIN pg_catalog.pg_class c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (n.nspname || '.' || c.relname = ANY ($1) OR c.relname = ANY ($1) AND pg_catalog.pg_table_is_visible(c.oid))
GROUP BY a.pid, a.usename, a.application_name, a.client_addr, a.state, a.query, a.xact_start, a.backend_start, c.relname
ORDER BY coalesce(a.xact_start, a.backend_start), a.pid`;
