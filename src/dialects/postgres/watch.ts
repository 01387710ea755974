import type { Connection, SessionView, SessionWatch } from "../contract.ts";
import { progressOf } from "../work-progress.ts";
import { runnerSessions, sessionText } from "./runner-lock.ts";
import { serverProcess } from "./server-process.ts";

/**
 * What another connection sees of a session. Source: https://www.postgresql.org/docs/18/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW,
 * https://www.postgresql.org/docs/18/functions-info.html (pg_blocking_pids) and https://www.postgresql.org/docs/18/progress-reporting.html, 13 to 18.
 */
export const watch: SessionWatch = {
  whoami: "SELECT pg_catalog.pg_backend_pid()",
  sessionOf: async (connection) => {
    const { id, isPooled } = serverProcess(connection);
    return isPooled ? undefined : String(id);
  },
  runners: runnerSessions,
  look,
};

async function look(observer: Connection, session: string): Promise<SessionView | undefined> {
  const pid = Number(session);
  const [activity] = await observer.query(ACTIVITY, [pid]);
  if (activity === undefined) return undefined;
  const others = await observer.query(OTHERS, [pid]);
  const [progress] = await observer.query(PROGRESS, [pid]);
  const isActive = activity["state"] === "active";
  return {
    ...(isActive ? { sql: String(activity["query"]), elapsedMs: Number(activity["ms"]) } : {}),
    ...(isActive && typeof activity["waits"] === "string" ? { waitsFor: activity["waits"] } : {}),
    ...(progress === undefined ? {} : { progress: progressOf(progress) }),
    blockedBy: others.filter((row) => row["is_blocker"] === true).map(sessionText),
    blocks: others.filter((row) => row["is_blocker"] !== true).map(sessionText),
  };
}

const ACTIVITY = `
SELECT a.state, left(regexp_replace(btrim(a.query), '\\s+', ' ', 'g'), 500) AS query,
  round(extract(epoch FROM clock_timestamp() - a.query_start) * 1000)::float8 AS ms,
  CASE WHEN a.wait_event_type = 'Lock' THEN a.wait_event || ' lock' END AS waits
FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1`;

const OTHERS = `
SELECT a.pid, a.usename, a.application_name, host(a.client_addr) AS client, a.state, left(a.query, 200) AS query,
  to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since,
  a.pid = ANY (pg_blocking_pids($1)) AS is_blocker
FROM pg_catalog.pg_stat_activity a
WHERE a.pid = ANY (pg_blocking_pids($1)) OR a.wait_event_type = 'Lock' AND $1 = ANY (pg_blocking_pids(a.pid))
ORDER BY coalesce(a.xact_start, a.backend_start), a.pid`;

/** A rewrite by ALTER TABLE is in none of them: the server doesn't report it. */
const PROGRESS = `
SELECT phase, blocks_done AS done, blocks_total AS total, 'blocks' AS unit
  FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1 AND blocks_total > 0
UNION ALL SELECT phase, tuples_done, tuples_total, 'rows'
  FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1 AND NOT blocks_total > 0
UNION ALL SELECT phase, heap_blks_scanned, heap_blks_total, 'blocks' FROM pg_catalog.pg_stat_progress_cluster WHERE pid = $1
UNION ALL SELECT phase, heap_blks_scanned, heap_blks_total, 'blocks' FROM pg_catalog.pg_stat_progress_vacuum WHERE pid = $1
UNION ALL SELECT phase, sample_blks_scanned, sample_blks_total, 'blocks' FROM pg_catalog.pg_stat_progress_analyze WHERE pid = $1`;
