import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { allColumns, parentsOf, withOwn } from "../schema/inheritance.ts";
import { usualCheckName, usualForeignKeyName, usualIndexName, usualUniqueName } from "../schema/joined-name.ts";
import { sameName } from "../schema/names.ts";
import type { Check, Column, ForeignKey, Index, PrimaryKey, Schema, Table, Unique } from "../schema/schema.ts";
import { omit } from "./edit.ts";
import { withoutOwn } from "./inherited-defaults.ts";

/** The table without what it will have from `parent`: of a partition everything, else its columns and checks. */
export function joinTable(table: Table, parent: Table, schema: Schema, what: "all" | "columns and checks"): Table {
  const from = inheritedFrom(parent, schema);
  const names = new Set(from.columns.map(({ name }) => name));
  const checked = {
    ...table,
    columns: table.columns.filter(({ name }) => !names.has(name)),
    checks: withoutChecks(table.checks, from.checks),
  };
  if (what === "columns and checks") return checked;
  const isSame = from.primaryKey !== undefined && said(from.primaryKey) === said(table.primaryKey ?? {});
  return {
    ...(isSame ? omit(checked, "primaryKey") : checked),
    uniques: without(table.uniques, from.uniques, said),
    foreignKeys: without(table.foreignKeys, from.foreignKeys, said),
    indexes: without(table.indexes, from.indexes, said),
  };
}

/** The table with what it had from `parent` as its own; what is said about that, for people to read, is said of the parent's alone. */
export function separateTable(table: Table, parent: Table, schema: Schema): Table {
  const from = inheritedFrom(parent, schema);
  const own = new Set(table.columns.map(({ name }) => name));
  const given = from.columns.filter(({ name }) => !own.has(name));
  const checked: Table = {
    ...given.reduce((rest, { name }) => withoutOwn(rest, name), table),
    columns: [...given.map((column) => withOwn(standing(column), table)), ...table.columns],
    checks: [...from.checks.map(unsaid), ...table.checks].reduce<readonly Check[]>(withCheck, []),
  };
  if (table.partitionOf === undefined) return checked;
  const primaryKey = table.primaryKey ?? (from.primaryKey && nameless(unsaid(from.primaryKey)));
  return {
    ...checked,
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: [...usuallyNamed(from.uniques, (each, number) => usualUniqueName(table, each, number)), ...table.uniques],
    foreignKeys: [...from.foreignKeys.map(unsaid), ...table.foreignKeys],
    indexes: [
      ...usuallyNamed(from.indexes, (each, number) => usualIndexName(table.name, each, number)),
      ...table.indexes,
    ],
  };
}

interface Inherited {
  readonly columns: readonly Column[];
  readonly checks: readonly Check[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
}

/** What a table gives to its partitions, or to those that inherit from it; that which it has itself from others included. */
function inheritedFrom(table: Table, schema: Schema): Inherited {
  const above = parentsOf(table)
    .flatMap((name) => schema.tables.find((each) => sameName(each, name)) ?? [])
    .map((parent) => inheritedFrom(parent, schema));
  const primaryKey = table.primaryKey ?? above.find((each) => each.primaryKey !== undefined)?.primaryKey;
  const { checks, foreignKeys } = namedConstraints(table);
  const own = checks.filter(({ noInherit }) => noInherit !== true);
  return {
    columns: allColumns(table, schema),
    checks: [...above.flatMap((each) => each.checks), ...own].reduce<readonly Check[]>(withCheck, []),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: [...above.flatMap(({ uniques }) => uniques), ...table.uniques],
    foreignKeys: [...above.flatMap((each) => each.foreignKeys), ...foreignKeys],
    indexes: [...above.flatMap(({ indexes }) => indexes), ...table.indexes],
  };
}

/** Of a name there is one: what comes from several tables is the same. */
function withCheck(checks: readonly Check[], check: Check): readonly Check[] {
  return checks.some(({ name }) => name !== undefined && name === check.name) ? checks : [...checks, check];
}

/** A column of one's own has no identity from elsewhere. */
function standing(column: Column): Column {
  return {
    ...omit(column, "identity", "autoincrement", "comment"),
    nullable: column.nullable && column.identity === undefined,
  };
}

/** Each of the list but as many of each kind as the other list has. */
function without<T>(list: readonly T[], others: readonly T[], key: (item: T) => string): readonly T[] {
  const left = others.map(key);
  return list.filter((item) => {
    const at = left.indexOf(key(item));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** A check goes along with the one of its name, and only where none has it with another that says the same. */
function withoutChecks(list: readonly Check[], others: readonly Check[]): readonly Check[] {
  const named = others.flatMap((other) => list.find(({ name }) => name !== undefined && name === other.name) ?? []);
  const names = new Set(named.map(({ name }) => name));
  return without(
    list.filter((check) => !named.includes(check)),
    others.filter(({ name }) => !names.has(name)),
    said,
  );
}

/** What a constraint or an index says, whatever it is called and is said about it. */
function said(part: object): string {
  return stableJson({ ...part, name: undefined, comment: undefined, tablespace: undefined, storage: undefined });
}

function unsaid<T extends { readonly comment?: string }>(part: T): T {
  const { comment: _, ...others } = part;
  return others as T;
}

function nameless<T extends { readonly name?: string }>(key: T): T {
  const { name: _, ...others } = key;
  return others as T;
}

/**
 * The checks and foreign keys of a table. One goes along under its name, so that one without any is called as the server calls it: those that are
 * valid first.
 */
export function namedConstraints(table: Table): Pick<Table, "checks" | "foreignKeys"> {
  return {
    checks: named(table.checks, (each, number) => usualCheckName(table, each, number)),
    foreignKeys: named(table.foreignKeys, (each, number) => usualForeignKeyName(table, each, number)),
  };
}

interface Named {
  readonly name?: string;
  readonly notValid?: true;
  readonly comment?: string;
}

function named<T extends Named>(list: readonly T[], usual: (each: T, number: string) => string): readonly T[] {
  const taken = new Set(list.flatMap(({ name }) => name ?? []));
  const names = new Map<T, string>();
  for (const each of [...list].sort((a, b) => Number(a.notValid === true) - Number(b.notValid === true))) {
    if (each.name === undefined)
      names.set(
        each,
        claim((number) => usual(each, number), taken),
      );
  }
  return list.map((each) => ({ ...given({ name: names.get(each) }), ...each }));
}

/** Under the names that the server usually gives, one after the other, and without what is said about them. */
function usuallyNamed<T extends Named>(list: readonly T[], usual: (each: T, number: string) => string): readonly T[] {
  const taken = new Set<string>();
  return list.map((each) => ({ ...unsaid(each), name: claim((number) => usual(each, number), taken) }));
}

/** The first name that is free. */
function claim(nameOf: (number: string) => string, taken: Set<string>): string {
  let name = nameOf("");
  for (let n = 1; taken.has(name); n++) name = nameOf(String(n));
  taken.add(name);
  return name;
}
