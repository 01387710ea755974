import { given } from "../../base/given.ts";
import { nameKey, nameOf } from "../../schema/names.ts";
import type { ObjectKind } from "../../schema/object-kind.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Connection, InspectOptions, Row } from "../contract.ts";
import { USER_NAMESPACE } from "./inspect-rows.ts";
import { ownNamespace } from "./own-namespace.ts";
import { type PipedQuery, pipelineOf } from "./pipeline.ts";
import { quoteName, quoteString } from "./quote.ts";
import { serverProcess } from "./server-process.ts";
import { restore } from "./session-path.ts";

/** What the queries of one reading share. */
export interface Reading {
  /** The server's version as a number: 150018 is 15.18. */
  readonly versionNumber: number;
  /** The namespace whose objects have no `schema`; absent when the session's search_path leads nowhere. */
  readonly defaultNamespace?: string;
  /** True for an object that is wanted. */
  isWanted(kind: ObjectKind, name: ObjectName): boolean;
  /** True for an object that need not be read wholly. */
  isOverlooked(kind: ObjectKind, name: ObjectName): boolean;
  /** True for an object that stands by itself and is left alone. */
  isLeftAlone(name: ObjectName): boolean;
  /** Rows of a query, whose $1, if it has one, is the default namespace. */
  rows(sql: string): Promise<readonly Row[]>;
}

/**
 * Settings under which the server prints an expression always in the same way: names qualified unless they are of the default
 * namespace, dates and times in one form and one time zone. Source: https://www.postgresql.org/docs/18/runtime-config-client.html
 */
const STABLE: Readonly<Record<string, string>> = {
  datestyle: "ISO, YMD",
  intervalstyle: "postgres",
  timezone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  quote_all_identifiers: "off",
  // Compiling these queries takes longer than running them.
  jit: "off",
};

/**
 * Reads under stable settings, which end with the reading. Outside a transaction all of it is one snapshot; inside, where no
 * snapshot can be asked for, the settings are put back.
 */
export async function inStableSession<T>(
  connection: Connection,
  { exclude, only, wants, overlooks, standsAlone }: InspectOptions,
  read: (reading: Reading) => Promise<T>,
): Promise<T> {
  const isInTransaction = connection.isInTransaction?.() === true;
  const session = await sessionOf(connection);
  const settings = {
    ...STABLE,
    search_path: session.namespace === undefined ? "pg_catalog" : quoteName(session.namespace),
  };
  // A name may say the namespace of the session, in which a record names none.
  const excluded = new Set(
    exclude.map(({ name, schema }) => nameKey({ name, ...given(schema === session.namespace ? {} : { schema }) })),
  );
  const wanted = only === undefined ? undefined : new Set(only.map(nameKey));
  const within = only === undefined ? (sql: string) => sql : narrowed(only, session.namespace);
  const reading: Reading = {
    versionNumber: session.versionNumber,
    ...(session.namespace === undefined ? {} : { defaultNamespace: session.namespace }),
    isWanted: (kind, name) =>
      !excluded.has(nameKey(name)) &&
      (wanted === undefined ? !isOwn(name) : wanted.has(nameKey(name))) &&
      wants?.({ kind, ...nameOf(name) }) !== false,
    isOverlooked: (kind, { name, schema = session.namespace }) =>
      overlooks?.({ kind, name, ...given({ schema }) }) === true,
    isLeftAlone: (name) => standsAlone?.({ kind: "other", ...nameOf(name) }) !== "refused",
    rows: together(connection, (sql) => ({
      sql: within(sql),
      parameters: sql.includes("$1") ? [session.namespace ?? null] : [],
    })),
  };
  if (isInTransaction) {
    await setAll(connection, settings);
    try {
      return await read(reading);
    } finally {
      await setAll(connection, session.settings);
      // The session's own search_path is another one than the wanted.
      if (serverProcess(connection).isPooled) await restore(connection);
    }
  }
  await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    await setAll(connection, settings);
    return await read(reading);
  } finally {
    await connection.execute("ROLLBACK");
  }
}

/** Those that are asked for at once are sent at once. */
function together(connection: Connection, queryOf: (sql: string) => PipedQuery): Reading["rows"] {
  let waiting: PipedQuery[] = [];
  let sent: Promise<readonly Promise<readonly Row[]>[]> | undefined;
  return async (sql) => {
    const place = waiting.push(queryOf(sql)) - 1;
    sent ??= Promise.resolve().then(() => {
      const queries = waiting;
      [waiting, sent] = [[], undefined];
      return pipelineOf(connection)(queries);
    });
    return (await sent)[place] ?? [];
  };
}

/** Queries of the namespaces of these objects alone: the others are many, perhaps, and each expression that is printed takes time. */
function narrowed(only: readonly ObjectName[], namespace: string | undefined): (sql: string) => string {
  const names = new Set(only.map(({ schema }) => schema ?? namespace ?? ""));
  const condition = `n.nspname IN (${["", ...names].map(quoteString).join(", ")})`;
  return (sql) => sql.replaceAll(USER_NAMESPACE, condition);
}

/** The reading of the objects of one namespace. */
export function within(reading: Reading, namespace: string): Reading {
  const narrow = narrowed([{ name: "", schema: namespace }], undefined);
  return { ...reading, rows: (sql) => reading.rows(narrow(sql)) };
}

function isOwn({ schema }: ObjectName): boolean {
  return schema === ownNamespace.name;
}

interface Session {
  readonly versionNumber: number;
  readonly namespace?: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function sessionOf(connection: Connection): Promise<Session> {
  const names = [...Object.keys(STABLE), "search_path"];
  const [row] = await connection.query(
    `SELECT current_setting('server_version_num')::int AS version, current_schema()::text AS namespace,
      ${names.map((name) => `current_setting('${name}') AS ${quoteName(name)}`).join(", ")}`,
  );
  return {
    versionNumber: Number(row?.["version"]),
    ...(typeof row?.["namespace"] === "string" ? { namespace: row["namespace"] } : {}),
    settings: Object.fromEntries(names.map((name) => [name, String(row?.[name])])),
  };
}

async function setAll(connection: Connection, settings: Readonly<Record<string, string>>): Promise<void> {
  const calls = Object.keys(settings).map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, false)`);
  await connection.query(`SELECT ${calls.join(", ")}`, Object.entries(settings).flat());
}
