import type { Connection as Client, SslOptions, TypeCastField } from "mysql2/promise";
import { LimbeckError, messageOf } from "../../base/error.ts";
import { given } from "../../base/given.ts";
import type { Connection, ConnectionTarget, ConnectOptions, Row, Server } from "../contract.ts";
import { fail } from "../errors.ts";
import { connectError, placeOf } from "./connect-error.ts";
import { type Driver, loadDriver } from "./driver.ts";
import { readServer } from "./server.ts";
import { opening } from "./session-modes.ts";
import { type SessionSettings, sessionSettings } from "./session-settings.ts";
import { isStatementFault, statementError } from "./statement-error.ts";
import { lacksTls, tlsAttempts } from "./tls.ts";

/**
 * Opens the database. The session speaks utf8mb4 and is strict, so that no value is cut off without an error, and reads quotes and
 * backslashes as MySQL does by default; everything else about it is as the server sets it.
 * `create` makes no difference: connecting never makes a database here.
 * Errors: CONNECT_DATABASE_MISSING, CONNECT_FAILED, CONNECT_DRIVER_MISSING, CONNECT_URL_INVALID.
 */
export async function connect(target: ConnectionTarget, options: ConnectOptions): Promise<Connection> {
  const settings = sessionSettings(target);
  const driver = loadDriver([...new Set([target.directory ?? process.cwd(), process.cwd()])]);
  const client = await openClient(driver, settings);
  try {
    await client.query(opening);
    if (options.readOnly === true) await client.query("SET SESSION TRANSACTION READ ONLY");
    const [rows] = await client.query(
      "SELECT VERSION() AS version, DATABASE() AS name, @@collation_database AS collation, @@lower_case_table_names AS folding",
    );
    const [said = {}] = rows as unknown as readonly Row[];
    const server = readServer(String(said["version"]));
    if (typeof server === "string") throw fail("CONNECT_FAILED", `${placeOf(settings)} is ${server}.`);
    const collation = String(said["collation"]);
    return connectionOf(client, target, {
      ...server,
      collation,
      ...(typeof said["name"] === "string" ? { database: said["name"] } : {}),
      ...given({ tableNames: FOLDING[String(said["folding"])] }),
    });
  } catch (error) {
    client.destroy();
    throw error instanceof LimbeckError ? error : connectError(error, settings);
  }
}

/** By `lower_case_table_names`. Source: https://dev.mysql.com/doc/refman/9.7/en/identifier-case-sensitivity.html. */
const FOLDING: Readonly<Record<string, Server["tableNames"]>> = { "1": "lower", "2": "folded" };

/** Tries with and without TLS as the mode wants it; the last try's error is the one that counts. */
async function openClient(driver: Driver, settings: SessionSettings): Promise<Client> {
  const attempts = tlsAttempts(settings);
  for (const [i, tls] of attempts.entries()) {
    try {
      return await openOnce(driver, settings, tls);
    } catch (error) {
      if (i < attempts.length - 1 && lacksTls(error)) continue;
      throw error instanceof LimbeckError ? error : connectError(error, settings);
    }
  }
  throw fail("CONNECT_FAILED", `${placeOf(settings)} can't be reached.`);
}

async function openOnce(driver: Driver, settings: SessionSettings, tls: SslOptions | undefined): Promise<Client> {
  const { host, port, socket, user, password, database, given } = settings;
  const timeout = given["connect-timeout"];
  const client = await driver.createConnection({
    ...(socket === undefined ? { host, port } : { socketPath: socket }),
    user,
    database,
    charset: "utf8mb4",
    multipleStatements: false,
    dateStrings: true,
    supportBigNumbers: true,
    typeCast: readValue,
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { ssl: tls }),
    ...(timeout === undefined ? {} : { connectTimeout: Number(timeout) * 1000 }),
    connectAttributes: { program_name: "limbeck" },
  });
  // Without a listener, a server that goes away while nothing runs would end the whole process.
  client.on("error", () => undefined);
  return client;
}

/** `bigint` is a number, or beyond 2^53 a bigint; decimals, dates, times and JSON are text; bytes are bytes. */
function readValue(field: TypeCastField, next: () => unknown): unknown {
  if (field.type === "LONGLONG") {
    const text = field.string();
    if (text === null) return null;
    return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  }
  return field.type === "JSON" ? field.string("utf8") : next();
}

function connectionOf(client: Client, target: ConnectionTarget, server: Server): Connection {
  let isOpen = true;
  let isBroken = false;
  for (const end of ["error", "end"] as const) {
    client.on(end, () => {
      isBroken = true;
    });
  }
  async function run(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    try {
      const [result] = await (parameters.length === 0 ? client.query(sql) : client.query(sql, [...parameters]));
      return result;
    } catch (error) {
      throw isStatementFault(error) ? statementError(error, sql, target) : brokenError(error, target);
    }
  }
  return {
    server: { ...server, ...given({ undemanding: target.undemanding }) },
    target,
    query: async (sql, parameters = []) => {
      const result = await run(sql, parameters);
      return Array.isArray(result) ? (result as readonly Row[]) : [];
    },
    execute: async (sql, parameters = []) => {
      const result = await run(sql, parameters);
      return isHeader(result) ? result.affectedRows : 0;
    },
    isBroken: () => isBroken,
    close: async () => {
      if (isOpen) await client.end().catch(() => client.destroy());
      isOpen = false;
    },
  };
}

function isHeader(result: unknown): result is { readonly affectedRows: number } {
  return typeof result === "object" && result !== null && "affectedRows" in result;
}

function brokenError(error: unknown, target: ConnectionTarget): LimbeckError {
  const words = messageOf(error).replace(/\.$/, "");
  const isOver = error instanceof Error && "code" in error && error.code === "PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR";
  const how = isOver ? "is closed" : `broke while a statement ran: ${words}`;
  return fail("CONNECT_FAILED", `The connection to "${target.display}" ${how}.`, {
    cause: error,
    hint: "Look at the server, and run the command again: it finds out how far it got.",
  });
}
