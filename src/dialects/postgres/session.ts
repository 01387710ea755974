import { given } from "../../base/given.ts";
import type { ConnectOptions, SessionWish } from "../contract.ts";
import { fail } from "../errors.ts";
import { placeOf } from "./connect-error.ts";
import type { Driver } from "./driver.ts";
import { quoteName, quoteString } from "./quote.ts";
import type { ServerProcess } from "./server-process.ts";
import { OLDEST_MAJOR } from "./server-version.ts";
import type { SessionRole } from "./session-role.ts";
import type { SessionSettings } from "./session-settings.ts";

type Client = InstanceType<Driver["Client"]>;

/** A session that has begun. */
export interface BegunSession {
  /** As the server says it: `15.18`. */
  readonly version: string;
  readonly process: ServerProcess;
  /** The search_path under which it works. */
  readonly path: string;
  /** The one that it had before. */
  readonly metPath: string;
  readonly role: SessionRole;
  /**
   * Behind a pooler: what is to hold, as SQL for the beginning of each transaction. Whatever were set for the session would reach the next
   * client that the pooler gives it to. Empty for a direct connection, whose session has it all.
   */
  readonly each: readonly string[];
}

/** What the server says of itself, and of the session. */
interface Greeting {
  readonly version: string;
  readonly replica: boolean;
  readonly pid: number;
  readonly conforming: string;
  readonly path: string;
  readonly account: string;
  readonly role: string;
}

const GREETING = `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS replica, pg_backend_pid() AS pid,
  current_setting('standard_conforming_strings') AS conforming, current_setting('search_path') AS path,
  session_user::text AS account, current_setting('role') AS role`;

/** Looks at a new session, refuses what can't be used, and sets what is asked for. Errors: CONNECT_FAILED. */
export async function beginSession(
  client: Client,
  settings: SessionSettings,
  { readOnly, session = {} }: ConnectOptions & { readonly session?: SessionWish | undefined },
): Promise<BegunSession> {
  const [said] = (await client.query<Greeting>(GREETING)).rows;
  if (said === undefined) throw fail("CONNECT_FAILED", `${placeOf(settings)} doesn't answer as PostgreSQL does.`);
  const version = said.version.split(" ")[0] ?? "";
  refuseUnusable(said, version, settings);
  // A pooler keeps this setting by client, as every parameter that the server reports.
  if (said.conforming !== "on") await client.query("SET standard_conforming_strings = on");
  const path = session.searchPath ?? settings.given.search_path;
  const process = { id: said.pid, isPooled: said.pid !== toldProcess(client) };
  const sets = settingsOf(given({ role: session.role, searchPath: path }));
  const { account } = said;
  const role = { account, role: session.role ?? said.role, ...(process.isPooled ? { met: said.role } : {}) };
  const begun = { version, process, path: path ?? said.path, metPath: said.path, role };
  if (process.isPooled) {
    const only = readOnly === true ? ["SET TRANSACTION READ ONLY"] : [];
    return { ...begun, each: [...only, ...sets.map((set) => `SET LOCAL ${set}`)] };
  }
  const only = readOnly === true ? [`default_transaction_read_only = ${quoteString("on")}`] : [];
  for (const set of [...only, ...sets]) await client.query(`SET ${set}`);
  return { ...begun, each: [] };
}

/** What stands behind SET where a session is to be like this. */
export function settingsOf({ role, searchPath }: SessionWish): readonly string[] {
  return [
    ...(role === undefined ? [] : [`ROLE ${quoteName(role)}`]),
    ...(searchPath === undefined ? [] : [`search_path = ${searchPath.trim() === "" ? "''" : searchPath}`]),
  ];
}

/** The driver's types leave it out. */
function toldProcess(client: Client): number {
  return (client as unknown as { readonly processID: number }).processID;
}

function refuseUnusable({ replica }: Greeting, version: string, settings: SessionSettings): void {
  const place = placeOf(settings);
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    throw fail("CONNECT_FAILED", `${place} is PostgreSQL ${version}; Limbeck needs ${OLDEST_MAJOR} or newer.`);
  }
  const wanted = settings.given.target_session_attrs ?? "any";
  if (replica && wanted !== "any") {
    throw fail(
      "CONNECT_FAILED",
      `${place} is a standby, which takes no writes, and target_session_attrs is ${wanted}.`,
    );
  }
}
