import { delimiter, dirname } from "node:path";
import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import { type IniFile, iniValue, parseIni } from "./ini-file.ts";
import { parseToml, type TomlTable, type TomlValue } from "./toml-file.ts";

/** A file that says how an Alembic project is. */
export interface ConfigText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The options of an Alembic project, from its ini, else from `[tool.alembic]` of its pyproject.toml. */
export interface AlembicOptions {
  /** Undefined where the option is absent or empty. Errors: CONFIG_VALUE_INVALID, CONFIG_UNREADABLE. */
  readonly text: (key: string) => string | undefined;
  /** The parts of a list, by the separator that the ini names. */
  readonly list: (key: string) => readonly string[] | undefined;
  readonly flag: (key: string) => boolean;
  /** The same of an option that an ini may write in any word for yes, as `asbool` of SQLAlchemy reads it. Errors: CONFIG_VALUE_INVALID. */
  readonly truth: (key: string) => boolean;
  /** An error about an option, which names the file that gives it, or would. */
  readonly invalid: (key: string, what: string) => Error;
}

/**
 * Reads the options of an ini, a pyproject.toml, or both, of which the ini goes before, as Alembic has it
 * (alembic.sqlalchemy.org/en/latest/tutorial.html#using-pyproject-toml-for-configuration, 1.20). Errors: CONFIG_UNREADABLE.
 */
export function alembicOptions(
  files: { readonly ini?: ConfigText; readonly toml?: ConfigText },
  section: string,
): AlembicOptions {
  const ini = files.ini === undefined ? undefined : iniReader(files.ini, section);
  const toml = files.toml === undefined ? undefined : tomlReader(files.toml);
  const path = files.ini?.path ?? files.toml?.path ?? "";
  const invalid = (key: string, what: string): Error => {
    const from = ini?.(key) === undefined && toml?.value(key) !== undefined ? files.toml?.path : path;
    return fail("CONFIG_VALUE_INVALID", `"${from}": "${key}" ${what}`, { details: { path: from, key } });
  };
  const text = (key: string): string | undefined => {
    const own = ini?.(key);
    if (own !== undefined) return own;
    const value = toml?.value(key);
    if (value === undefined || typeof value === "string") return value;
    if (typeof value === "number") return String(value);
    throw invalid(key, "must be a text");
  };
  return {
    text,
    list: (key) => {
      const own = ini?.(key);
      if (own !== undefined) return splitList(own, separatorOf(text, invalid));
      const value = toml?.value(key);
      if (value === undefined || isTexts(value)) return value;
      throw invalid(key, "must be a list of texts");
    },
    truth: (key) => {
      const own = ini?.(key) ?? toml?.value(key) ?? "false";
      const word = String(own).toLowerCase();
      if (YES.includes(word)) return true;
      if (NO.includes(word)) return false;
      throw invalid(key, `must be true or false, not "${word}"`);
    },
    flag: (key) => {
      const own = ini?.(key);
      if (own !== undefined) return own === "true";
      const value = toml?.value(key);
      if (value === undefined || typeof value === "boolean") return value ?? false;
      throw invalid(key, "must be true or false");
    },
    invalid,
  };
}

/** Whether a pyproject.toml is also Alembic's. */
export function hasAlembicTable(file: ConfigText): boolean {
  return /^\s*\[\[?\s*tool\s*\.\s*alembic\s*[\].]/m.test(file.text) && alembicTable(file) !== undefined;
}

const YES: readonly string[] = ["true", "yes", "on", "y", "t", "1"];
const NO: readonly string[] = ["false", "no", "off", "n", "f", "0"];

const SEPARATORS: Readonly<Record<string, string | RegExp>> = {
  space: /\s+/,
  newline: "\n",
  os: delimiter,
  ":": ":",
  ";": ";",
};

/** What splits a list when the ini names no separator: spaces and commas. */
const LEGACY_SEPARATOR = /, *|\s+/;

function separatorOf(text: AlembicOptions["text"], invalid: AlembicOptions["invalid"]): string | RegExp {
  const name = text("path_separator") ?? text("version_path_separator");
  const separator = name === undefined ? LEGACY_SEPARATOR : SEPARATORS[name];
  if (separator !== undefined) return separator;
  throw invalid("path_separator", `can't be "${name}"; it is one of ${Object.keys(SEPARATORS).join(" ")}`);
}

function splitList(list: string, separator: string | RegExp): readonly string[] {
  return list
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function iniReader({ path, text }: ConfigText, section: string): (key: string) => string | undefined {
  const ini = parseIni(text, path);
  checkSection(ini, path, section);
  const extra = { here: hereOf(path) };
  return (key) => iniValue(ini, { section, key, extra, path })?.trim() || undefined;
}

function tomlReader(file: ConfigText): { readonly value: (key: string) => TomlValue | undefined } {
  const table = alembicTable(file) ?? {};
  const here = hereOf(file.path);
  return {
    value: (key) => {
      const value = Object.hasOwn(table, key) ? table[key] : undefined;
      return value === undefined || value === "" ? undefined : interpolated(value, here);
    },
  };
}

function alembicTable(file: ConfigText): TomlTable | undefined {
  return toolTable(file, "alembic");
}

/** A table below `[tool]` of a pyproject.toml; undefined where it has none. Errors: CONFIG_UNREADABLE. */
export function toolTable({ text, path }: ConfigText, name: string): TomlTable | undefined {
  const tool = parseToml(text, path)["tool"];
  const table = isTable(tool) ? tool[name] : undefined;
  return isTable(table) ? table : undefined;
}

/** `%(here)s` and `%%`, which Alembic reads in a TOML, too. */
function interpolated(value: TomlValue, here: string): TomlValue {
  if (typeof value === "string") {
    return value.replaceAll(/%%|%\(here\)s/g, (found) => (found === "%%" ? "%" : here));
  }
  return Array.isArray(value) ? value.map((part: TomlValue) => interpolated(part, here)) : value;
}

/** The directory of a file as Alembic spells it. */
function hereOf(path: string): string {
  return dirname(path).replaceAll("\\", "/");
}

function checkSection(ini: IniFile, path: string, section: string): void {
  if (ini.has(section)) return;
  const meant = didYouMean(section, ini.keys());
  throw fail("CONFIG_UNREADABLE", `"${path}" has no section [${section}]${meant}`, {
    hint: "Name the section with -n/--name, or the file with -c/--config.",
    details: { path, section },
  });
}

function isTexts(value: TomlValue): value is readonly string[] {
  return Array.isArray(value) && value.every((part: TomlValue) => typeof part === "string");
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}
