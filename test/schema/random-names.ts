import type { Table } from "../../src/schema/schema.ts";
import type { Draw } from "./draw.ts";
import type { SchemaFeatures } from "./features.ts";

/** Names that a schema doesn't have yet; they differ in more than the case of letters. */
export class Names {
  readonly #draw: Draw;
  readonly #words: readonly string[];
  readonly #used = new Set<string>();

  constructor(draw: Draw, features: SchemaFeatures, used: Iterable<string> = []) {
    this.#draw = draw;
    this.#words = features.names === "wild" ? [...plainWords, ...wildWords] : plainWords;
    for (const name of used) this.#used.add(name.toLowerCase());
  }

  /** A name that is free in the whole schema; `hint` begins it unless it is a wild one. */
  fresh(hint: string): string {
    const word = this.#draw.pick(this.#words);
    return this.#free(plainWords.includes(word) ? `${hint}_${word}` : word, this.#used);
  }

  /** Names that are different from each other, for the columns of one table. */
  several(count: number): string[] {
    const used = new Set<string>();
    return Array.from({ length: count }, () => this.#free(this.#draw.pick(this.#words), used));
  }

  /** A name for one more column of a table. */
  column(table: Table): string {
    return this.#free(this.#draw.pick(this.#words), new Set(table.columns.map((column) => column.name.toLowerCase())));
  }

  #free(word: string, used: Set<string>): string {
    let name = word;
    for (let n = 2; used.has(name.toLowerCase()); n++) name = `${word}_${n}`;
    used.add(name.toLowerCase());
    return name;
  }
}

/** A name in double quotes, as expressions of random schemas have them. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const plainWords = ["id", "email", "name", "age", "created_at", "kind", "total", "note"];
const wildWords = [
  ...["Order", "select", "we ird", 'quo"te', "it's", "back`tick", `do$\{llar}`, "back\\slash", "naïve", "名前", "a.b"],
  ...["new\nline", "[x]", "__proto__", "constructor", "12", "semi;colon", "-- dash", "\u2028", "😀"],
];
