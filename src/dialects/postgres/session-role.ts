import type { Connection } from "../contract.ts";
import { quoteName } from "./quote.ts";

/** As whom a session works. */
export interface SessionRole {
  /** The account that has logged in. */
  readonly account: string;
  /** `none` where it acts as itself. */
  readonly role: string;
  /** Behind a pooler: the role that the session had before, and must have again when the pooler gives it to the next client. */
  readonly met?: string;
}

const roles = new WeakMap<Connection, SessionRole>();

export function rememberRole(connection: Connection, role: SessionRole): void {
  roles.set(connection, role);
}

/** As whom a connection works that was opened here. */
export function sessionRole(connection: Connection): SessionRole | undefined {
  return roles.get(connection);
}

/**
 * Acts again as the connection did when it was opened, where raw SQL has made it act as another; returns SQL that takes that role again.
 * In a transaction the change is part of it. Source: https://www.postgresql.org/docs/current/sql-set-role.html, …/sql-set-session-authorization.html (13 to 18).
 */
export async function ownRole(connection: Connection): Promise<readonly string[]> {
  const own = roles.get(connection);
  if (own === undefined) return [];
  const [now] = await connection.query("SELECT session_user::text AS account, current_setting('role') AS role");
  const [account, role] = [String(now?.["account"]), String(now?.["role"])];
  if (account === own.account && role === own.role) return [];
  const { met } = own;
  // The account goes first, for with another one the role is none.
  await connection.execute("SET SESSION AUTHORIZATION DEFAULT");
  await connection.execute(`SET ROLE ${roleSql(met ?? own.role)}`);
  if (met !== undefined) await connection.execute(`SET LOCAL ROLE ${roleSql(own.role)}`);
  return [
    ...(account === own.account ? [] : [`SET SESSION AUTHORIZATION ${quoteName(account)}`]),
    `SET ROLE ${roleSql(role)}`,
  ];
}

function roleSql(role: string): string {
  return role === "none" ? "NONE" : quoteName(role);
}
