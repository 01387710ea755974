import { given } from "../../base/given.ts";
import type { ConnectionTarget } from "../contract.ts";
import {
  cutUrl,
  decodedPart,
  displayUrl,
  invalidUrl,
  queryOf,
  URL_ESCAPES,
  type UrlKind,
  type UrlParts,
} from "../server-url.ts";
import { mariadbNames, mysqlNames } from "./names.ts";
import { type SettingName, type Settings, settingNamed, settingNames, wrongValue } from "./settings.ts";

const KIND: UrlKind = {
  title: "MySQL and MariaDB",
  schemes: [...mysqlNames.schemes, ...mariadbNames.schemes],
  examples: "Write mysql://user:password@host:3306/database; for a Unix socket add ?socket=/run/mysqld/mysqld.sock.",
};

/**
 * Reads a database URL. What it leaves out comes from the option file that it names, from the clients' environment variables, and from
 * the defaults, when the connection is opened. Errors: CONNECT_URL_INVALID, which never shows the password.
 */
export function target(url: string, directory: string): ConnectionTarget {
  const parts = cutUrl(url, KIND);
  const { database } = settingsOf(parts);
  return { dialect: "mysql", url: url.trim(), display: displayUrl(parts), directory, ...given({ database }) };
}

/** What the URL of a target says. Errors: CONNECT_URL_INVALID. */
export function urlSettings(target: ConnectionTarget): Settings {
  return settingsOf(cutUrl(target.url, KIND));
}

function settingsOf(parts: UrlParts): Settings {
  const settings: { [K in SettingName]?: string } = {};
  const set = (name: SettingName, value: string | undefined) => {
    if (value === undefined || value === "") return;
    const wrong = wrongValue(name, value);
    if (wrong !== undefined) {
      // What stands where a port is expected may be the rest of a password.
      const shown = name === "port" ? "" : ` "${value}"`;
      throw invalidUrl(`The database URL has a ${name}${shown} that is not ${wrong}`, URL_ESCAPES);
    }
    settings[name] = value;
  };
  const found = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(parts.host);
  if (found === null || parts.host.includes(",")) {
    throw invalidUrl("The host in the database URL can't be read", `${KIND.examples} ${URL_ESCAPES}`);
  }
  set("user", decodedPart(parts.user, "user"));
  set("password", decodedPart(parts.password, "password"));
  set("host", decodedPart(found[1] ?? found[2], "host"));
  set("port", found[3]);
  set("database", decodedPart(parts.database, "database"));
  for (const [key, value] of queryOf(parts)) {
    const { name, unknown } = settingNamed(key);
    if (unknown !== undefined) {
      throw invalidUrl(
        `The database URL has an unknown key "${key}"${unknown}`,
        `Known keys: ${settingNames.join(", ")}`,
      );
    }
    if (name !== undefined) set(name, value);
  }
  return settings;
}
