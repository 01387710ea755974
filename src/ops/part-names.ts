import { parentsOf, under } from "../schema/inheritance.ts";
import { usualExclusionName, usualIndexName, usualPrimaryKeyName, usualUniqueName } from "../schema/joined-name.ts";
import { findTable, nameKey } from "../schema/names.ts";
import type { Exclusion, ForeignKey, Index, PartNames, PrimaryKey, Schema, Table, Unique } from "../schema/schema.ts";
import { omit } from "./edit.ts";
import { type Inherited, inheritedFrom } from "./inherited-from.ts";

/** A part that a partition has of an index, a constraint with one, or a foreign key of a table above. */
export interface Part<T = Named> {
  /** The whole, as it is up there. */
  readonly whole: T;
  readonly list: keyof PartNames;
  readonly kind: keyof Parts;
  readonly name: string;
  /** What the server calls it where it makes it. */
  readonly usual: string;
}

/** The parts of a partition, each kind in the order of its wholes. */
export interface Parts {
  readonly primaryKey: readonly Part<PrimaryKey>[];
  readonly uniques: readonly Part<Unique>[];
  readonly foreignKeys: readonly Part<ForeignKey>[];
  readonly exclusions: readonly Part<Exclusion>[];
  readonly indexes: readonly Part<Index>[];
}

interface Named {
  readonly name?: string;
}

/** The parts of a partition under the names that they have; none for a table that isn't a partition of one in the schema. */
export function partsOf(table: Table, schema: Schema): Parts {
  const parts = partList(table, schema);
  const of = <T>(kind: keyof Parts) => parts.filter((part) => part.kind === kind) as unknown as readonly Part<T>[];
  return {
    primaryKey: of("primaryKey"),
    uniques: of("uniques"),
    foreignKeys: of("foreignKeys"),
    exclusions: of("exclusions"),
    indexes: of("indexes"),
  };
}

/** All of them in one list, which always has the same order. */
export function partList(table: Table, schema: Schema): readonly Part[] {
  return named(wholesOf(table, schema), ({ list, whole }) => ownName(table, list, whole.name));
}

/** The same with the names that a new partition has, where `isTaken` tells the names of others. */
export function newPartList(table: Table, schema: Schema, isTaken: (name: string) => boolean): readonly Part[] {
  return named(wholesOf(omit(table, "partNames"), schema), () => undefined, isTaken);
}

/** The partition with these names of its parts, undefined being the usual one; those that aren't the usual ones are written down. */
export function withPartNames(
  table: Table,
  schema: Schema,
  nameOf: (part: Whole, at: number) => string | undefined,
): Table {
  const unusual = named(wholesOf(table, schema), nameOf).filter(({ name, usual }) => name !== usual);
  const of = (list: keyof PartNames) => {
    const entries = unusual.flatMap((part) =>
      part.list === list && part.whole.name !== undefined ? [[part.whole.name, part.name] as const] : [],
    );
    return entries.length === 0 ? {} : { [list]: Object.fromEntries(entries) };
  };
  const partNames: PartNames = { ...of("indexes"), ...of("foreignKeys") };
  if (Object.keys(partNames).length > 0) return { ...table, partNames };
  return table.partNames === undefined ? table : omit(table, "partNames");
}

interface Whole extends Omit<Part, "name" | "usual"> {
  readonly usualName: (number: string) => string;
}

function wholesOf(table: Table, schema: Schema): readonly Whole[] {
  const parent = parentOf(table, schema);
  if (parent === undefined) return [];
  const { primaryKey, uniques, foreignKeys, exclusions, indexes } = givenBy(parent, schema);
  const key = primaryKey === undefined || table.primaryKey !== undefined ? [] : [primaryKey];
  const of = <T extends Named>(kind: keyof Parts, wholes: readonly T[], usual: (whole: T, number: string) => string) =>
    wholes.map((whole) => ({
      ...{ whole, kind, list: kind === "foreignKeys" ? kind : ("indexes" as const) },
      usualName: (number: string) => usual(whole, number),
    }));
  return [
    ...of("primaryKey", key, (_, number) => usualPrimaryKeyName(table, number)),
    ...of("uniques", uniques, (each, number) => usualUniqueName(table, each, number)),
    ...of("foreignKeys", foreignKeys, ({ name = "" }, number) => nameIn(parent, name, schema) + number),
    ...of("exclusions", exclusions, (each, number) => usualExclusionName(table, each, number)),
    ...of("indexes", indexes, (each, number) => usualIndexName(table.name, each, number)),
  ];
}

/** The server takes the first name that is free. */
function named(
  wholes: readonly Whole[],
  nameOf: (whole: Whole, at: number) => string | undefined,
  isTaken: (name: string) => boolean = () => false,
): readonly Part[] {
  const taken = { indexes: new Set<string>(), foreignKeys: new Set<string>() };
  return wholes.map((each, at) => {
    const { usualName, ...part } = each;
    const given = nameOf(each, at);
    const isFree = (name: string) => !taken[part.list].has(name) && !(part.list === "indexes" && isTaken(name));
    let usual = usualName("");
    for (let n = 1; !isFree(usual); n++) usual = usualName(String(n));
    const name = given ?? usual;
    taken[part.list].add(name);
    return { ...part, name, usual };
  });
}

/** The name that a table has written down for its part of a whole. */
export function ownName(table: Table, list: keyof PartNames, whole: string | undefined): string | undefined {
  return whole === undefined ? undefined : under(table.partNames?.[list], whole);
}

/** The key of a part among those of its partition. */
export function partKey(list: keyof PartNames, whole: string | undefined): string {
  return `${list} ${whole ?? ""}`;
}

const given = new WeakMap<Schema, Map<Table, Inherited>>();

/** What a table gives its partitions, of which there may be many. */
function givenBy(parent: Table, schema: Schema): Inherited {
  const known = given.get(schema) ?? new Map<Table, Inherited>();
  given.set(schema, known);
  const found = known.get(parent) ?? inheritedFrom(parent, schema);
  known.set(parent, found);
  return found;
}

/** What a table calls a foreign key of its own or from above: one that is made below is called as the one right above it. */
function nameIn(table: Table, whole: string, schema: Schema): string {
  const own = ownName(table, "foreignKeys", whole);
  if (own !== undefined) return own;
  const parent = parentOf(table, schema);
  return parent === undefined ? whole : nameIn(parent, whole, schema);
}

function parentOf(table: Table, schema: Schema): Table | undefined {
  const [name] = table.partitionOf === undefined ? [] : parentsOf(table);
  const parent = name && findTable(schema, name);
  return parent === undefined || nameKey(parent) === nameKey(table) ? undefined : parent;
}
