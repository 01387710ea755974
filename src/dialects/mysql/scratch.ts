import { randomBytes } from "node:crypto";
import { isLimbeckError, messageOf } from "../../base/error.ts";
import type { Connection, ConnectionTarget, Row, Server } from "../contract.ts";
import { fail } from "../errors.ts";
import { firstLine } from "../first-line.ts";
import { urlOfDatabase } from "../server-url.ts";
import { connect } from "./connect.ts";
import { elsewhere } from "./elsewhere.ts";
import { asleep, awake, isAsleep } from "./event-text.ts";
import { cutDatabase } from "./own-database.ts";
import { parseStatement } from "./parse.ts";
import { quoteName } from "./quote.ts";
import { target } from "./url.ts";

/** Scratch databases have the hour of their making in their names. */
const PREFIX = "limbeck_scratch_";
const HOUR_MS = 3_600_000;
/** After so many hours a scratch database is taken for one that was left behind. */
const LEFT_BEHIND_HOURS = 2;

/**
 * Opens an empty database on the server of `near`, of its character set and collation, and drops it when it is closed; drops those that a
 * killed process left behind hours ago, too. Errors: CONNECT_FAILED when the account may not make databases; what connecting throws.
 */
export async function scratch(near?: ConnectionTarget): Promise<Connection> {
  if (near === undefined) {
    throw fail("CONNECT_FAILED", "A scratch database of MySQL needs a server, and no database URL names one.", {
      hint: "Give the URL of the project's database, in the config or with --url.",
    });
  }
  const connection = await connect(near, { create: false });
  const name = `${PREFIX}${hour()}_${randomBytes(6).toString("hex")}`;
  try {
    await dropLeftBehind(connection);
    await create(connection, name);
  } catch (error) {
    await connection.close();
    throw error;
  }
  let isOpen = true;
  const sleepers = new Set<string>();
  const admit = (sql: string): string => withoutEvent(admitted(sql, connection.server), sleepers);
  const { url, directory = process.cwd() } = near;
  return {
    ...connection,
    target: target(urlOfDatabase(url, name), directory),
    admit,
    execute: async (sql, parameters) => connection.execute(admit(sql), parameters),
    query: async (sql, parameters) => {
      const rows = await connection.query(sql, parameters);
      return rows.map((row) => (sleepers.has(String(row["Event"])) ? awakened(row) : row));
    },
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await connection.execute(`DROP DATABASE IF EXISTS ${quoteName(name)}`);
      await connection.close();
    },
  };
}

/** The statement in the scratch database: what names that of `near` means this one. */
function admitted(sql: string, server: Server): string {
  const what = elsewhere(sql, server);
  if (what === undefined) return cutDatabase(sql, server);
  throw fail(
    "DIALECT_UNSUPPORTED",
    `The script would ${what}, which has no place in a scratch database: ${firstLine(sql)}`,
    {
      hint: "Take the statement out, and the names of databases: the script is run in a database of its own, to be read.",
      details: { sql },
    },
  );
}

/** No event happens in a scratch database, for its statements may name others. `sleepers` has those that would. */
function withoutEvent(sql: string, sleepers: Set<string>): string {
  const parsed = parseStatement(sql);
  if (parsed.kind !== "define" || parsed.what !== "event" || parsed.verb === "drop") return sql;
  const quiet = asleep(sql);
  if (quiet !== sql) sleepers.add(parsed.name);
  else if (isAsleep(sql)) sleepers.delete(parsed.name);
  return quiet;
}

function awakened(row: Row): Row {
  return { ...row, "Create Event": awake(String(row["Create Event"])) };
}

async function create(connection: Connection, name: string): Promise<void> {
  const [like] = await connection.query(
    "SELECT DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()",
  );
  try {
    const form = `CHARACTER SET ${String(like?.["charset"])} COLLATE ${String(like?.["collation"])}`;
    await connection.execute(`CREATE DATABASE ${quoteName(name)} ${form}`);
    await connection.execute(`USE ${quoteName(name)}`);
  } catch (cause) {
    if (!isLimbeckError(cause, "STATEMENT_FAILED")) throw cause;
    const message = `A scratch database can't be made beside "${connection.target.display}": ${messageOf(cause.cause)}.`;
    throw fail("CONNECT_FAILED", message, {
      cause,
      hint: "Scripts in SQL are run in a scratch database to be read. Let the account make one: GRANT ALL ON `limbeck\\_scratch\\_%`.* TO …",
    });
  }
}

async function dropLeftBehind(connection: Connection): Promise<void> {
  const rows = await connection.query(
    `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA s WHERE SCHEMA_NAME REGEXP '^${PREFIX}[0-9]+_'
       AND NOT EXISTS (SELECT 1 FROM information_schema.PROCESSLIST p WHERE p.DB = s.SCHEMA_NAME)`,
  );
  const names = rows.map((row) => String(row["name"]));
  const old = names.filter((name) => hour() - Number(name.slice(PREFIX.length).split("_")[0]) >= LEFT_BEHIND_HOURS);
  for (const name of old) await connection.execute(`DROP DATABASE IF EXISTS ${quoteName(name)}`);
}

function hour(): number {
  return Math.floor(Date.now() / HOUR_MS);
}
