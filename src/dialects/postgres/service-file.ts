import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { didYouMean } from "../../base/nearest.ts";
import { fail } from "../errors.ts";
import { type Environment, isIgnored, type SettingName, type Settings, settingNames, wrongValue } from "./settings.ts";

/**
 * The settings of a service, from the user's own file (`PGSERVICEFILE`, else `~/.pg_service.conf`), else from `PGSYSCONFDIR`.
 * Errors: CONNECT_FAILED when it is nowhere or can't be read.
 * Source: https://www.postgresql.org/docs/18/libpq-pgservice.html
 */
export function readService(service: string, environment: Environment): Settings {
  const system = environment["PGSYSCONFDIR"];
  const files = [
    environment["PGSERVICEFILE"] ?? join(environment["HOME"] ?? homedir(), ".pg_service.conf"),
    ...(system === undefined ? [] : [join(system, "pg_service.conf")]),
  ];
  for (const file of files) {
    const found = existsSync(file) ? sectionOf(file, service) : undefined;
    if (found !== undefined) return found;
  }
  throw fail(
    "CONNECT_FAILED",
    `There is no service "${service}" in ${files.map((file) => `"${file}"`).join(" or ")}.`,
    {
      hint: `Write a section [${service}] into that file, or name the file in PGSERVICEFILE.`,
      details: { service, files },
    },
  );
}

function sectionOf(file: string, service: string): Settings | undefined {
  let section: { [K in SettingName]?: string } | undefined;
  for (const [i, rawLine] of readFileSync(file, "utf8").split(/\r?\n/).entries()) {
    const line = rawLine.trim();
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[(.*)\]$/.exec(line);
    if (header !== null) {
      if (section !== undefined) return section;
      if (header[1] === service) section = {};
      continue;
    }
    if (section === undefined) continue;
    const equals = line.indexOf("=");
    const [key, value] = [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
    if (isIgnored(key)) continue;
    const name = settingNames.find((known) => known === key);
    if (equals === -1 || name === undefined || name === "service" || wrongValue(name, value) !== undefined) {
      throw fail("CONNECT_FAILED", `${file}:${i + 1}: the service "${service}" has ${wrongLine(key, name)}.`, {
        hint: `A line is name=value with one of ${settingNames.filter((known) => known !== "service").join(", ")}.`,
        details: { service, file, line: i + 1 },
      });
    }
    if (value !== "") section[name] = value;
  }
  return section;
}

/** The value isn't shown: it may be a password. */
function wrongLine(key: string, name: SettingName | undefined): string {
  return name === undefined
    ? `an unknown setting "${key}"${didYouMean(key, settingNames)}`
    : `a wrong value of "${key}"`;
}
