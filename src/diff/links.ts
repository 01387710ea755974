import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { sameData } from "../base/same-data.ts";
import { applyOps } from "../ops/behaviours.ts";
import { onTable } from "../ops/edit.ts";
import { namedConstraints } from "../ops/inherited-from.ts";
import type { Op } from "../ops/op.ts";
import { partsOf } from "../ops/part-names.ts";
import type { PartitionOp } from "../ops/partition-ops.ts";
import { ancestorsOf, parentsOf } from "../schema/inheritance.ts";
import { findTable, nameKey, nameOf, sameName } from "../schema/names.ts";
import type { Check, ForeignKey, ObjectName, Schema, Table } from "../schema/schema.ts";
import { numbersFromAbove } from "./own-defaults.ts";
import { byName, type Sided, sidedOf } from "./pairs.ts";

/** What changes about which table is a partition of which, or inherits from which. */
export interface Links {
  /** Ends what was, before anything else changes. */
  readonly first: readonly Op[];
  /** Makes what will be, when the tables are alike. */
  readonly last: readonly Op[];
  /** The two schemas in between: with the tables that change sides standing by themselves. */
  readonly have: Sided<Schema>;
  readonly want: Sided<Schema>;
}

/** A table that changes sides is compared as a table by itself, so that it has all that its new place asks for before it goes there. */
export function diffLinks(have: Sided<Schema>, want: Sided<Schema>): Links {
  const wanted = new Map(sidedOf(want, tables).map((table) => [nameKey(table.given), table]));
  const changed = byName(sidedOf(have, tables)).flatMap((table) => {
    const other = wanted.get(nameKey(table.given));
    return other === undefined || haveSameLinks(table.comparable, other.comparable) ? [] : [{ table, other }];
  });
  const first = changed.flatMap(({ table }) => parted(table.given, have.given));
  const joining = changed.map(({ other }) => other.given);
  const attached = joining.flatMap((table) => parted(table, want.given));
  return {
    first,
    last: changed.flatMap(({ other }) => [...joins(other.given), ...numbersFromAbove(other.given, want.given, true)]),
    have: applied(have, first),
    want: withoutExclusionsAbove(applied(withNamesOf(have, want, joining), attached), joining, want.given),
  };
}

/** A server makes the parts of exclusion constraints when a table becomes a partition, whether it has the like or not. */
function withoutExclusionsAbove(want: Sided<Schema>, joining: readonly Table[], whole: Schema): Sided<Schema> {
  const parts = new Map(
    joining.map((table) => [nameKey(table), new Set(partsOf(table, whole).exclusions.map(({ name }) => name))]),
  );
  const bare = (schema: Schema): Schema => ({
    ...schema,
    tables: schema.tables.map((table) => {
      const made = parts.get(nameKey(table));
      if (made === undefined || made.size === 0) return table;
      return { ...table, exclusions: table.exclusions.filter(({ name }) => name === undefined || !made.has(name)) };
    }),
  });
  return { given: bare(want.given), comparable: bare(want.comparable) };
}

function tables(schema: Schema): readonly Table[] {
  return schema.tables;
}

function haveSameLinks(one: Table, other: Table): boolean {
  return sameData([one.partitionOf, one.inherits], [other.partitionOf, other.inherits]);
}

function separations(table: Table): readonly PartitionOp[] {
  return parentsOf(table).map((parent) =>
    table.partitionOf === undefined
      ? { kind: "dropInheritance", ...onTable(table), parent: nameOf(parent) }
      : { kind: "detachPartition", ...onTable(parent), partition: nameOf(table) },
  );
}

function parted(table: Table, schema: Schema): readonly Op[] {
  return [...numbersFromAbove(table, schema, null), ...separations(table)];
}

function joins(table: Table): readonly PartitionOp[] {
  const { partitionOf } = table;
  return parentsOf(table).map((parent) =>
    partitionOf === undefined
      ? { kind: "addInheritance", ...onTable(table), parent: nameOf(parent) }
      : { kind: "attachPartition", ...onTable(parent), partition: nameOf(table), bound: partitionOf.bound },
  );
}

/**
 * A check or a foreign key of a table that is joined goes along under its name. Where the models have none, that is the one that it has in the
 * database, with what is said about it there; a new one is named here, for the table and for those that join it.
 */
