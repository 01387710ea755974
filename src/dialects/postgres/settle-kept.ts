import { sameData } from "../../base/same-data.ts";
import { withAllColumns } from "../../schema/inheritance.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import type { Connection, KeptAnswers } from "../contract.ts";
import { normalise } from "./normalise.ts";
import { type ServerState, serverState } from "./server-state.ts";
import { type Doubts, type Forms, questionAbout, taken, textsIn } from "./settle-tables.ts";

/** What the server has said about scratch tables, in this command and in those before. */
export interface Memory {
  /** The table in the words in which the server has it, where it was asked the very same before; else undefined. */
  recall(forms: Forms<Table>, doubts: Doubts): Forms<Table> | undefined;
  /** Remembers what the server made of a question of which it has refused nothing: the scratch table as it was read. */
  learn(words: string, read: Table): void;
  /** Keeps for the next command what was asked in this one, where something of it is new, and nobody has changed the server meanwhile. */
  save(): Promise<void>;
}

interface MemoryOptions {
  readonly kept: KeptAnswers;
  /** The state in which the server is. */
  readonly before: ServerState;
  /** The two schemas that are compared. */
  readonly have: Schema;
  readonly want: Schema;
}

/** What is kept of the server in this state. */
export function openMemory(connection: Connection, { kept, before, have, want }: MemoryOptions): Memory {
  const { state } = before;
  const relations = wordsIn(before.relations);
  const found = new Map(Object.entries((kept.find(state) ?? {}) as Readonly<Record<string, Table>>));
  const tables = [...found.values()];
  // A bare name of a type is read as it is where the server has just answered.
  const normal = normalise({ ...want, ...NOTHING_ELSE, domains: have.domains, tables }).tables;
  const forms = new Map([...found].map(([words, raw], i) => [words, { raw, canonical: normal[i] ?? raw }]));
  const used = new Map<string, Table>();
  let isNew = false;
  return {
    recall(own, doubts) {
      const { words, probes } = questionAbout(own.raw, doubts);
      const read = forms.get(words);
      if (read === undefined || (!used.has(words) && !isLasting(words, relations))) return undefined;
      used.set(words, read.raw);
      return taken(own, read, { probes, scratch: read.raw.name });
    },
    learn(words, { schema: _, ...read }) {
      if (used.has(words) || !isLasting(words, relations) || BY_NUMBER.test(JSON.stringify(read))) return;
      used.set(words, read);
      isNew = true;
    },
    async save() {
      if (isNew && sameData(await serverState(connection), before)) kept.keep(state, Object.fromEntries(used));
    },
  };
}

const NOTHING_ELSE = {
  ...{ sequences: [], views: [], routines: [], triggers: [], rules: [], policies: [], statistics: [] },
} as const;

/** Constants that are the number of an object of the database, whatever its name is by then. */
const BY_NUMBER = /\breg(?:class|coll|conf|data|dict|name|oper|proc|role|type)/i;

/**
 * Points in time that are read when the text is; characters that are written by their numbers, and literals in several pieces, in which such a
 * word can't be seen.
 */
const PASSING = /\b(?:now|today|tomorrow|yesterday)\b(?!\()|\bu&|\be'|'\s*\n\s*'/i;

/** Types whose literals are read by the rules of a time zone, which come from the system and change. */
const ZONED = /"timezone":true|timestamptz|timetz|with time zone/i;

/** What may be such a literal: a digit in quotes, or a constant as models in TypeScript say it, without. */
const DATED = /['$][^']*\d|^[\s\w.,:/+-]*\d[\s\w.,:/+-]*$/;

/**
 * True where the answer depends on nothing but the question and the state of the server. That says nothing of tables, so no text may mean the
 * row of one.
 */
function isLasting(words: string, relations: ReadonlySet<string>): boolean {
  // The table's own name, the first of the words, may stand in the others by chance.
  const [, ...rest] = JSON.parse(words) as readonly unknown[];
  const texts = textsIn(rest).filter((text) => !/^limbeck \w+ \d+$/.test(text));
  const text = texts.join("\n ");
  if (PASSING.test(text) || BY_NUMBER.test(text)) return false;
  if (ZONED.test(words) && texts.some((each) => DATED.test(each))) return false;
  return [...wordsIn(text)].every((word) => !relations.has(word));
}

/** The words that names are made of, in lower case. */
function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
}

/** A table of one side with all of its columns, in both forms. */
export function wholeTable(at: number, { raw, canonical }: Forms<Schema>): Forms<Table> | undefined {
  const [table, one] = [raw.tables[at], canonical.tables[at]];
  if (table === undefined || one === undefined) return undefined;
  return { raw: withAllColumns(table, raw), canonical: withAllColumns(one, canonical) };
}
