import { fail } from "./errors.ts";

/** One value of an ini file as it is written, before interpolation, and its 1-based line. */
interface IniValue {
  readonly text: string;
  readonly line: number;
}

/** Sections by name, in each the values by key in lower case; `DEFAULT` is a section like others. */
export type IniFile = ReadonlyMap<string, ReadonlyMap<string, IniValue>>;

/**
 * Reads an ini file as Python's `configparser` does (docs.python.org/3/library/configparser.html): `=` or `:` after a key, lines that are
 * indented further continue a value, `#` and `;` begin a comment line. Errors: CONFIG_UNREADABLE, with path:line.
 */
export function parseIni(text: string, path: string): IniFile {
  const sections = new Map<string, Map<string, IniValue>>();
  let section: Map<string, IniValue> | undefined;
  let open: { readonly key: string; readonly indent: number } | undefined;
  text.split(/\r?\n/).forEach((raw, index) => {
    const trimmed = raw.trim();
    if (trimmed === "" || /^[#;]/.test(trimmed)) return;
    const indent = raw.length - raw.trimStart().length;
    if (open !== undefined && section !== undefined && indent > open.indent) {
      const value = section.get(open.key);
      if (value !== undefined)
        section.set(open.key, { text: `${value.text}\n${trimmed}`.trimStart(), line: value.line });
      return;
    }
    const header = /^\[(?<name>[^\]]+)\]/.exec(trimmed)?.groups?.["name"];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, IniValue>();
      sections.set(header, section);
      open = undefined;
      return;
    }
    const pair = /^(?<key>[^=:]+?)\s*[=:]\s*(?<value>.*)$/.exec(trimmed)?.groups;
    const key = pair?.["key"]?.toLowerCase();
    if (section === undefined || key === undefined) {
      const what = section === undefined ? "stands before the first section" : "has no `=`";
      throw fail("CONFIG_UNREADABLE", `${path}:${index + 1}: "${trimmed}" ${what}`, {
        details: { path, line: index + 1 },
      });
    }
    section.set(key, { text: pair?.["value"] ?? "", line: index + 1 });
    open = { key, indent };
  });
  return sections;
}

/**
 * A value with its `%(name)s` replaced by the values of those names and `%%` by `%`; undefined when the section has no such key.
 * `extra` are names that stand for themselves, such as `here`. Errors: CONFIG_UNREADABLE, with path:line.
 */
export function iniValue(
  ini: IniFile,
  { section, key, extra, path }: IniPlace & { readonly key: string },
  depth = 0,
): string | undefined {
  const value = ini.get(section)?.get(key) ?? ini.get("DEFAULT")?.get(key);
  if (value === undefined) return undefined;
  const wrong = (what: string): Error =>
    fail("CONFIG_UNREADABLE", `${path}:${value.line}: "${key}" ${what}`, { details: { path, line: value.line } });
  if (depth > 10) throw wrong("refers to itself");
  return value.text.replaceAll(/%(?:%|\((?<name>[^)]*)\)s|)/g, (found, name: string | undefined) => {
    if (found === "%%") return "%";
    if (name === undefined) throw wrong("has a % that is neither %% nor the start of %(name)s");
    const inner = extra[name] ?? iniValue(ini, { section, key: name.toLowerCase(), extra, path }, depth + 1);
    if (inner === undefined) throw wrong(`refers to %(${name})s, which the section doesn't have`);
    return inner;
  });
}

export interface IniPlace {
  readonly section: string;
  readonly extra: Readonly<Record<string, string>>;
  readonly path: string;
}
