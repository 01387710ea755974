import { stableJson } from "../../base/hash.ts";
import { sameData } from "../../base/same-data.ts";
import { omit } from "../../ops/edit.ts";
import { displayName } from "../../schema/names.ts";
import type { Column, ObjectName, Table } from "../../schema/schema.ts";
import { quoteObject } from "./quote.ts";
import type { Answers, Batch, MadeTable } from "./settle-batch.ts";
import { checkSql, columnSql, createIndexSql, exclusionSql } from "./table-sql.ts";

/** An object as it was given, and in the form in which two are compared. */
export interface Forms<T> {
  readonly raw: T;
  readonly canonical: T;
}

/** Puts the server's own texts in the place of the doubtful ones. `read` is the scratch table, absent when it couldn't be made. */
export type TableAnswer = (answers: Answers, read: Forms<Table> | undefined) => Forms<Table>;

/** The places in a table of what may say the same as another table's, though it reads differently. */
export interface Doubts {
  readonly columns: readonly number[];
  readonly checks: readonly number[];
  readonly exclusions: readonly number[];
  readonly indexes: readonly number[];
}

/** Where `one` differs from `other` in a way that may be one of spelling alone; undefined when nowhere. */
export function doubtsOf(one: Table, other: Table): Doubts | undefined {
  const columns = new Map(other.columns.map((column) => [column.name, column]));
  const indexes = new Map(other.indexes.map((index) => [index.name, index]));
  const doubts: Doubts = {
    columns: places(one.columns, (column) => maySayTheSame(column, columns.get(column.name))),
    checks: unmatched(one.checks, other.checks),
    exclusions: unmatched(one.exclusions, other.exclusions),
    indexes: places(one.indexes, (index) => differs(index, indexes.get(index.name))),
  };
  return Object.values(doubts).every((list) => list.length === 0) ? undefined : doubts;
}

/** What is asked about a table: the scratch table to read, and what to do with it. */
export interface AskedTable {
  readonly scratch: string;
  /** Those of the question. */
  readonly words: string;
  /** True where the server has refused nothing of it. */
  readonly isWhole: (answers: Answers) => boolean;
  readonly answer: TableAnswer;
}

/**
 * Adds what makes a table with the doubtful parts, and with the columns that these may mean, under the name `scratch`; where a table of the
 * same words is there already, its answer is this one's too.
 */
export function askAboutTable(
  batch: Batch,
  { raw, canonical }: Forms<Table>,
  scratch: string,
  doubts: Doubts,
): AskedTable {
  const { probes, words, isNamed } = questionAbout(raw, doubts);
  const known = batch.made.get(words);
  // Its own name, where a text may say it and no table of another namespace has it.
  const isFree = isNamed && ![...batch.made.values()].some(({ name }) => name === raw.name);
  const made = known ?? makeTable(batch, { scratch: isFree ? raw.name : scratch, table: raw, probes });
  if (known === undefined) batch.made.set(words, made);
  const asked = probes.map(({ about, settle }, i) => ({ about, settle, number: made.numbers[i + 1] ?? -1 }));
  if (known !== undefined) for (const { about, number } of asked) batch.alsoAbout(number, () => about(raw));
  return {
    scratch: made.name,
    words,
    isWhole: ({ faults }) => !made.numbers.some((number) => faults.has(number)),
    answer({ faults }, read) {
      if (read === undefined) return { raw, canonical };
      const settled = asked.filter(({ number }) => !faults.has(number));
      return taken({ raw, canonical }, read, { probes: settled, scratch: made.name });
    },
  };
}

/** What can be asked about a table. */
export interface TableQuestion {
  /** All that the answer depends on, but for what the server has: equal questions have equal words. */
  readonly words: string;
  /** True where a text may say the name of the table. */
  readonly isNamed: boolean;
  readonly probes: readonly Probe[];
}

export function questionAbout(table: Table, doubts: Doubts): TableQuestion {
  const text = doubtfulText(table, doubts);
  const probes = probesOf(table, doubts, text);
  const isNamed = text.includes(table.name.toLowerCase());
  return { probes, isNamed, words: JSON.stringify([isNamed ? table.name : "", probes.map((probe) => probe.words)]) };
}

/** The table with what the server said to these probes, in a scratch table of this name. */
export function taken(
  { raw, canonical }: Forms<Table>,
  read: Forms<Table>,
  { probes, scratch }: { readonly probes: readonly Pick<Probe, "settle">[]; readonly scratch: string },
): Forms<Table> {
  const take = (own: Table, from: Table) => probes.reduce((table, { settle }) => settle(table, from, scratch), own);
  return { raw: take(raw, read.raw), canonical: take(canonical, read.canonical) };
}

