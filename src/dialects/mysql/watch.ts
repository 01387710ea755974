import { isLimbeckError } from "../../base/error.ts";
import type { Connection, Row, SessionView, SessionWatch } from "../contract.ts";
import { progressOf } from "../work-progress.ts";
import { runnerSession, sessionText } from "./runner-lock.ts";
import { isMariadb } from "./server.ts";

/**
 * What another connection sees of a session. Source: https://dev.mysql.com/doc/refman/9.7/en/performance-schema-metadata-locks-table.html,
 * https://dev.mysql.com/doc/refman/9.7/en/monitor-alter-table-performance-schema.html, https://mariadb.com/kb/en/progress-reporting/ and
 * https://mariadb.com/kb/en/metadata-lock-info-plugin/ (which has to be installed: without it only waits for rows are told).
 */
export const watch: SessionWatch = {
  whoami: "SELECT CONNECTION_ID()",
  sessionOf: async (connection) => String((await connection.query("SELECT CONNECTION_ID() AS id"))[0]?.["id"]),
  runners: async (observer, scope) => {
    const session = await runnerSession(observer, scope);
    return session === undefined ? [] : [session];
  },
  look,
};

async function look(observer: Connection, session: string): Promise<SessionView | undefined> {
  const id = Number(session);
  const queries = isMariadb(observer.server) ? MARIADB : MYSQL;
  const [activity] = await observer.query(queries.activity, [id]);
  if (activity === undefined) return undefined;
  const [progress] = await observer.query(queries.progress, [id]);
  const others = [...(await locked(observer, queries.locks, id)), ...(await observer.query(queries.rows, [id, id]))];
  const isBusy = typeof activity["info"] === "string";
  const state = typeof activity["state"] === "string" ? activity["state"] : "";
  return {
    ...(isBusy ? { sql: String(activity["info"]), elapsedMs: Number(activity["ms"]) } : {}),
    ...(isBusy && /^Waiting\b/i.test(state) ? { waitsFor: state } : {}),
    ...(progress === undefined ? {} : { progress: progressOf(progress) }),
    blockedBy: distinct(others.filter((row) => Number(row["is_blocker"]) === 1).map(sessionText)),
    blocks: distinct(others.filter((row) => Number(row["is_blocker"]) !== 1).map(sessionText)),
  };
}

