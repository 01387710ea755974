import { didYouMean } from "../../base/nearest.ts";
import type { ConnectionTarget } from "../contract.ts";
import {
  cutUrl,
  decodedPart,
  displayUrl,
  invalidUrl,
  URL_ESCAPES,
  type UrlKind,
  type UrlParts,
} from "../server-url.ts";
import { names } from "./names.ts";
import { quoteName } from "./quote.ts";
import { isIgnored, type SettingName, type Settings, settingNames, wrongValue } from "./settings.ts";

const KIND: UrlKind = {
  title: "PostgreSQL",
  schemes: names.schemes,
  examples:
    "Write postgresql://user:password@host:5432/database; for a Unix socket postgresql:///database?host=/run/postgresql.",
};

/**
 * Reads a database URL as libpq does: every part of `postgresql://user:password@host:port/database?key=value` may be missing, and
 * the environment fills it in when the connection is opened. Errors: CONNECT_URL_INVALID, which never shows the password.
 * Source: https://www.postgresql.org/docs/18/libpq-connect.html §32.1.1.2.
 */
export function target(url: string, directory: string): ConnectionTarget {
  const parts = cutUrl(url, KIND);
  settingsOf(parts);
  return { dialect: "postgres", url: url.trim(), display: displayUrl(parts), directory };
}

/** What the URL of a target says, by libpq's names. Errors: CONNECT_URL_INVALID. */
export function urlSettings(target: ConnectionTarget): Settings {
  return settingsOf(cutUrl(target.url, KIND));
}

function settingsOf({ user, password, host, database, query }: UrlParts): Settings {
  const place = hostOf(host);
  const settings: { [K in SettingName]?: string } = {};
  const set = (name: SettingName, value: string | undefined) => {
    if (value !== undefined && value !== "") settings[name] = value;
  };
  set("user", decodedPart(user, "user"));
  set("password", decodedPart(password, "password"));
  set("host", decodedPart(place.host, "host"));
  set("port", place.port);
  set("dbname", decodedPart(database, "database"));
  const seen = new Set<string>();
  for (const [rawKey, rawValue] of query) {
    const key = decodedPart(rawKey, "query") ?? "";
    if (seen.has(key))
      throw invalidUrl(
        `The database URL has the key "${key}" twice`,
        "Each key is written once; several hosts are written with commas between.",
      );
    seen.add(key);
    if (isIgnored(key)) continue;
    const value = decodedPart(rawValue.replaceAll("+", " "), `key "${key}"`) ?? "";
    set(settingNamed(key), key === "schema" && value !== "" ? quoteName(value) : value);
  }
  checkValues(settings);
  return settings;
}

/** `host:port`, or several with commas between; both lists are as long, where any port is given. */
function hostOf(text: string): { readonly host?: string; readonly port?: string } {
  const places = text.split(",").map((place) => {
    const found = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(place);
    if (found === null)
      throw invalidUrl("The host in the database URL can't be read", `${KIND.examples} ${URL_ESCAPES}`);
    const [, address, name = "", port = ""] = found;
    return { host: address ?? name, port };
  });
  const host = places.map((place) => place.host).join(",");
  const port = places.map((place) => place.port).join(",");
  return { ...(/^,*$/.test(host) ? {} : { host }), ...(/^,*$/.test(port) ? {} : { port }) };
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
  throw invalidUrl(
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
    throw invalidUrl(
      `The database URL has a ${name}${shown} that is not ${wrong}`,
      name === "port" ? URL_ESCAPES : KIND.examples,
    );
  }
}
