/** What a connection can be told, by libpq's names; `search_path` is Limbeck's own and goes to the session. */
export const settingNames = [
  "host",
  "port",
  "dbname",
  "user",
  "password",
  "passfile",
  "service",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "sslpassword",
  "sslnegotiation",
  "channel_binding",
  "connect_timeout",
  "application_name",
  "options",
  "search_path",
  "client_encoding",
  "target_session_attrs",
  "load_balance_hosts",
] as const;

export type SettingName = (typeof settingNames)[number];

/** Settings that were given, as text. */
export type Settings = { readonly [K in SettingName]?: string };

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How much TLS protects a connection. Source: https://www.postgresql.org/docs/18/libpq-ssl.html table 32.1. */
export type SslMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

/** libpq's modes, and what other drivers' URLs say: `ssl=true` verifies there, `no-verify` doesn't. */
const SSL_MODES: Readonly<Record<string, SslMode>> = {
  disable: "disable",
  allow: "allow",
  prefer: "prefer",
  require: "require",
  "verify-ca": "verify-ca",
  "verify-full": "verify-full",
  "no-verify": "require",
  true: "verify-full",
  "1": "verify-full",
  false: "disable",
  "0": "disable",
};

/** The mode of TLS that a value means, or undefined. */
export function sslModeOf(value: string): SslMode | undefined {
  return Object.hasOwn(SSL_MODES, value) ? SSL_MODES[value] : undefined;
}

/** Settings with a few values. Of the sessions that `target_session_attrs` can ask for, a migration needs one that writes. */
const VALUES: { readonly [K in SettingName]?: readonly string[] } = {
  sslnegotiation: ["postgres", "direct"],
  channel_binding: ["disable", "prefer", "require"],
  client_encoding: ["utf8", "UTF8", "utf-8", "UTF-8", "auto"],
  target_session_attrs: ["any", "read-write", "primary"],
  // Hosts are tried in their order.
  load_balance_hosts: ["disable"],
};

/** What a setting's value should be, in words, when it isn't that; undefined when it is. */
export function wrongValue(name: SettingName, value: string): string | undefined {
  if (name === "sslmode") {
    return sslModeOf(value) === undefined ? "disable, allow, prefer, require, verify-ca or verify-full" : undefined;
  }
  // One for each host; an empty one is the default.
  if (name === "port") return value.split(",").every(isPort) ? undefined : "a port";
  if (name === "connect_timeout") return /^\d{1,6}$/.test(value) ? undefined : "a number of seconds";
  const allowed = VALUES[name];
  return allowed === undefined || allowed.includes(value) ? undefined : allowed.join(" or ");
}

function isPort(text: string): boolean {
  return text === "" || (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535);
}

/**
 * Keys that speak to a pool, to another driver's cache of statements or about how the socket is kept alive; the session is
 * the same with and without them: SQLAlchemy's asyncpg, Prisma's, libpq's.
 */
const IGNORED: ReadonlySet<string> = new Set([
  ...["prepared_statement_cache_size", "statement_cache_size", "async_fallback", "uselibpqcompat"],
  ...["pgbouncer", "connection_limit", "pool_timeout", "socket_timeout"],
  ...["keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"],
]);

/** True for a key that makes no difference here. */
export function isIgnored(key: string): boolean {
  return IGNORED.has(key);
}
