import { didYouMean } from "../../base/nearest.ts";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { quoteName } from "./quote.ts";
import { isIgnored, type SettingName, type Settings, settingNames, wrongValue } from "./settings.ts";

/** URL schemes of PostgreSQL: libpq's two, and SQLAlchemy's with its drivers. */
export const schemes: readonly string[] = [
  "postgresql",
  "postgres",
  ...["asyncpg", "psycopg", "psycopg_async", "psycopg2", "psycopg2cffi", "pg8000"].map(
    (driver) => `postgresql+${driver}`,
  ),
];

const EXAMPLES =
  "Write postgresql://user:password@host:5432/database; for a Unix socket postgresql:///database?host=/run/postgresql.";
const ESCAPES = "In a user, password or database the characters : / ? # @ % are written %3A %2F %3F %23 %40 %25.";

/**
 * Reads a database URL as libpq does: every part of `postgresql://user:password@host:port/database?key=value` may be missing, and
 * the environment fills it in when the connection is opened. Errors: CONNECT_URL_INVALID, which never shows the password.
 * Source: https://www.postgresql.org/docs/18/libpq-connect.html §32.1.1.2.
 */
export function target(url: string, directory: string): ConnectionTarget {
  const parts = cut(url);
  settingsOf(parts);
  return { dialect: "postgres", url: url.trim(), display: displayOf(parts), directory };
}

/** What the URL of a target says, by libpq's names. Errors: CONNECT_URL_INVALID. */
export function urlSettings(target: ConnectionTarget): Settings {
  return settingsOf(cut(target.url));
}

/** The parts of a URL, still as they are written. */
interface Parts {
  readonly scheme: string;
  readonly user?: string;
  readonly password?: string;
  /** With its port. */
  readonly host: string;
  readonly database?: string;
  readonly query: readonly (readonly [key: string, value: string])[];
}

function cut(url: string): Parts {
  const found = /^([a-z][a-z0-9+._-]*):(\/\/)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/is.exec(url.trim());
  if (found === null) throw invalid("The text is not a database URL", EXAMPLES);
  const [, scheme = "", slashes, authority = "", database, query = "", fragment] = found;
  if (!schemes.includes(scheme.toLowerCase())) {
    throw invalid(`"${scheme}:" is not a URL scheme of PostgreSQL${didYouMean(scheme, schemes)}`, EXAMPLES);
  }
  if (slashes === undefined) throw invalid("The database URL lacks the slashes after its scheme", EXAMPLES);
  if (fragment !== undefined) throw invalid("The database URL has a #, which begins no part of it", ESCAPES);
  const at = authority.lastIndexOf("@");
  const account = at === -1 ? "" : authority.slice(0, at);
  const colon = account.indexOf(":");
  const user = colon === -1 ? account : account.slice(0, colon);
  return {
    scheme: scheme.toLowerCase(),
    host: authority.slice(at + 1),
    ...(user === "" ? {} : { user }),
    ...(colon === -1 ? {} : { password: account.slice(colon + 1) }),
    ...(database === undefined || database === "" ? {} : { database }),
    query: query === "" ? [] : query.split("&").map(pairOf),
  };
}

function pairOf(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  return equals === -1 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
}

function displayOf({ scheme, user, host, database, query }: Parts): string {
  const shown = query.filter(([key]) => !/password/i.test(key)).map(([key, value]) => `${key}=${value}`);
  const account = user === undefined ? "" : `${user}@`;
  const path = database === undefined && host !== "" ? "" : `/${database ?? ""}`;
  return `${scheme}://${account}${host}${path}${shown.length === 0 ? "" : `?${shown.join("&")}`}`;
}

function settingsOf({ user, password, host, database, query }: Parts): Settings {
  const place = hostOf(host);
  const settings: { [K in SettingName]?: string } = {};
  const set = (name: SettingName, value: string | undefined) => {
    if (value !== undefined && value !== "") settings[name] = value;
  };
  set("user", decoded(user, "user"));
  set("password", decoded(password, "password"));
  set("host", decoded(place.host, "host"));
  set("port", place.port);
  set("dbname", decoded(database, "database"));
  const seen = new Set<string>();
  for (const [rawKey, rawValue] of query) {
    const key = decoded(rawKey, "query") ?? "";
    if (seen.has(key))
      throw invalid(
        `The database URL has the key "${key}" twice`,
        "Each key is written once; several hosts are written with commas between.",
      );
    seen.add(key);
    if (isIgnored(key)) continue;
    const value = decoded(rawValue.replaceAll("+", " "), `key "${key}"`) ?? "";
    set(settingNamed(key), key === "schema" && value !== "" ? quoteName(value) : value);
  }
  checkValues(settings);
  return settings;
}

/** `host:port`, or several with commas between; both lists are as long, where any port is given. */
function hostOf(text: string): { readonly host?: string; readonly port?: string } {
  const places = text.split(",").map((place) => {
    const found = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(place);
    if (found === null) throw invalid("The host in the database URL can't be read", `${EXAMPLES} ${ESCAPES}`);
    const [, address, name = "", port = ""] = found;
    return { host: address ?? name, port };
  });
  const host = places.map((place) => place.host).join(",");
  const port = places.map((place) => place.port).join(",");
  return { ...(/^,*$/.test(host) ? {} : { host }), ...(/^,*$/.test(port) ? {} : { port }) };
}

function decoded(text: string | undefined, part: string): string | undefined {
  if (text === undefined) return undefined;
  try {
    const value = decodeURIComponent(text);
    if (value.includes("\0")) throw invalid(`The ${part} in the database URL contains a NUL character`, ESCAPES);
    return value;
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw invalid(`The ${part} in the database URL has a % that is no escape of UTF-8 text`, ESCAPES);
  }
}

/** SQLAlchemy's drivers and others write some of libpq's names in another way. */
const OTHER_NAMES: Readonly<Record<string, SettingName>> = {
  database: "dbname",
  ssl: "sslmode",
  schema: "search_path",
};

function settingNamed(key: string): SettingName {
  const name = OTHER_NAMES[key] ?? settingNames.find((known) => known === key);
  if (name !== undefined) return name;
  throw invalid(
    `The database URL has an unknown key "${key}"${didYouMean(key, settingNames)}`,
    `Known keys: ${settingNames.join(", ")}. Settings of the server go into options=-c%20name=value.`,
  );
}

function checkValues(settings: Settings): void {
  for (const name of settingNames) {
    const value = settings[name];
    const wrong = value === undefined ? undefined : wrongValue(name, value);
    if (wrong === undefined) continue;
    // What stands where a port is expected may be the rest of a password.
    const shown = name === "port" ? "" : ` "${value}"`;
    throw invalid(`The database URL has a ${name}${shown} that is not ${wrong}`, name === "port" ? ESCAPES : EXAMPLES);
  }
}

function invalid(message: string, hint: string) {
  return fail("CONNECT_URL_INVALID", `${message}.`, { hint });
}