interface ToMake {
  readonly scratch: string;
  readonly table: Table;
  readonly probes: readonly Probe[];
}

/** One statement for the table with all that goes into it; one for each part where the server refuses some. */
function makeTable(batch: Batch, { scratch, table, probes }: ToMake): MadeTable {
  const place = { schema: batch.namespace, name: scratch };
  const name = quoteObject(place);
  batch.read(scratch);
  const clauses = probes.flatMap(({ clause }) => (clause === undefined ? [] : [clause()]));
  const behind = probes.flatMap(({ statement }) => (statement === undefined ? [] : [statement(place)]));
  const parts = [
    { sql: `CREATE TABLE ${name} ()`, about: aboutTable(table) },
    ...probes.map(({ clause, statement, about }) => ({
      sql: clause === undefined ? (statement?.(place) ?? "") : `ALTER TABLE ${name} ADD ${clause()}`,
      about: about(table),
    })),
  ];
  return { name: scratch, numbers: batch.addAll(parts, [`CREATE TABLE ${name} (${clauses.join(", ")})`, ...behind]) };
}

function aboutTable(table: Table): string {
  return `table "${displayName(table)}"`;
}

/** What is tried on the server, and what to take from the scratch table when that has taken it. */
export type Probe = {
  /** All that the texts are made of, but for the table's name. */
  readonly words: unknown;
  /** What it is about, in the table. */
  readonly about: (table: Table) => string;
  /** `name` is that of the scratch table. */
  readonly settle: (table: Table, read: Table, name: string) => Table;
} & (
  | { /** Said in a CREATE TABLE, or behind ADD. */ readonly clause: () => string; readonly statement?: never }
  | { /** For the table at this place. */ readonly statement: (place: ObjectName) => string; readonly clause?: never }
);

function probesOf(table: Table, doubts: Doubts, text: string): readonly Probe[] {
  const needed = neededColumns(table, doubts, text);
  return [
    // Each column by itself: the type of a new one may not be there yet.
    ...chosen(table.columns, needed).map(
      ([column, at]): Probe => ({
        words: bare(column),
        clause: () => columnSql(bare(column)),
        about: (of) => `column "${column.name}" of "${displayName(of)}"`,
        settle: (one, read) => (doubts.columns.includes(at) ? withColumn(one, at, typeFrom(read, column.name)) : one),
      }),
    ),
    ...chosen(table.columns, doubts.columns).flatMap(([column, at]) => columnProbes(column, at)),
    ...chosen(table.checks, doubts.checks).map(
      ([check, at]): Probe => ({
        words: [at, check.expression],
        clause: () => checkSql({ name: `k${at}`, expression: check.expression }),
        about: (of) =>
          `check ${check.name === undefined ? `(${check.expression})` : `"${check.name}"`} of "${displayName(of)}"`,
        settle: (one, read) => ({
          ...one,
          checks: replaced(one.checks, at, (old) => ({
            ...old,
            expression: find(read.checks, `k${at}`)?.expression ?? old.expression,
          })),
        }),
      }),
    ),
    ...chosen(table.exclusions, doubts.exclusions).map(
      ([exclusion, at]): Probe => ({
        words: [at, { ...exclusion, name: "" }],
        clause: () => exclusionSql({ ...exclusion, name: `x${at}` }),
        about: (of) =>
          `exclusion constraint ${exclusion.name === undefined ? "" : `"${exclusion.name}" `}of "${displayName(of)}"`,
        settle: (one, read) => ({
          ...one,
          exclusions: replaced(one.exclusions, at, (old) =>
            withComment(renamed(find(read.exclusions, `x${at}`), old), old),
          ),
        }),
      }),
    ),
    ...chosen(table.indexes, doubts.indexes).map(
      ([index, at]): Probe => ({
        words: [at, { ...index, name: "" }],
        statement: (place) => createIndexSql(place, { ...index, name: `${place.name}_i${at}` }),
        about: (of) => `index "${index.name}" of "${displayName(of)}"`,
        settle: (one, read, name) => ({
          ...one,
          indexes: replaced(one.indexes, at, (old) =>
            withComment(renamed(find(read.indexes, `${name}_i${at}`), old), old),
          ),
        }),
      }),
    ),
  ];
}

/** The columns that are in doubt, and those that the doubtful text may mean: their names stand in it, in whatever case. */
function neededColumns(table: Table, doubts: Doubts, text: string): readonly number[] {
  // `t.*` is every column, and U&"…" spells a name otherwise.
  const meansAll = /\.\s*\*|u&/.test(text);
  return table.columns.flatMap(({ name }, at) => {
    const plain = name.toLowerCase();
    const isMeant = meansAll || text.includes(plain) || text.includes(plain.replaceAll('"', '""'));
    return isMeant || doubts.columns.includes(at) ? [at] : [];
  });
}

