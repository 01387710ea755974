import { hashText } from "../../base/hash.ts";
import type { Connection, Row, Wait } from "../contract.ts";
import { waitForRunners } from "../runner-wait.ts";
import { serverProcess } from "./server-process.ts";

/**
 * Two numbers for each scope, the first one of a family. Advisory locks belong to a database, so runners in two databases never meet.
 * Source: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
interface LockKey {
  readonly session: readonly [number, number];
  readonly transaction: readonly [number, number];
}

/** "limb" and "limc" as numbers: the first halves of the keys for sessions and for transactions. */
const SESSION_FAMILY = 0x6c696d62;
const TRANSACTION_FAMILY = 0x6c696d63;

/** The locks that a connection holds for its session. */
const held = new WeakMap<Connection, LockKey>();

/** The key of a scope; undefined is the whole database. */
function lockKey(scope: string | undefined): LockKey {
  const hash = Number.parseInt(hashText(scope ?? "").slice(0, 8), 16) & 0x7fffffff;
  return { session: [SESSION_FAMILY, hash], transaction: [TRANSACTION_FAMILY, hash] };
}

/**
 * Begins a transaction as the only runner, by two locks. One belongs to the session: it spans the transactions of a revision that is
 * committed in parts, and the server gives it back when the connection ends, however that comes. The other belongs to the transaction
 * and goes with it. Behind a pooler that hands out server sessions for one transaction each, a session's lock would stay with a session
 * that isn't ours any more, so there the second lock does it alone: transactions still exclude each other, and a runner that comes
 * between two of them finds in the books that it does. Only statements outside of transactions go unguarded there.
 * `opening` is the SQL that begins. Errors: LOCK_TIMEOUT, which names the holder.
 */
export async function beginAlone(connection: Connection, opening: readonly string[], wait: Wait): Promise<void> {
  const key = lockKey(wait.scope);
  const take = () => tryBegin(connection, opening, key);
  await waitForRunners(connection, { take, holder: () => holderOf(connection, key), textOf: sessionText }, wait);
}

/** Whether the connection holds the session's lock, as far as is known. */
export function keepsLock(connection: Connection): boolean {
  return held.has(connection) && connection.isBroken?.() !== true;
}

/** Gives the session's lock back, if the connection holds it. */
export async function releaseSession(connection: Connection): Promise<void> {
  const key = held.get(connection);
  if (key === undefined) return;
  held.delete(connection);
  await connection.query(`SELECT pg_advisory_unlock(${key.session.join(", ")})`);
}

/** The sessions that hold a lock of runners in this database, the oldest first. */
export async function runnerSessions(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(RUNNERS, [SESSION_FAMILY, TRANSACTION_FAMILY]);
  return rows.map((row) => String(row["pid"]));
}

const RUNNERS = `
SELECT a.pid FROM pg_catalog.pg_stat_activity a
WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.pid IN (
  SELECT l.pid FROM pg_catalog.pg_locks l
  WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.classid::bigint IN ($1, $2)
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
ORDER BY a.backend_start, a.pid`;

async function tryBegin(connection: Connection, opening: readonly string[], key: LockKey): Promise<boolean> {
  const hasSession = held.has(connection);
  if (!hasSession && !serverProcess(connection).isPooled) {
    if (!(await answers(connection, `SELECT pg_try_advisory_lock(${key.session.join(", ")}) AS ok`))) return false;
    held.set(connection, key);
  }
  for (const sql of opening) await connection.execute(sql);
  if (await answers(connection, `SELECT pg_try_advisory_xact_lock(${key.transaction.join(", ")}) AS ok`)) return true;
  await connection.execute("ROLLBACK");
  return false;
}

async function answers(connection: Connection, sql: string): Promise<boolean> {
  const [row] = await connection.query(sql);
  return row?.["ok"] === true;
}

/** Who has one of the locks; what another role does may be hidden. */
const HOLDER = `
SELECT a.pid, a.usename, a.application_name, host(a.client_addr) AS client, a.state, left(a.query, 200) AS query,
  to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (l.classid::bigint, l.objid::bigint) IN (($1, $2), ($3, $4))
ORDER BY l.classid LIMIT 1`;

async function holderOf(connection: Connection, key: LockKey): Promise<Row | undefined> {
  const [row] = await connection.query(HOLDER, [...key.session, ...key.transaction]);
  return row;
}

/** A row of `pg_stat_activity` in words: `process 123, limbeck, user "app", from 10.0.0.1, since …, now: …`. */
export function sessionText(row: Row): string {
  const { pid, usename, application_name: application, client, state, query, since } = row;
  const text = typeof query === "string" ? query.replaceAll(/\s+/g, " ").trim() : "";
  const doing = text === "" ? "" : state === "active" ? `now: ${text}` : `${state ?? "last"}: ${text}`;
  return [
    `process ${pid}`,
    ...(application === null || application === "" ? [] : [String(application)]),
    ...(usename === null ? [] : [`user "${usename}"`]),
    ...(client === null ? [] : [`from ${client}`]),
    ...(since === null ? [] : [`since ${since}`]),
    ...(doing === "" ? [] : [doing]),
  ].join(", ");
}
