import { stableJson } from "../base/hash.ts";
import { withOwn } from "../schema/inheritance.ts";
import type { Check, Column, PartNames, Schema, Table } from "../schema/schema.ts";
import { omit } from "./edit.ts";
import { withoutOwn } from "./inherited-defaults.ts";
import { inheritedFrom, withCheck } from "./inherited-from.ts";
import { type Part, partKey, partsOf } from "./part-names.ts";

/**
 * The table without what it will have from `parent`: of a partition everything but exclusion constraints, which no server takes for those of its
 * own, else its columns and checks.
 */
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
    uniques: without(table.uniques, from.uniques),
    foreignKeys: without(table.foreignKeys, from.foreignKeys),
    indexes: without(table.indexes, from.indexes),
  };
}

/** What a table that becomes a partition has already of a whole of `parent`, by the key of the part. */
export function partsInStore(table: Table, parent: Table, schema: Schema): ReadonlyMap<string, string> {
  const from = inheritedFrom(parent, schema);
  const key = from.primaryKey === undefined || table.primaryKey === undefined ? [] : [table.primaryKey];
  return new Map([
    ...pairs("indexes", key, from.primaryKey === undefined ? [] : [from.primaryKey]),
    ...pairs("indexes", table.uniques, from.uniques),
    ...pairs("foreignKeys", table.foreignKeys, from.foreignKeys),
    ...pairs("indexes", table.indexes, from.indexes),
  ]);
}

function pairs(
  list: keyof PartNames,
  own: readonly Named[],
  wholes: readonly Named[],
): readonly (readonly [string, string])[] {
  return partners(own, wholes).flatMap((found, i) =>
    found?.name === undefined ? [] : [[partKey(list, wholes[i]?.name), found.name] as const],
  );
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
  const parts = partsOf(table, schema);
  // The part of an index may be the index of a constraint of its own.
  const constraints = new Set([table.primaryKey, ...table.uniques].flatMap((each) => each?.name ?? []));
  const [primaryKey] = parts.primaryKey.map(alone);
  return {
    ...omit(checked, "partNames"),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: [...parts.uniques.map(alone), ...table.uniques],
    foreignKeys: [...parts.foreignKeys.map(alone), ...table.foreignKeys],
    exclusions: [...parts.exclusions.map(alone), ...table.exclusions],
    indexes: [...parts.indexes.filter(({ name }) => !constraints.has(name)).map(alone), ...table.indexes],
  };
}

/** A part that is a whole by itself, under its name. */
function alone<T extends Named>({ whole, name }: Part<T>): T {
  return { ...unsaid(whole), name };
}

/** A column of one's own has no identity from elsewhere. */
function standing(column: Column): Column {
  return {
    ...omit(column, "identity", "autoincrement", "comment"),
    nullable: column.nullable && column.identity === undefined,
  };
}

/** Each of the list but as many of each kind as the other list has. */
function without<T extends object>(list: readonly T[], others: readonly T[]): readonly T[] {
  const found = new Set(partners(list, others));
  return list.filter((item) => !found.has(item));
}

/** What of the list says the same as each of the others, which it does for one of them. */
function partners<T extends object>(list: readonly T[], others: readonly object[]): readonly (T | undefined)[] {
  const left = list.map((item) => ({ item, said: said(item) }));
  return others.map((other) => {
    const text = said(other);
    const at = left.findIndex((each) => each.said === text);
    return at === -1 ? undefined : left.splice(at, 1)[0]?.item;
  });
}

/** A check goes along with the one of its name, and only where none has it with another that says the same. */
function withoutChecks(list: readonly Check[], others: readonly Check[]): readonly Check[] {
  const named = others.flatMap((other) => list.find(({ name }) => name !== undefined && name === other.name) ?? []);
  const names = new Set(named.map(({ name }) => name));
  return without(
    list.filter((check) => !named.includes(check)),
    others.filter(({ name }) => !names.has(name)),
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

interface Named {
  readonly name?: string;
  readonly comment?: string;
}
