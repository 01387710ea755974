import { readFileSync } from "node:fs";
import { messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";
import { type SettingName, type Settings, settingNamed, wrongValue } from "./settings.ts";

/**
 * The settings that an option file (`my.cnf`) gives to a client: its groups `client` and `mysql`, and the one that is named.
 * Options of other programs are passed over; files that it includes are not read. Errors: CONNECT_FAILED.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/option-files.html.
 */
export function readOptionFile(path: string, group: string | undefined): Settings {
  const settings: { [K in SettingName]?: string } = {};
  const groups = new Set(["client", "mysql", ...(group === undefined ? [] : [group])]);
  let isOurs = false;
  for (const [i, line] of textOf(path).split("\n").entries()) {
    const text = line.trim();
    const header = /^\[([^\]]+)\]$/.exec(text);
    if (header !== null) isOurs = groups.has(header[1] ?? "");
    else if (isOurs && text !== "" && !/^[#;!]/.test(text)) take(text, `${path}:${i + 1}`);
  }
  return settings;

  function take(text: string, place: string): void {
    const [, key = "", given = ""] = /^([^=\s]+)\s*(?:=\s*(.*))?$/.exec(text) ?? [];
    const { name } = settingNamed(key);
    if (name === undefined || name === "defaults-file" || name === "defaults-group") return;
    const value = unquoted(given.replace(/\s+#.*$/, ""));
    const wrong = wrongValue(name, value);
    if (wrong !== undefined) {
      throw fail("CONNECT_FAILED", `${place}: ${name} is "${value}", not ${wrong}.`, { details: { path } });
    }
    if (value !== "") settings[name] = value;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw fail("CONNECT_FAILED", `The option file "${path}" can't be read: ${messageOf(cause)}.`, {
      cause,
      hint: "Correct the path in the URL.",
      details: { path },
    });
  }
}

function unquoted(value: string): string {
  const inner = /^(["'])(.*)\1$/.exec(value);
  const text = inner?.[2] ?? value;
  return text.replaceAll(/\\([bntrs\\"'])/g, (_, sign: string) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", n: "\n", t: "\t", r: "\r", s: " " };
