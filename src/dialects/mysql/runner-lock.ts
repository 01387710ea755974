import { hashText } from "../../base/hash.ts";
import type { Connection, Row, Wait } from "../contract.ts";
import { waitForRunners } from "../runner-wait.ts";

/** The locks that connections hold, by name. */
const held = new WeakMap<Connection, string>();

/**
 * Takes the lock of the runners of this database and scope, unless the connection has it already, and waits for another runner. The
 * server gives it back when the connection ends, however that comes. Names are the server's, so the database is part of it.
 * Errors: LOCK_TIMEOUT, which names the holder. Source: https://dev.mysql.com/doc/refman/9.7/en/locking-functions.html.
 */
export async function lockAlone(connection: Connection, wait: Wait): Promise<void> {
  if (held.has(connection)) return;
  const name = await lockName(connection, wait.scope);
  const lock = { take: () => tryLock(connection, name), holder: () => holderOf(connection, name), textOf: sessionText };
  await waitForRunners(connection, lock, wait);
  held.set(connection, name);
}

/** Whether the connection holds the lock, as far as is known. */
export function keepsLock(connection: Connection): boolean {
  return held.has(connection) && connection.isBroken?.() !== true;
}

/** Gives the lock back, if the connection holds it. */
export async function releaseLock(connection: Connection): Promise<void> {
  const name = held.get(connection);
  if (name === undefined) return;
  held.delete(connection);
  await connection.query("SELECT RELEASE_LOCK(?)", [name]);
}

/** The session of the runner at work on this database and scope. */
export async function runnerSession(connection: Connection, scope: string): Promise<string | undefined> {
  const holder = await holderOf(connection, await lockName(connection, scope));
  return holder === undefined ? undefined : String(holder["id"]);
}

/** At most 64 characters. */
async function lockName(connection: Connection, scope = ""): Promise<string> {
  const [row] = await connection.query("SELECT DATABASE() AS name");
  return `limbeck:${hashText(JSON.stringify([row?.["name"], scope])).slice(0, 40)}`;
}

async function tryLock(connection: Connection, name: string): Promise<boolean> {
  const [row] = await connection.query("SELECT GET_LOCK(?, 0) AS ok", [name]);
  return Number(row?.["ok"]) === 1;
}

/** Who has the lock; what another account does may be hidden. */
async function holderOf(connection: Connection, name: string): Promise<Row | undefined> {
  const [row] = await connection.query(
    `SELECT p.ID AS id, p.USER AS user, p.HOST AS host, p.COMMAND AS command, p.TIME AS seconds, LEFT(p.INFO, 200) AS info
     FROM information_schema.PROCESSLIST p WHERE p.ID = IS_USED_LOCK(?)`,
    [name],
  );
  return row;
}

/** A row of the process list in words: `connection 123, user "app", from 10.0.0.1:1234, for 5 s, now: …`. */
export function sessionText({ id, user, host, command, seconds: time, info }: Row): string {
  const text = typeof info === "string" ? info.replaceAll(/\s+/g, " ").trim() : "";
  return [
    `connection ${id}`,
    ...(user === null ? [] : [`user "${user}"`]),
    ...(host === null || host === "" ? [] : [`from ${host}`]),
    ...(time === null ? [] : [`for ${time} s`]),
    text === "" ? String(command) : `now: ${text}`,
  ].join(", ");
}
