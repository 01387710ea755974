import { didYouMean } from "../../base/nearest.ts";

/** What a connection can be told, by the names of MySQL's own clients. */
export const settingNames = [
  "host",
  "port",
  "socket",
  "user",
  "password",
  "database",
  "ssl-mode",
  "ssl-ca",
  "ssl-cert",
  "ssl-key",
  "connect-timeout",
  "defaults-file",
  "defaults-group",
] as const;

export type SettingName = (typeof settingNames)[number];

/** Settings that were given, as text. */
export type Settings = { readonly [K in SettingName]?: string };

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How much TLS protects a connection. Source: https://dev.mysql.com/doc/refman/9.7/en/connection-options.html (--ssl-mode). */
export type SslMode = "DISABLED" | "PREFERRED" | "REQUIRED" | "VERIFY_CA" | "VERIFY_IDENTITY";

const SSL_MODES: readonly SslMode[] = ["DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"];

/** The mode of TLS that a value means, or undefined: the clients' words, and `true` and `false` of drivers' URLs. */
export function sslModeOf(value: string): SslMode | undefined {
  const word = value.toUpperCase().replaceAll("-", "_");
  if (word === "TRUE" || word === "1") return "VERIFY_IDENTITY";
  if (word === "FALSE" || word === "0") return "DISABLED";
  return SSL_MODES.find((mode) => mode === word);
}

/** Drivers of Python and Node write some of the names in another way. */
const OTHER_NAMES: Readonly<Record<string, SettingName>> = {
  unix_socket: "socket",
  socketpath: "socket",
  db: "database",
  passwd: "password",
  sslmode: "ssl-mode",
  ssl: "ssl-mode",
  tls: "ssl-mode",
  "ssl-capath": "ssl-ca",
  connecttimeout: "connect-timeout",
  "read-default-file": "defaults-file",
  "read-default-group": "defaults-group",
};

/** Keys that make no difference to a migration: character sets and pools of drivers. The session always speaks utf8mb4. */
const IGNORED: ReadonlySet<string> = new Set([
  ...["charset", "use-unicode", "local-infile", "autocommit", "binary-prefix", "pool-size", "pool-recycle"],
  ...["connectionlimit", "connection-limit", "pool-timeout", "sslaccept", "timezone", "read-timeout", "write-timeout"],
]);

/** The name that a key of a URL or of an option file means; undefined for one that makes no difference, a text for an unknown one. */
export function settingNamed(key: string): { readonly name?: SettingName; readonly unknown?: string } {
  const plain = key.toLowerCase().replaceAll("_", "-");
  const name = OTHER_NAMES[key.toLowerCase()] ?? OTHER_NAMES[plain] ?? settingNames.find((known) => known === plain);
  if (name !== undefined) return { name };
  return IGNORED.has(plain) ? {} : { unknown: didYouMean(plain, settingNames) };
}

/** What a setting's value should be, in words, when it isn't that; undefined when it is. */
export function wrongValue(name: SettingName, value: string): string | undefined {
  if (name === "ssl-mode") return sslModeOf(value) === undefined ? SSL_MODES.join(", ") : undefined;
  if (name === "port")
    return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535 ? undefined : "a port";
  if (name === "connect-timeout") return /^\d{1,6}$/.test(value) ? undefined : "a number of seconds";
  return undefined;
}
