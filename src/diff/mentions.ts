import { samePolicy } from "../ops/policy-behaviours.ts";
import { withAllColumns } from "../schema/inheritance.ts";
import { nameKey } from "../schema/names.ts";
import type { ObjectName, Policy, Schema, Table, View } from "../schema/schema.ts";
import { namesIn, sourcesIn } from "../schema/sql-tokens.ts";
import { keys } from "./keys.ts";

/** What the texts of a schema speak of, as keys. A word that means something else there counts too. */
export interface Mentions {
  /** The relations, types and routines that a text names. */
  objects(text: string): readonly string[];
  /** The relations, types and routines that the query of a view names, without a view over it: the word is that of a column then. */
  underView(view: View): readonly string[];
  /** The sequences, types and routines that an expression names: a table it can't. */
  helpers(text: string): readonly string[];
  /** The columns of a table that an expression of it names, those that come from elsewhere included. */
  columns(table: Table, text: string): readonly string[];
  /** The columns of the relations that a query names, as far as it names them. */
  queried(text: string): readonly string[];
  /** The primary keys of the tables that a query names. */
  primaryKeys(text: string): readonly string[];
  table(name: ObjectName): Table | undefined;
  policy(name: PolicyName): Policy | undefined;
}

/** A policy's name, and that of its table. */
type PolicyName = Pick<Policy, "name" | "table" | "schema">;

/** Reads texts against the names of one schema; a text is cut once. */
export function mentionsOf(schema: Schema): Mentions {
  const relations = new Map<string, string[]>();
  const helpers = new Map<string, string[]>();
  const tablesByWord = new Map<string, Table[]>();
  const viewsByWord = new Map<string, View[]>();
  const tables = new Map(schema.tables.map((table) => [nameKey(table), table]));
  const words = new Map<string, ReadonlySet<string>>();
  const sources = new Map<string, ReadonlySet<string>>();
  const put = <T>(map: Map<string, T[]>, name: string, value: T) => {
    const bucket = map.get(name.toLowerCase());
    if (bucket === undefined) map.set(name.toLowerCase(), [value]);
    else bucket.push(value);
  };
  for (const each of [...schema.tables, ...schema.views]) put(relations, each.name, keys.relation(each));
  for (const each of schema.sequences) put(helpers, each.name, keys.relation(each));
  for (const each of [...schema.enums, ...schema.domains, ...schema.composites, ...schema.ranges])
    put(helpers, each.name, keys.type(each));
  for (const each of schema.routines) put(helpers, each.name, keys.routine(each));
  for (const each of schema.tables) put(tablesByWord, each.name, each);
  for (const each of schema.views) put(viewsByWord, each.name, each);

  return {
    objects: (text) =>
      [...wordsOf(text)].flatMap((word) => [...(relations.get(word) ?? []), ...(helpers.get(word) ?? [])]),
    underView(view) {
      const own = view.name.toLowerCase();
      const isAbove = (word: string, seen: ReadonlySet<string> = new Set()): boolean => {
        if (seen.has(word)) return false;
        const below = (viewsByWord.get(word) ?? []).flatMap(({ definition }) => [...sourcesOf(definition)]);
        return below.includes(own) || below.some((each) => isAbove(each, new Set([...seen, word])));
      };
      const isSource = (word: string) => sourcesOf(view.definition).has(word);
      return [...wordsOf(view.definition)].flatMap((word) => [
        ...(isSource(word) || !isAbove(word) ? (relations.get(word) ?? []) : []),
        ...(helpers.get(word) ?? []),
      ]);
    },
    helpers: (text) => [...wordsOf(text)].flatMap((word) => helpers.get(word) ?? []),
    columns: (table, text) => columnsIn(withAllColumns(table, schema), wordsOf(text), false),
    queried(text) {
      const all = text.includes("*");
      return tablesIn(text).flatMap((table) => columnsIn(table, wordsOf(text), all));
    },
    primaryKeys: (text) => tablesIn(text).map(keys.primaryKey),
    table: (name) => tables.get(nameKey(name)),
    policy: (name) => schema.policies.find((each) => samePolicy(each, name)),
  };

  function tablesIn(text: string): readonly Table[] {
    return [...wordsOf(text)].flatMap((word) => tablesByWord.get(word) ?? []);
  }

  function sourcesOf(text: string): ReadonlySet<string> {
    const known = sources.get(text) ?? new Set(sourcesIn(text).map((name) => name.toLowerCase()));
    sources.set(text, known);
    return known;
  }

  function wordsOf(text: string): ReadonlySet<string> {
    const known = words.get(text) ?? new Set(namesIn(text).map((name) => name.toLowerCase()));
    words.set(text, known);
    return known;
  }
}

function columnsIn(table: Table, words: ReadonlySet<string>, all: boolean): readonly string[] {
  return table.columns
    .filter(({ name }) => all || words.has(name.toLowerCase()))
    .map(({ name }) => keys.column(table, name));
}
