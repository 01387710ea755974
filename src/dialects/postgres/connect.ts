import { LimbeckError, messageOf } from "../../base/error.ts";
import type { Connection, ConnectionTarget, ConnectOptions, Row } from "../contract.ts";
import { fail } from "../errors.ts";
import { connectError, placeOf } from "./connect-error.ts";
import { type Driver, loadDriver } from "./driver.ts";
import { rememberPipeline, send } from "./pipeline.ts";
import { readText } from "./row-values.ts";
import { rememberProcess } from "./server-process.ts";
import { type BegunSession, beginSession } from "./session.ts";
import { rememberPath } from "./session-path.ts";
import { rememberRole } from "./session-role.ts";
import { type SessionSettings, sessionSettings } from "./session-settings.ts";
import { isStatementFault, statementError } from "./statement-error.ts";
import { type TlsOptions, tlsAttempts } from "./tls.ts";

type Client = InstanceType<Driver["Client"]>;

/**
 * Opens the database, as `application_name` "limbeck" unless something else is asked for. The session reads string constants by the
 * standard, and is of the role and the search_path of the target; everything else about it is as the server, the role and the URL set it.
 * Of several hosts it is the first one, in their order, that answers and is as `target_session_attrs` wants it.
 * `create` makes no difference: connecting never makes a database here.
 * Errors: CONNECT_DATABASE_MISSING, CONNECT_FAILED, CONNECT_DRIVER_MISSING, CONNECT_URL_INVALID.
 */
export async function connect(target: ConnectionTarget, options: ConnectOptions): Promise<Connection> {
  const hosts = sessionSettings(target);
  const driver = loadDriver([...new Set([target.directory ?? process.cwd(), process.cwd()])]);
  const failures: LimbeckError[] = [];
  for (const settings of hosts) {
    try {
      return await connectTo(driver, settings, target, options);
    } catch (error) {
      if (!(error instanceof LimbeckError)) throw error;
      failures.push(error);
      if (!goesOnAfter(error)) break;
    }
  }
  const [first, ...others] = failures;
  if (first !== undefined && (hosts.length === 1 || others.length === 0)) throw first;
  throw fail("CONNECT_FAILED", ["None of the hosts can be used:", ...failures.map(messageOf)].join("\n  "), {
    cause: failures.at(-1),
    details: { hosts: hosts.map(({ host, port }) => `${host}:${port}`) },
  });
}

/** A server that answers and says no says so for all of them: the password is wrong, or there is no such database. As libpq does it. */
function goesOnAfter(error: LimbeckError): boolean {
  return error.code === "CONNECT_FAILED" && !/^(?:28|42)/.test(String(error.details["code"] ?? ""));
}

async function connectTo(
  driver: Driver,
  settings: SessionSettings,
  target: ConnectionTarget,
  options: ConnectOptions,
): Promise<Connection> {
  const client = await openClient(driver, settings);
  try {
    const session = await beginSession(client, settings, { ...options, session: target.session });
    const connection = connectionOf(client, target, session);
    rememberPipeline(connection, (queries) =>
      send(client, queries, {
        readerOf: (oid, format) => readText(driver.types, oid, format),
        failed: (error, sql) => queryError(error, sql, target),
      }),
    );
    rememberPath(connection, session.path, session.process.isPooled ? session.metPath : undefined);
    rememberRole(connection, session.role);
    rememberProcess(connection, session.process);
    return connection;
  } catch (error) {
    await client.end();
    throw error instanceof LimbeckError ? error : connectError(error, settings);
  }
}

/** Tries with and without TLS as the mode wants it; the last try's error is the one that counts. */
async function openClient(driver: Driver, settings: SessionSettings): Promise<Client> {
  const attempts = tlsAttempts(settings);
  for (const [i, { tls, goesOnAfter }] of attempts.entries()) {
    try {
      return await openOnce(driver, settings, tls);
    } catch (error) {
      if (i < attempts.length - 1 && goesOnAfter(error)) continue;
      throw error instanceof LimbeckError ? error : connectError(error, settings);
    }
  }
  throw fail("CONNECT_FAILED", `${placeOf(settings)} can't be reached.`);
}

