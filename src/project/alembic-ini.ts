import { delimiter, dirname, resolve } from "node:path";
import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import { type IniFile, iniValue, parseIni } from "./ini-file.ts";
import { DEFAULT_LOCK_TIMEOUT_MS, DEFAULT_VERSION_TABLE, type Settings } from "./settings.ts";
import { urlSetting } from "./url-setting.ts";

/** Where an ini lies, and what is wanted of it. */
export interface IniProject {
  /** Absolute. */
  readonly path: string;
  readonly cwd: string;
  readonly section: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const SEPARATORS: Readonly<Record<string, string | RegExp>> = {
  space: /\s+/,
  newline: "\n",
  os: delimiter,
  ":": ":",
  ";": ";",
};

/** What splits a list when the ini names no separator: spaces and commas. */
const LEGACY_SEPARATOR = /, *|\s+/;

/**
 * The settings that an `alembic.ini` gives: where the revisions are, how a new one is named, and the URL. As with Alembic, relative paths
 * start at `cwd`, and `%(here)s` is the directory of the file (alembic.sqlalchemy.org/en/latest/tutorial.html, 1.20).
 * What `env.py` says is not read. Errors: CONFIG_UNREADABLE, CONFIG_VALUE_INVALID.
 */
export function alembicSettings(text: string, place: IniProject): Settings {
  const { path, cwd, section, env } = place;
  const ini = parseIni(text, path);
  checkSection(ini, path, section);
  const extra = { here: dirname(path).replaceAll("\\", "/") };
  const get = (key: string): string | undefined => {
    const value = iniValue(ini, { section, key, extra, path })?.trim();
    return value === "" ? undefined : value;
  };
  const invalid = (key: string, what: string): Error =>
    fail("CONFIG_VALUE_INVALID", `"${path}": "${key}" ${what}`, { details: { path, key } });

  const scripts = get("script_location");
  if (scripts === undefined) throw invalid("script_location", "is missing: it says where the revisions are");
  if (/^[A-Za-z_][\w.]+:(?![\\/])/.test(scripts)) {
    throw invalid("script_location", `is a place inside a Python package ("${scripts}"); write it as a path`);
  }
  const split = (list: string): readonly string[] => {
    const name = get("path_separator") ?? get("version_path_separator");
    const separator = name === undefined ? LEGACY_SEPARATOR : SEPARATORS[name];
    if (separator === undefined) {
      throw invalid("path_separator", `can't be "${name}"; it is one of ${Object.keys(SEPARATORS).join(" ")}`);
    }
    return list
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  };
  const locations = get("version_locations");
  const url = get("sqlalchemy.url");
  const fileTemplate = get("file_template");
  const timezone = get("timezone");
  const slug = get("truncate_slug_length");
  if (slug !== undefined && !/^[1-9]\d*$/.test(slug)) {
    throw invalid("truncate_slug_length", `must be a whole number above 0, not "${slug}"`);
  }
  return {
    file: path,
    directory: cwd,
    url: urlSetting(url, { path, env }),
    models: [],
    locations: (locations === undefined ? [`${scripts}/versions`] : split(locations)).map((part) => resolve(cwd, part)),
    recursive: get("recursive_version_locations") === "true",
    ...(fileTemplate === undefined ? {} : { fileTemplate }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(slug === undefined ? {} : { truncateSlugLength: Number(slug) }),
    versionTable: { name: DEFAULT_VERSION_TABLE },
    hooks: [],
    lockTimeoutMs: DEFAULT_LOCK_TIMEOUT_MS,
    exclude: [],
  };
}

function checkSection(ini: IniFile, path: string, section: string): void {
  if (ini.has(section)) return;
  const meant = didYouMean(section, ini.keys());
  throw fail("CONFIG_UNREADABLE", `"${path}" has no section [${section}]${meant}`, {
    hint: "Name the section with -n/--name, or the file with -c/--config.",
    details: { path, section },
  });
}
