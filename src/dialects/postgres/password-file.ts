import { readFileSync, type Stats, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../base/error.ts";
import type { Environment } from "./settings.ts";

/** The password, or where it was looked for in vain. */
export type FoundPassword = { readonly password: string } | { readonly password?: never; readonly reason: string };

/** What a line of the file is chosen by. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * The password of the first line that fits, from `passfile`, else `~/.pgpass`, on Windows `%APPDATA%\postgresql\pgpass.conf`. A
 * file that others may read is left out, as by libpq. Source: https://www.postgresql.org/docs/18/libpq-pgpass.html
 */
export function findPassword(place: Place, passfile: string | undefined, environment: Environment): FoundPassword {
  const file = passfile ?? defaultFile(environment);
  const read = readPrivate(file);
  if ("reason" in read) return read;
  const wanted = [hostNames(place.host), [String(place.port)], [place.database], [place.user]];
  for (const line of read.text.split(/\r?\n/)) {
    const [password, ...fields] = fieldsOf(line);
    if (password === undefined) continue;
    if (wanted.every((names, i) => fields[i] === "*" || names.includes(unescaped(fields[i] ?? ""))))
      return { password };
  }
  return { reason: `no line of "${file}" fits this connection` };
}

function defaultFile(environment: Environment): string {
  const { APPDATA, HOME } = environment;
  if (process.platform === "win32") return join(APPDATA ?? homedir(), "postgresql", "pgpass.conf");
  return join(HOME ?? homedir(), ".pgpass");
}

function readPrivate(file: string): { readonly text: string } | { readonly reason: string } {
  try {
    const status: Stats | undefined = statSync(file, { throwIfNoEntry: false });
    if (status === undefined) return { reason: `there is no file "${file}"` };
    if (!status.isFile()) return { reason: `"${file}" is not a plain file` };
    if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
      return { reason: `"${file}" is ignored because others than its owner may read it: \`chmod 600\` it` };
    }
    return { text: readFileSync(file, "utf8") };
  } catch (error) {
    return { reason: `"${file}" can't be read: ${messageOf(error)}` };
  }
}

/** A socket's line may name its directory, or `localhost`. */
function hostNames(host: string): readonly string[] {
  return host.startsWith("/") ? [host, "localhost"] : [host];
}

/** The password, and before it the four fields by which a line is chosen, still escaped; nothing for a comment. */
function fieldsOf(line: string): readonly string[] {
  if (line.startsWith("#")) return [];
  const found = /^((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*)/.exec(line);
  if (found === null) return [];
  const [, host = "", port = "", database = "", user = "", password = ""] = found;
  return [unescaped(password), host, port, database, user];
}

function unescaped(field: string): string {
  return field.replaceAll(/\\(.)/g, "$1");
}
