import { randomBytes } from "node:crypto";
import { isLimbeckError, messageOf } from "../../base/error.ts";
import type { Connection, ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { urlOfDatabase } from "../server-url.ts";
import { connect } from "./connect.ts";
import { quoteName, quoteString } from "./quote.ts";
import { rememberProcess, serverProcess } from "./server-process.ts";
import { rememberPath } from "./session-path.ts";
import { rememberRole, sessionRole } from "./session-role.ts";
import { target } from "./url.ts";

/** Scratch databases have the hour of their making in their names. */
const PREFIX = "limbeck_scratch_";
const HOUR_MS = 3_600_000;
/** After so many hours a scratch database is taken for one that was left behind. */
const LEFT_BEHIND_HOURS = 2;

/**
 * Opens an empty database on the server of `near`, of its encoding and locale and with its search_path, and drops it when it is closed;
 * drops those that a killed process left behind hours ago, too.
 * Errors: CONNECT_FAILED when the role may not make databases; what connecting to `near` throws.
 */
export async function scratch(near?: ConnectionTarget): Promise<Connection> {
  if (near === undefined) {
    throw fail("CONNECT_FAILED", "A scratch database of PostgreSQL needs a server, and no database URL names one.", {
      hint: "Give the URL of the project's database, in the config or with --url.",
    });
  }
  const main = await connect(asItself(near), { create: false });
  const name = `${PREFIX}${hour()}_${randomBytes(6).toString("hex")}`;
  try {
    await dropLeftBehind(main);
    const session = await likeness(main);
    await create(main, name, session.options);
    try {
      return await opened(main, name, session);
    } catch (error) {
      await drop(main, name);
      throw error;
    }
  } catch (error) {
    await main.close();
    throw error;
  }
}

/**
 * What a script's objects depend on beside the script: the server's version and those of its extensions, the settings that take the place
 * of words that a CREATE leaves out, and what a scratch database has of `near`.
 */
export async function scratchFacts(near: ConnectionTarget): Promise<string> {
  const main = await connect(asItself(near), { create: false, readOnly: true });
  try {
    const rows = await main.query(
      `SELECT version() AS text UNION ALL SELECT current_user
       UNION ALL SELECT name || '=' || setting FROM pg_catalog.pg_settings WHERE name IN
         ('default_table_access_method', 'default_tablespace', 'default_toast_compression', 'standard_conforming_strings', 'array_nulls')
       UNION ALL SELECT name || ' ' || default_version FROM pg_catalog.pg_available_extensions ORDER BY 1`,
    );
    return JSON.stringify([await likeness(main), rows.map(({ text }) => text)]);
  } finally {
    await main.close();
  }
}

async function opened(main: Connection, name: string, { namespace, searchPath }: Likeness): Promise<Connection> {
  const { url, directory = process.cwd() } = main.target;
  const there = { ...target(urlOfDatabase(url, name), directory), session: { searchPath } };
  const connection = await connect(there, { create: false });
  if (namespace !== "public") await connection.execute(`CREATE SCHEMA IF NOT EXISTS ${quoteName(namespace)}`);
  const { close } = connection;
  let isOpen = true;
  const made: Connection = {
    ...connection,
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await close();
      await drop(main, name);
      await main.close();
    },
  };
  rememberPath(made, searchPath);
  const role = sessionRole(connection);
  if (role !== undefined) rememberRole(made, role);
  rememberProcess(made, serverProcess(connection));
  return made;
}

/** Without the role of the config: the database belongs to the account that logs in. */
function asItself({ session, ...target }: ConnectionTarget): ConnectionTarget {
  return session?.searchPath === undefined ? target : { ...target, session: { searchPath: session.searchPath } };
}

interface Likeness {
  /** Of CREATE DATABASE. */
  readonly options: string;
  readonly namespace: string;
  readonly searchPath: string;
}

async function likeness(main: Connection): Promise<Likeness> {
  const [row] = await main.query(
    `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate, datctype, current_setting('search_path') AS path,
       coalesce(current_schema(), 'public') AS namespace
     FROM pg_catalog.pg_database WHERE datname = current_database()`,
  );
  const option = (name: string, value: unknown) => `${name} ${quoteString(String(value))}`;
  return {
    options: [
      option("ENCODING", row?.["encoding"]),
      option("LC_COLLATE", row?.["datcollate"]),
      option("LC_CTYPE", row?.["datctype"]),
    ].join(" "),
    namespace: String(row?.["namespace"]),
    searchPath: String(row?.["path"]),
  };
}

async function create(main: Connection, name: string, options: string): Promise<void> {
  try {
    await main.execute(`CREATE DATABASE ${quoteName(name)} TEMPLATE template0 ${options}`);
  } catch (cause) {
    if (!isLimbeckError(cause, "STATEMENT_FAILED")) throw cause;
    const message = `A scratch database can't be made beside "${main.target.display}": ${messageOf(cause.cause)}.`;
    throw fail("CONNECT_FAILED", message, {
      cause,
      hint: "Scripts in SQL are run in a scratch database to be read. Let the role make one: ALTER ROLE … CREATEDB.",
    });
  }
}

async function dropLeftBehind(main: Connection): Promise<void> {
  const rows = await main.query(
    `SELECT d.datname FROM pg_catalog.pg_database d
     WHERE d.datname ~ $1 AND pg_catalog.pg_has_role(d.datdba, 'USAGE')
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datname = d.datname)`,
    [`^${PREFIX}[0-9]+_`],
  );
  const names = rows.map((row) => String(row["datname"]));
  const old = names.filter((name) => hour() - Number(name.slice(PREFIX.length).split("_")[0]) >= LEFT_BEHIND_HOURS);
  for (const name of old) await drop(main, name);
}

async function drop(main: Connection, name: string): Promise<void> {
  await main.execute(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`);
}

function hour(): number {
  return Math.floor(Date.now() / HOUR_MS);
}
