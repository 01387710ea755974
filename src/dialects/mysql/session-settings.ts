import { userInfo } from "node:os";
import { resolve } from "node:path";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { readOptionFile } from "./option-file.ts";
import { type Environment, type SettingName, type Settings, type SslMode, sslModeOf, wrongValue } from "./settings.ts";
import { urlSettings } from "./url.ts";

/** All that is needed to open a connection. */
export interface SessionSettings {
  readonly host: string;
  readonly port: number;
  /** Path of a Unix socket, which goes before host and port. */
  readonly socket?: string;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly sslMode: SslMode;
  /** The rest, as it was given. */
  readonly given: Settings;
}

/** The clients' variables. Source: https://dev.mysql.com/doc/refman/9.7/en/environment-variables.html. */
const VARIABLES: { readonly [K in SettingName]?: string } = {
  host: "MYSQL_HOST",
  port: "MYSQL_TCP_PORT",
  socket: "MYSQL_UNIX_PORT",
  password: "MYSQL_PWD",
};

/**
 * The URL before the option file that it names, before the clients' variables, before the defaults. Without a host, and with a socket,
 * the socket is used. Errors: CONNECT_URL_INVALID, CONNECT_FAILED.
 */
export function sessionSettings(target: ConnectionTarget, environment: Environment = process.env): SessionSettings {
  const fromUrl = urlSettings(target);
  const file = fromUrl["defaults-file"];
  const directory = target.directory ?? process.cwd();
  const fromFile = file === undefined ? {} : readOptionFile(resolve(directory, file), fromUrl["defaults-group"]);
  const given: Settings = { ...variablesIn(environment), ...fromFile, ...fromUrl };
  const { host, port, socket, user, password, database } = given;
  if (database === undefined) {
    throw fail("CONNECT_URL_INVALID", `The URL "${target.display}" names no database.`, {
      hint: "Write it behind the host: mysql://user@host/database.",
    });
  }
  const usesSocket = socket !== undefined && (fromUrl.host === undefined || fromUrl.socket !== undefined);
  return {
    host: host ?? "127.0.0.1",
    port: Number(port ?? 3306),
    ...(usesSocket ? { socket } : {}),
    database,
    user: user ?? userInfo().username,
    ...(password === undefined ? {} : { password }),
    sslMode: usesSocket ? "DISABLED" : (sslModeOf(given["ssl-mode"] ?? "PREFERRED") ?? "PREFERRED"),
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
