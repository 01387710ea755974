import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { type FoundPassword, findPassword } from "./password-file.ts";
import { readService } from "./service-file.ts";
import { type Environment, type SettingName, type Settings, type SslMode, sslModeOf, wrongValue } from "./settings.ts";
import { urlSettings } from "./url.ts";

/** All that is needed to open a connection to one host. */
export interface SessionSettings {
  /** A name, an address, or the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: FoundPassword;
  readonly sslMode: SslMode;
  /** The rest, as it was given. */
  readonly given: Settings;
}

/** libpq's variables. Source: https://www.postgresql.org/docs/18/libpq-envars.html */
const VARIABLES: { readonly [K in SettingName]?: string } = {
  host: "PGHOST",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  passfile: "PGPASSFILE",
  service: "PGSERVICE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  sslnegotiation: "PGSSLNEGOTIATION",
  channel_binding: "PGCHANNELBINDING",
  connect_timeout: "PGCONNECT_TIMEOUT",
  application_name: "PGAPPNAME",
  options: "PGOPTIONS",
  target_session_attrs: "PGTARGETSESSIONATTRS",
};

/** Where a server on the same machine has its socket: Debian's and others' place, and PostgreSQL's own. */
const SOCKET_DIRECTORIES: readonly string[] = ["/run/postgresql", "/var/run/postgresql", "/tmp"];

/**
 * What libpq would use, for each of the hosts in their order: the URL before the service file before the `PG*` variables before the defaults, and the password file
 * where none of them gives a password. Errors: CONNECT_URL_INVALID, CONNECT_FAILED.
 */
export function sessionSettings(
  target: ConnectionTarget,
  environment: Environment = process.env,
): readonly SessionSettings[] {
  const fromUrl = urlSettings(target);
  const fromEnvironment = variablesIn(environment);
  const service = fromUrl.service ?? fromEnvironment.service;
  const fromService = service === undefined ? {} : readService(service, environment);
  const given: Settings = { ...fromEnvironment, ...fromService, ...fromUrl };
  const hosts = given.host?.split(",") ?? [undefined];
  const ports = given.port?.split(",") ?? [];
  if (ports.length > 1 && ports.length !== hosts.length) {
    throw fail("CONNECT_URL_INVALID", `There are ${hosts.length} hosts and ${ports.length} ports.`, {
      hint: "Give one port for all hosts, or one for each.",
    });
  }
  return hosts.map((name, i) => settingsFor(name, ports[i] ?? ports[0], given, environment));
}

function settingsFor(
  name: string | undefined,
  portText: string | undefined,
  given: Settings,
  environment: Environment,
): SessionSettings {
  const port = Number(portText === undefined || portText === "" ? 5432 : portText);
  const user = given.user ?? userInfo().username;
  const host = name === undefined || name === "" ? defaultHost(port) : name;
  const place = { host, port, database: given.dbname ?? user, user };
  return {
    ...place,
    password:
      given.password === undefined ? findPassword(place, given.passfile, environment) : { password: given.password },
    sslMode: host.startsWith("/") ? "disable" : (sslModeOf(given.sslmode ?? "prefer") ?? "prefer"),
    given,
  };
}

function variablesIn(environment: Environment): Settings {
  const settings: { [K in SettingName]?: string } = {};
  for (const [name, variable] of Object.entries(VARIABLES) as [SettingName, string][]) {
    const value = environment[variable];
    if (value === undefined || value === "") continue;
    const wrong = wrongValue(name, value);
    if (wrong !== undefined) {
      throw fail("CONNECT_URL_INVALID", `The environment variable ${variable} is "${value}", not ${wrong}.`, {
        hint: "Correct or unset the variable, or give the value in the URL.",
      });
    }
    settings[name] = value;
  }
  return settings;
}

function defaultHost(port: number): string {
  return SOCKET_DIRECTORIES.find((directory) => existsSync(`${directory}/.s.PGSQL.${port}`)) ?? "localhost";
}
