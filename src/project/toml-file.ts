import { fail } from "./errors.ts";

/** A value of a TOML file. Dates, times and numbers that aren't whole stay as they are written. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;

export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/** Reads a TOML file (toml.io/en/v1.0.0). Errors: CONFIG_UNREADABLE, with path:line. */
export function parseToml(text: string, path: string): TomlTable {
  const root: Building = {};
  const reader = new Reader(text.replaceAll("\r\n", "\n"), path);
  let table = root;
  for (reader.skipLines(); !reader.isAtEnd(); reader.skipLines()) {
    if (reader.takes("[[")) {
      table = lastOf(root, reader.header("]]"), reader);
    } else if (reader.takes("[")) {
      table = tableAt(root, reader.header("]"), reader);
    } else {
      assign(table, reader);
      reader.endLine();
    }
  }
  return root;
}

interface Building {
  [key: string]: TomlValue | Building | Building[];
}

function assign(table: Building, reader: Reader): void {
  const keys = reader.keys();
  const last = keys.pop() ?? "";
  reader.expect("=");
  const owner = tableAt(table, keys, reader);
  if (Object.hasOwn(owner, last)) throw reader.wrong(`has "${last}" a second time`);
  owner[last] = reader.value();
}

/** The table of this name, made where it isn't there; the newest of an array of tables. */
function tableAt(root: Building, keys: readonly string[], reader: Reader): Building {
  let table = root;
  for (const key of keys) {
    const found = Object.hasOwn(table, key) ? table[key] : undefined;
    const next = Array.isArray(found) ? found.at(-1) : found;
    if (next !== undefined && typeof next !== "object") throw reader.wrong(`has "${key}" as a table and as a value`);
    if (next === undefined) table[key] = {};
    table = (next ?? table[key]) as Building;
  }
  return table;
}

/** A new table at the end of an array of tables. */
function lastOf(root: Building, keys: readonly string[], reader: Reader): Building {
  const name = keys.at(-1) ?? "";
  const owner = tableAt(root, keys.slice(0, -1), reader);
  const list = Object.hasOwn(owner, name) ? owner[name] : [];
  if (!Array.isArray(list)) throw reader.wrong(`has "${name}" as an array and as something else`);
  const made: Building = {};
  (list as Building[]).push(made);
  owner[name] = list;
  return made;
}

class Reader {
  readonly #text: string;
  readonly #path: string;
  #at = 0;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  wrong(what: string): Error {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    return fail("CONFIG_UNREADABLE", `${this.#path}:${line}: the file ${what}`, {
      details: { path: this.#path, line },
    });
  }

  takes(token: string): boolean {
    this.#skip(/[ \t]*/y);
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.takes(token)) throw this.wrong(`needs "${token}" here`);
  }

  /** White space, ends of lines and comments. */
  skipLines(): void {
    this.#skip(/(?:[ \t\n]|#[^\n]*)*/y);
  }

  endLine(): void {
    this.#skip(/[ \t]*(?:#[^\n]*)?/y);
    if (!this.isAtEnd() && this.#text[this.#at] !== "\n") throw this.wrong("has more on the line than a value");
  }

  header(end: string): readonly string[] {
    const keys = this.keys();
    this.expect(end);
    this.endLine();
    return keys;
  }

  /** A dotted key. */
  keys(): string[] {
    const keys: string[] = [];
    do {
      this.#skip(/[ \t]*/y);
      const bare = this.#match(/[A-Za-z0-9_-]+/y);
      if (bare !== undefined) keys.push(bare);
      else if (/["']/.test(this.#text[this.#at] ?? "")) keys.push(this.#quoted());
      else throw this.wrong("needs a key here");
    } while (this.takes("."));
    return keys;
  }

  value(): TomlValue {
    this.#skip(/[ \t]*/y);
    const first = this.#text[this.#at];
    if (first === '"' || first === "'") return this.#quoted();
    if (this.takes("[")) return this.#array();
    if (this.takes("{")) return this.#inlineTable();
    const word = this.#match(/[^\s,\]}#]+(?: \d\d:[^\s,\]}#]+)?/y);
    if (word === undefined) throw this.wrong("needs a value here");
    if (word === "true" || word === "false") return word === "true";
    return /^[+-]?\d[\d_]*$/.test(word) ? Number(word.replaceAll("_", "")) : word;
  }

  #array(): readonly TomlValue[] {
    const values: TomlValue[] = [];
    for (this.skipLines(); !this.takes("]"); this.skipLines()) {
      values.push(this.value());
      this.skipLines();
      if (!this.takes(",") && this.#text[this.#at] !== "]") throw this.wrong('needs "," or "]" here');
    }
    return values;
  }

  #inlineTable(): TomlTable {
    const table: Building = {};
    if (this.takes("}")) return table as TomlTable;
    do assign(table, this);
    while (this.takes(","));
    this.expect("}");
    return table as TomlTable;
  }

  #quoted(): string {
    for (const quote of ['"""', "'''", '"', "'"]) {
      if (!this.#text.startsWith(quote, this.#at)) continue;
      const start = this.#at + quote.length;
      const isLiteral = quote.startsWith("'");
      const end = this.#endOf(quote, start, isLiteral);
      this.#at = end + quote.length;
      const inner = this.#text.slice(start, end);
      const text = quote.length === 3 ? inner.replace(/^\n/, "") : inner;
      return isLiteral ? text : this.#unescaped(text);
    }
    throw this.wrong("needs a quoted text here");
  }

  #endOf(quote: string, start: number, isLiteral: boolean): number {
    for (let at = start; at < this.#text.length; at++) {
      if (this.#text[at] === "\\" && !isLiteral) at++;
      else if (this.#text.startsWith(quote, at)) {
        // Up to two quotes may stand before the three that end a text of several lines.
        let end = at;
        while (quote.length === 3 && end < at + 2 && this.#text[end + 3] === quote[0]) end++;
        return end;
      } else if (this.#text[at] === "\n" && quote.length === 1) break;
    }
    throw this.wrong("has a text that doesn't end");
  }

  #unescaped(text: string): string {
    return text.replaceAll(
      /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([ \t]*\n\s*)|(.))/gs,
      (_, short?: string, long?: string, lineEnd?: string, letter = "") => {
        const code = short ?? long;
        if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
        if (lineEnd !== undefined) return "";
        const meant = ESCAPES[letter];
        if (meant === undefined) throw this.wrong(`has the unknown escape \\${letter}`);
        return meant;
      },
    );
  }

  #skip(pattern: RegExp): void {
    this.#match(pattern);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};