/** Nothing where the plugin that tells of such locks isn't installed. */
async function locked(observer: Connection, sql: string, id: number): Promise<readonly Row[]> {
  try {
    return await observer.query(sql, [id, id]);
  } catch (error) {
    if (isMariadb(observer.server) && isLimbeckError(error, "STATEMENT_FAILED")) return [];
    throw error;
  }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

const WHO =
  "p.ID AS id, p.USER AS user, p.HOST AS host, p.COMMAND AS command, p.TIME AS seconds, LEFT(p.INFO, 200) AS info";
const LINE = "LEFT(REGEXP_REPLACE(TRIM(p.INFO), '[[:space:]]+', ' '), 500) AS info";

const MYSQL = {
  activity: `SELECT ${LINE}, p.STATE AS state, p.TIME * 1000 AS ms FROM performance_schema.processlist p WHERE p.ID = ?`,
  // Empty unless the consumer events_stages_current is switched on.
  progress: `
SELECT s.EVENT_NAME AS phase, s.WORK_COMPLETED AS done, s.WORK_ESTIMATED AS total, 'units' AS unit
FROM performance_schema.events_stages_current s JOIN performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID
WHERE t.PROCESSLIST_ID = ? ORDER BY s.EVENT_ID DESC LIMIT 1`,
  locks: `
SELECT DISTINCT ${WHO}, h.id IS NOT NULL AS is_blocker
FROM (
  SELECT th.PROCESSLIST_ID AS id, NULL AS waiter
  FROM performance_schema.metadata_locks w JOIN performance_schema.threads tw ON tw.THREAD_ID = w.OWNER_THREAD_ID
    JOIN performance_schema.metadata_locks g ON g.OBJECT_TYPE = w.OBJECT_TYPE AND g.OBJECT_SCHEMA <=> w.OBJECT_SCHEMA
      AND g.OBJECT_NAME <=> w.OBJECT_NAME AND g.LOCK_STATUS = 'GRANTED' AND g.OWNER_THREAD_ID <> w.OWNER_THREAD_ID
    JOIN performance_schema.threads th ON th.THREAD_ID = g.OWNER_THREAD_ID
  WHERE w.LOCK_STATUS = 'PENDING' AND tw.PROCESSLIST_ID = ?
  UNION ALL
  SELECT NULL, tw.PROCESSLIST_ID
  FROM performance_schema.metadata_locks w JOIN performance_schema.threads tw ON tw.THREAD_ID = w.OWNER_THREAD_ID
    JOIN performance_schema.metadata_locks g ON g.OBJECT_TYPE = w.OBJECT_TYPE AND g.OBJECT_SCHEMA <=> w.OBJECT_SCHEMA
      AND g.OBJECT_NAME <=> w.OBJECT_NAME AND g.OWNER_THREAD_ID <> w.OWNER_THREAD_ID
    JOIN performance_schema.threads th ON th.THREAD_ID = g.OWNER_THREAD_ID
  WHERE w.LOCK_STATUS = 'PENDING' AND g.OBJECT_TYPE = 'TABLE' AND th.PROCESSLIST_ID = ?
) h JOIN performance_schema.processlist p ON p.ID = COALESCE(h.id, h.waiter)`,
  rows: `
SELECT DISTINCT ${WHO}, b.PROCESSLIST_ID = p.ID AS is_blocker
FROM performance_schema.data_lock_waits w
  JOIN performance_schema.threads r ON r.THREAD_ID = w.REQUESTING_THREAD_ID
  JOIN performance_schema.threads b ON b.THREAD_ID = w.BLOCKING_THREAD_ID
  JOIN performance_schema.processlist p ON p.ID IN (r.PROCESSLIST_ID, b.PROCESSLIST_ID)
WHERE (r.PROCESSLIST_ID = ? AND p.ID = b.PROCESSLIST_ID) OR (b.PROCESSLIST_ID = ? AND p.ID = r.PROCESSLIST_ID)`,
};

/** The plugin tells who has a lock, not who waits for it: those wait whose statement names a table that is locked. */
const MARIADB = {
  activity: `SELECT ${LINE}, p.STATE AS state, p.TIME_MS AS ms FROM information_schema.PROCESSLIST p WHERE p.ID = ?`,
  progress: `
SELECT CONCAT('stage ', p.STAGE, ' of ', p.MAX_STAGE, ', ', p.STATE) AS phase, p.PROGRESS AS done, 100 AS total, '%' AS unit
FROM information_schema.PROCESSLIST p WHERE p.ID = ? AND p.MAX_STAGE > 0`,
  locks: `
SELECT DISTINCT ${WHO}, p.ID = l.THREAD_ID AS is_blocker
FROM information_schema.METADATA_LOCK_INFO l
  JOIN information_schema.PROCESSLIST w ON w.STATE LIKE 'Waiting for % metadata lock' AND LOCATE(l.TABLE_NAME, w.INFO) > 0
  JOIN information_schema.PROCESSLIST p ON p.ID IN (w.ID, l.THREAD_ID)
WHERE l.TABLE_NAME <> '' AND l.THREAD_ID <> w.ID
  AND (w.ID = ? AND p.ID = l.THREAD_ID OR l.THREAD_ID = ? AND p.ID = w.ID)`,
  rows: `
SELECT DISTINCT ${WHO}, b.trx_mysql_thread_id = p.ID AS is_blocker
FROM information_schema.INNODB_LOCK_WAITS w
  JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id
  JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
  JOIN information_schema.PROCESSLIST p ON p.ID IN (r.trx_mysql_thread_id, b.trx_mysql_thread_id)
WHERE (r.trx_mysql_thread_id = ? AND p.ID = b.trx_mysql_thread_id) OR (b.trx_mysql_thread_id = ? AND p.ID = r.trx_mysql_thread_id)`,
};
