import { stableJson } from "../../base/hash.ts";
import { displayName } from "../../schema/names.ts";
import type { Column, ObjectName, Table } from "../../schema/schema.ts";
import { quoteObject } from "./quote.ts";
import type { Answers, Batch } from "./settle-batch.ts";
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

/** Adds what makes a table with the doubtful parts under the name `scratch`, and returns how to read the server's answer. */
export function askAboutTable(
  batch: Batch,
  { raw, canonical }: Forms<Table>,
  scratch: string,
  doubts: Doubts,
): TableAnswer {
  const place = { schema: batch.namespace, name: scratch };
  batch.add(`CREATE TABLE ${quoteObject(place)} ()`, `table "${displayName(raw)}"`);
  batch.read(scratch);
  const asked = probesOf(raw, place, doubts).map(({ sql, about, settle }) => ({
    number: batch.add(sql, about),
    settle,
  }));
  return ({ faults }, read) => {
    if (read === undefined) return { raw, canonical };
    const settled = asked.filter(({ number }) => !faults.has(number));
    return {
      raw: settled.reduce((table, { settle }) => settle(table, read.raw), raw),
      canonical: settled.reduce((table, { settle }) => settle(table, read.canonical), canonical),
    };
  };
}

/** One statement, and what to take from the scratch table when the server has carried it out. */
interface Probe {
  readonly sql: string;
  readonly about: string;
  readonly settle: (table: Table, read: Table) => Table;
}

function probesOf(table: Table, place: ObjectName, doubts: Doubts): readonly Probe[] {
  const title = displayName(table);
  const alter = (clause: string) => `ALTER TABLE ${quoteObject(place)} ADD ${clause}`;
  return [
    // Each column by itself: the type of a new one may not be there yet.
    ...table.columns.map(
      (column, at): Probe => ({
        sql: alter(`COLUMN ${columnSql(bare(column))}`),
        about: `column "${column.name}" of "${title}"`,
        settle: (one, read) => (doubts.columns.includes(at) ? withColumn(one, at, typeFrom(read, column.name)) : one),
      }),
    ),
    ...chosen(table.columns, doubts.columns).flatMap(([column, at]) => columnProbes(column, { at, title, alter })),
    ...chosen(table.checks, doubts.checks).map(
      ([check, at]): Probe => ({
        sql: alter(checkSql({ name: `k${at}`, expression: check.expression })),
        about: `check ${check.name === undefined ? `(${check.expression})` : `"${check.name}"`} of "${title}"`,
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
        sql: alter(exclusionSql({ ...exclusion, name: `x${at}` })),
        about: `exclusion constraint ${exclusion.name === undefined ? "" : `"${exclusion.name}" `}of "${title}"`,
        settle: (one, read) => ({
          ...one,
          exclusions: replaced(one.exclusions, at, (old) => renamed(find(read.exclusions, `x${at}`), old)),
        }),
      }),
    ),
    ...chosen(table.indexes, doubts.indexes).map(([index, at]): Probe => {
      const name = `${place.name}_i${at}`;
      return {
        sql: createIndexSql(place, { ...index, name }),
        about: `index "${index.name}" of "${title}"`,
        settle: (one, read) => ({
          ...one,
          indexes: replaced(one.indexes, at, (old) => withComment(renamed(find(read.indexes, name), old), old)),
        }),
      };
    }),
  ];
}

interface ColumnPlace {
  readonly at: number;
  readonly title: string;
  readonly alter: (clause: string) => string;
}

/** A default and a generated expression are tried on columns of their own. */
function columnProbes(column: Column, { at, title, alter }: ColumnPlace): readonly Probe[] {
  const probes: Probe[] = [];
  const what = `column "${column.name}" of "${title}"`;
  if (column.default !== undefined) {
    const name = `limbeck default ${at}`;
    probes.push({
      sql: alter(`COLUMN ${columnSql({ ...bare(column), name, default: column.default })}`),
      about: `the default of ${what}`,
      settle: (one, read) => withColumn(one, at, (old) => withDefault(old, find(read.columns, name))),
    });
  }
  const { generated } = column;
  if (generated !== undefined) {
    const name = `limbeck generated ${at}`;
    probes.push({
      sql: alter(`COLUMN ${columnSql({ ...bare(column), name, generated })}`),
      about: `the expression of ${what}`,
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
  return list.flatMap((item, i) => (at.includes(i) ? [[item, i] as const] : []));
}

/** Types, defaults, generated expressions and collations have more than one spelling; the rest of a column has one. */
function maySayTheSame(column: Column, other: Column | undefined): boolean {
  if (other === undefined) return false;
  const texts = ({ type, collation, default: value, generated }: Column) =>
    stableJson({ type, collation, value, generated });
  return texts(column) !== texts(other);
}

function differs<T>(item: T, other: T | undefined): boolean {
  return other !== undefined && stableJson(item) !== stableJson(other);
}

/** Those that the other side doesn't have in the same words; none when the other side has nothing left over. */
function unmatched<T extends object>(list: readonly T[], others: readonly T[]): readonly number[] {
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