async function openOnce(driver: Driver, settings: SessionSettings, tls: TlsOptions | false): Promise<Client> {
  const { given, password } = settings;
  const channelBinding = given.channel_binding ?? "prefer";
  const client = new driver.Client({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    database: settings.database,
    password: () => password.password ?? refusePasswordless(settings, "reason" in password ? password.reason : ""),
    ssl: tls,
    application_name: given.application_name ?? "limbeck",
    connectionTimeoutMillis: Number(given.connect_timeout ?? 0) * 1000,
    enableChannelBinding: channelBinding !== "disable",
    types: { getTypeParser: (oid: number, format?: string) => readText(driver.types, oid, format) } as never,
    ...(given.options === undefined ? {} : { options: given.options }),
    ...(given.sslnegotiation === "direct" && tls !== false ? { sslnegotiation: "direct" as const } : {}),
  });
  // Without a listener, a server that goes away while nothing runs would end the whole process.
  client.on("error", () => undefined);
  const bound = channelBinding === "require" ? watchBinding(client) : () => true;
  try {
    await client.connect();
  } catch (error) {
    // The driver leaves the socket open, and the server would wait at its other end.
    wireOf(client).stream.destroy();
    throw error;
  }
  if (bound()) return client;
  await client.end();
  throw fail(
    "CONNECT_FAILED",
    `${placeOf(settings)} did not bind the password to the TLS channel, as channel_binding=require wants.`,
  );
}

/** True after the server has offered a password exchange that is bound to the channel; the driver then takes it. */
function watchBinding(client: Client): () => boolean {
  let isBound = false;
  wireOf(client).on("authenticationSASL", ({ mechanisms }) => {
    isBound = mechanisms.includes("SCRAM-SHA-256-PLUS");
  });
  return () => isBound;
}

/** The driver's own connection, which its types don't show. Source: pg 8, lib/client.js. */
interface Wire {
  readonly stream: { destroy(): void };
  on(event: "authenticationSASL", listener: (message: { readonly mechanisms: readonly string[] }) => void): void;
}

function wireOf(client: Client): Wire {
  return (client as unknown as { readonly connection: Wire }).connection;
}

function refusePasswordless(settings: SessionSettings, reason: string): never {
  throw fail(
    "CONNECT_FAILED",
    `${placeOf(settings)} asks for a password of user "${settings.user}", and none is given (${reason}).`,
    {
      hint: "Give it in the URL, in PGPASSWORD, or in ~/.pgpass, a file that only you may read.",
    },
  );
}

function connectionOf(client: Client, target: ConnectionTarget, { version, each }: BegunSession): Connection {
  let isOpen = true;
  let isBroken = false;
  for (const end of ["error", "end"] as const) {
    client.on(end, () => {
      isBroken = true;
    });
  }
  async function one(sql: string, parameters: readonly unknown[] = []) {
    try {
      // The extended protocol refuses several statements in one text.
      return await client.query({ text: sql, values: [...parameters], queryMode: "extended" } as {
        readonly text: string;
      });
    } catch (error) {
      throw queryError(error, sql, target);
    }
  }
  /** Where each transaction must be told, a statement outside of one gets its own. */
  async function run(sql: string, parameters: readonly unknown[]) {
    if (each.length === 0 || isInTransaction(client)) return one(sql, parameters);
    if (/^\s*(?:ROLLBACK|COMMIT)\b/i.test(sql)) return one(sql, parameters);
    const begins = /^\s*BEGIN\b/i.test(sql);
    const begun = await one(begins ? sql : "BEGIN");
    try {
      for (const set of each) await one(set);
      if (begins) return begun;
      const result = await one(sql, parameters);
      await one("COMMIT");
      return result;
    } catch (error) {
      if (isInTransaction(client)) await one("ROLLBACK");
      throw error;
    }
  }
  return {
    server: { version },
    target,
    query: async (sql, parameters = []) => (await run(sql, parameters)).rows as readonly Row[],
    execute: async (sql, parameters = []) => {
      const { command, rowCount } = await run(sql, parameters);
      return CHANGES_ROWS.has(command) ? (rowCount ?? 0) : 0;
    },
    isInTransaction: () => isInTransaction(client),
    isBroken: () => isBroken,
    close: async () => {
      if (isOpen) await client.end();
      isOpen = false;
    },
  };
}

/** As the server said after the last statement: `I` is idle. The driver's types leave it out. Source: pg 8.12, lib/client.js. */
function isInTransaction(client: Client): boolean {
  const { _txStatus: status } = client as unknown as { readonly _txStatus?: string | null };
  return status === "T" || status === "E";
}

const CHANGES_ROWS: ReadonlySet<string> = new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"]);

function queryError(error: unknown, sql: string, target: ConnectionTarget): LimbeckError {
  return isStatementFault(error) ? statementError(error, sql, target) : brokenError(error, target);
}

function brokenError(error: unknown, target: ConnectionTarget): LimbeckError {
  const words = error instanceof Error ? error.message : String(error);
  return fail("CONNECT_FAILED", `The connection to "${target.display}" broke while a statement ran: ${words}.`, {
    cause: error,
    hint: "Look at the server, and run the command again: what was not committed is undone.",
  });
}