/** The texts that may name columns and the table, in lower case. */
function doubtfulText({ columns, checks, exclusions, indexes }: Table, doubts: Doubts): string {
  return [
    ...chosen(columns, doubts.columns).map(([{ generated }]) => generated),
    ...chosen(checks, doubts.checks).map(([{ expression }]) => expression),
    ...chosen(exclusions, doubts.exclusions).map(([exclusion]) => omit(exclusion, "name")),
    ...chosen(indexes, doubts.indexes).map(([index]) => omit(index, "name")),
  ]
    .flatMap(textsIn)
    .join("\n")
    .toLowerCase();
}

/** Every text in a value, however deep. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** A default and a generated expression are tried on columns of their own. */
function columnProbes(column: Column, at: number): readonly Probe[] {
  const probes: Probe[] = [];
  const what = (of: Table) => `column "${column.name}" of "${displayName(of)}"`;
  const { default: value, generated } = column;
  if (value !== undefined) {
    const name = `limbeck default ${at}`;
    probes.push({
      words: [name, bare(column), value],
      clause: () => columnSql({ ...bare(column), name, default: value }),
      about: (of) => `the default of ${what(of)}`,
      settle: (one, read) => withColumn(one, at, (old) => withDefault(old, find(read.columns, name))),
    });
  }
  if (generated !== undefined) {
    const name = `limbeck generated ${at}`;
    probes.push({
      words: [name, bare(column), generated],
      clause: () => columnSql({ ...bare(column), name, generated }),
      about: (of) => `the expression of ${what(of)}`,
      settle: (one, read) =>
        withColumn(one, at, (old) => ({ ...old, generated: find(read.columns, name)?.generated ?? generated })),
    });
  }
  return probes;
}

function bare({ name, type, collation }: Column): Column {
  return { name, type, nullable: true, ...(collation === undefined ? {} : { collation }) };
}

function typeFrom(read: Table, name: string): (old: Column) => Column {
  const found = find(read.columns, name);
  return (old) => {
    if (found === undefined) return old;
    const { collation: _, ...others } = old;
    return { ...others, type: found.type, ...(found.collation === undefined ? {} : { collation: found.collation }) };
  };
}

/** `DEFAULT NULL` is none. */
function withDefault(old: Column, found: Column | undefined): Column {
  if (found === undefined) return old;
  const { default: _, ...others } = old;
  return found.default === undefined ? others : { ...others, default: found.default };
}

function withColumn(table: Table, at: number, change: (old: Column) => Column): Table {
  return { ...table, columns: replaced(table.columns, at, change) };
}

function renamed<T extends { readonly name?: string }>(found: T | undefined, old: T): T {
  if (found === undefined) return old;
  const { name: _, ...others } = found;
  return { ...others, ...(old.name === undefined ? {} : { name: old.name }) } as T;
}

function withComment<T extends { readonly comment?: string }>(found: T, { comment }: T): T {
  return comment === undefined ? found : { ...found, comment };
}

function find<T extends { readonly name?: string }>(list: readonly T[], name: string): T | undefined {
  return list.find((item) => item.name === name);
}

function replaced<T>(list: readonly T[], at: number, change: (old: T) => T): readonly T[] {
  return list.map((item, i) => (i === at ? change(item) : item));
}

function chosen<T>(list: readonly T[], at: readonly number[]): readonly (readonly [T, number])[] {
  return at.flatMap((i) => {
    const item = list[i];
    return item === undefined ? [] : [[item, i] as const];
  });
}

/** Types, defaults, generated expressions and collations have more than one spelling; the rest of a column has one. */
function maySayTheSame(column: Column, other: Column | undefined): boolean {
  if (other === undefined || column === other) return false;
  const texts = ({ type, collation, default: value, generated }: Column) => ({ type, collation, value, generated });
  return !sameData(texts(column), texts(other));
}

function differs<T>(item: T, other: T | undefined): boolean {
  return other !== undefined && !sameData(item, other);
}

/** Those that the other side doesn't have in the same words; none when the other side has nothing left over. */
function unmatched<T extends object>(list: readonly T[], others: readonly T[]): readonly number[] {
  if (list.every((item, i) => item === others[i]) && list.length === others.length) return [];
  const left = new Set(others.map((item) => withoutName(item)));
  const found = places(list, (item) => !left.delete(withoutName(item)));
  return left.size === 0 ? [] : found;
}

function withoutName(item: object): string {
  return stableJson({ ...item, name: undefined });
}

function places<T>(list: readonly T[], test: (item: T) => boolean): readonly number[] {
  return list.flatMap((item, i) => (test(item) ? [i] : []));
}