function withNamesOf(have: Sided<Schema>, want: Sided<Schema>, joining: readonly Table[]): Sided<Schema> {
  const joined = new Set(joining.flatMap((table) => ancestorsOf(table, want.given)).map(nameKey));
  const old = new Map(sidedOf(have, tables).map((table) => [nameKey(table.given), table]));
  const found = new Map<string, NamedLists>();
  for (const table of sidedOf(want, tables)) {
    const key = nameKey(table.given);
    const known = old.get(key);
    if (known === undefined || !joined.has(key)) continue;
    const checks = namesOf(sidedOf(known, checksOf), sidedOf(table, checksOf));
    const foreignKeys = namesOf(sidedOf(known, foreignKeysOf), sidedOf(table, foreignKeysOf));
    found.set(key, namedConstraints(withNames(table.given, { checks, foreignKeys })));
  }
  const named = (schema: Schema): Schema => ({
    ...schema,
    tables: schema.tables.map((table) => {
      const names = found.get(nameKey(table));
      return names === undefined ? table : withNames(table, names);
    }),
  });
  return { given: named(want.given), comparable: named(want.comparable) };
}

type Named = Pick<Check, "name" | "comment">;
type NamedLists = { readonly [K in "checks" | "foreignKeys"]: readonly Named[] };

function checksOf({ checks }: Table): readonly Check[] {
  return checks;
}

function foreignKeysOf({ foreignKeys }: Table): readonly ForeignKey[] {
  return foreignKeys;
}

/** What the database says of each that is wanted without a name. */
function namesOf<T extends Named>(have: readonly Sided<T>[], want: readonly Sided<T>[]): readonly Named[] {
  const left = [...have];
  return want.map(({ given: wanted, comparable }) => {
    const at = wanted.name === undefined ? left.findIndex((each) => said(each.comparable) === said(comparable)) : -1;
    const { name, comment } = (at === -1 ? undefined : left.splice(at, 1)[0]?.given) ?? {};
    return given({ name, comment });
  });
}

/** The table with these names and comments for the constraints that have none. */
function withNames(table: Table, names: NamedLists): Table {
  const namedBy = <T extends Named>(list: readonly T[], others: readonly Named[]) =>
    list.map((each, i) => ({ ...given({ name: others[i]?.name, comment: others[i]?.comment }), ...each }));
  return {
    ...table,
    checks: namedBy(table.checks, names.checks),
    foreignKeys: namedBy(table.foreignKeys, names.foreignKeys),
  };
}

function said(constraint: Named): string {
  return stableJson({ ...constraint, name: undefined, comment: undefined });
}

/** A table whose parent isn't in the schema, being left out of it, has nothing more from there. */
function applied(schema: Sided<Schema>, ops: readonly Op[]): Sided<Schema> {
  const on = (side: Schema) =>
    ops.reduce((now, op) => (!isLink(op) || isKnown(now, op) ? applyOps(now, [op]) : unlinked(now, op)), side);
  return ops.length === 0 ? schema : { given: on(schema.given), comparable: on(schema.comparable) };
}

function isLink(op: Op): op is PartitionOp {
  return /^(?:attach|detach)Partition$|^(?:add|drop)Inheritance$/.test(op.kind);
}

function isKnown(schema: Schema, op: PartitionOp): boolean {
  return findTable(schema, parentIn(op)) !== undefined;
}

function unlinked(schema: Schema, op: PartitionOp): Schema {
  const parent = parentIn(op);
  const child =
    op.kind === "dropInheritance"
      ? { name: op.table, ...(op.schema === undefined ? {} : { schema: op.schema }) }
      : childIn(op);
  return {
    ...schema,
    tables: schema.tables.map((table) => {
      if (!sameName(table, child)) return table;
      const { partitionOf: _, inherits, ...others } = table;
      const left = inherits?.filter((name) => !sameName(name, parent)) ?? [];
      return left.length === 0 ? others : { ...others, inherits: left };
    }),
  };
}

function parentIn(op: PartitionOp): ObjectName {
  if (op.kind === "addInheritance" || op.kind === "dropInheritance") return op.parent;
  return op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema };
}

function childIn(op: PartitionOp): ObjectName {
  if (op.kind === "attachPartition" || op.kind === "detachPartition") return op.partition;
  return op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema };
}
