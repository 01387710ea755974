import { given } from "../../base/given.ts";
import { nameKey, nameOf } from "../../schema/names.ts";
import type { ObjectKind } from "../../schema/object-kind.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Connection, InspectOptions, Row } from "../contract.ts";
import { maybeText, USER_NAMESPACE } from "./inspect-rows.ts";
import { ownNamespace } from "./own-namespace.ts";
import { pipelineOf } from "./pipeline.ts";
import { quoteName, quoteString } from "./quote.ts";
import { serverProcess } from "./server-process.ts";
import { restore } from "./session-path.ts";

/** What the queries of one reading share. */
export interface Reading {
  /** The server's version as a number: 150018 is 15.18. */
  readonly versionNumber: number;
  /** The namespace whose objects have no `schema`, as soon as there are rows; undefined when the session's search_path leads nowhere. */
  defaultNamespace(): string | undefined;
  /** True for an object that is wanted. */
  isWanted(kind: ObjectKind, name: ObjectName): boolean;
  /** True for an object that need not be read wholly. */
  isOverlooked(kind: ObjectKind, name: ObjectName): boolean;
  /** True for an object that stands by itself and is left alone. */
  isLeftAlone(name: ObjectName): boolean;
  /** Rows of a query, whose `$1::text`, if it has one, is the default namespace. */
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
  options: InspectOptions,
  read: (reading: Reading) => Promise<T>,
): Promise<T> {
  const opening = openingOf(connection);
  if (connection.isInTransaction?.() === true) {
    const session = await opening.done();
    try {
      return await read(readingOf(connection, opening, options));
    } finally {
      await setAll(connection, session.settings);
      // The session's own search_path is another one than the wanted.
      if (serverProcess(connection).isPooled) await restore(connection);
    }
  }
  await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    // The names of some objects are in the queries for them.
    if (options.only !== undefined) await opening.done();
    return await read(readingOf(connection, opening, options));
  } finally {
    await connection.execute("ROLLBACK");
  }
}

function readingOf(
  connection: Connection,
  opening: Opening,
  { exclude, only, wants, overlooks, standsAlone }: InspectOptions,
): Reading {
  const excluded = new Set(exclude.map(nameKey));
  const wanted = only === undefined ? undefined : new Set(only.map(nameKey));
  const namespace = () => opening.session()?.namespace;
  // A name to exclude may say the namespace of the session, in which a record names none.
  const isExcluded = ({ name, schema }: ObjectName) =>
    excluded.has(nameKey({ name, ...given({ schema }) })) ||
    (schema === undefined && excluded.has(nameKey({ name, ...given({ schema: namespace() }) })));
  const within = only === undefined ? (sql: string) => sql : narrowed(only, namespace());
  return {
    versionNumber: versionNumberOf(connection.server.version),
    defaultNamespace: namespace,
    isWanted: (kind, name) =>
      !isExcluded(name) &&
      (wanted === undefined ? !isOwn(name) : wanted.has(nameKey(name))) &&
      wants?.({ kind, ...nameOf(name) }) !== false,
    isOverlooked: (kind, { name, schema = namespace() }) => overlooks?.({ kind, name, ...given({ schema }) }) === true,
    isLeftAlone: (name) => standsAlone?.({ kind: "other", ...nameOf(name) }) !== "refused",
    rows: together(opening, (sql) => within(sql).replaceAll("$1::text", HOME)),
  };
}

/** SQL: the namespace whose objects have no `schema`, found out once for a query; NULL where the path leads nowhere. */
const HOME = "(SELECT NULLIF(current_schema(), 'pg_catalog')::text)";

/** `15.18` is 150018, and `19beta1` 190000. */
function versionNumberOf(version: string): number {
  const [, major = "0", minor = "0"] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return Number(major) * 10_000 + Number(minor);
}

/** Those that are asked for at once are sent at once. */
function together({ send }: Opening, queryOf: (sql: string) => string): Reading["rows"] {
  let waiting: string[] = [];
  let sent: Promise<readonly Promise<readonly Row[]>[]> | undefined;
  return async (sql) => {
    const place = waiting.push(queryOf(sql)) - 1;
    sent ??= Promise.resolve().then(() => {
      const queries = waiting;
      [waiting, sent] = [[], undefined];
      return send(queries);
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
  readonly namespace?: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The beginning of a reading: what makes texts stable goes to the server before the first queries, and together with them. */
interface Opening {
  /** How the session was before; known when the first rows are. */
  session(): Session | undefined;
  /** Sends nothing else. */
  done(): Promise<Session>;
  send(queries: readonly string[]): readonly Promise<readonly Row[]>[];
}

const NAMES = [...Object.keys(STABLE), "search_path"];

const ASKED = `SELECT current_schema()::text AS namespace,
  ${NAMES.map((name) => `current_setting('${name}') AS ${quoteName(name)}`).join(", ")}`;

/** The path comes last, and is the session's current namespace alone. */
const SET = `SELECT ${Object.entries(STABLE)
  .map(([name, value]) => `set_config('${name}', ${quoteString(value)}, false)`)
  .join(", ")}, set_config('search_path', COALESCE(quote_ident(current_schema()), 'pg_catalog'), false)`;

function openingOf(connection: Connection): Opening {
  let session: Session | undefined;
  const ask = (sqls: readonly string[]) => pipelineOf(connection)(sqls.map((sql) => ({ sql, parameters: [] })));
  const opened = async ([asked, set]: readonly Promise<readonly Row[]>[]): Promise<Session> => {
    const [rows = []] = await Promise.all([asked, set]);
    const [row] = rows;
    session = {
      ...given({ namespace: row === undefined ? undefined : maybeText(row, "namespace") }),
      settings: Object.fromEntries(NAMES.map((name) => [name, String(row?.[name])])),
    };
    return session;
  };
  return {
    session: () => session,
    done: () => opened(ask([ASKED, SET])),
    send(queries) {
      if (session !== undefined) return ask(queries);
      const [asked, set, ...others] = ask([ASKED, SET, ...queries]);
      const isOpen = opened([asked, set].flatMap((each) => each ?? []));
      return others.map(async (rows) => (await Promise.all([rows, isOpen]))[0]);
    },
  };
}

async function setAll(connection: Connection, settings: Readonly<Record<string, string>>): Promise<void> {
  const calls = Object.keys(settings).map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, false)`);
  await connection.query(`SELECT ${calls.join(", ")}`, Object.entries(settings).flat());
}
