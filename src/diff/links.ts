import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { sameData } from "../base/same-data.ts";
import { applyOps } from "../ops/behaviours.ts";
import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import type { PartitionOp } from "../ops/partition-ops.ts";
import { parentsOf } from "../schema/inheritance.ts";
import { findTable, nameKey, nameOf, sameName } from "../schema/names.ts";
import type { Check, ObjectName, Schema, Table } from "../schema/schema.ts";
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
  const attached = changed.flatMap(({ other }) => parted(other.given, want.given));
  return {
    first,
    last: changed.flatMap(({ other }) => [...joins(other.given), ...numbersFromAbove(other.given, want.given, true)]),
    have: applied(have, first),
    want: applied(withNamesOf(have, want, attached), attached),
  };
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

/** A check of a table that is joined goes along under the name that it has; the models may have none for it. */
function withNamesOf(have: Sided<Schema>, want: Sided<Schema>, joined: readonly Op[]): Sided<Schema> {
  if (joined.length === 0) return want;
  const parents = new Set(joined.filter(isLink).map((op) => nameKey(parentIn(op))));
  const old = new Map(sidedOf(have, tables).map((table) => [nameKey(table.given), table]));
  const names = new Map<string, readonly (string | undefined)[]>();
  for (const { given: table, comparable } of sidedOf(want, tables)) {
    const known = old.get(nameKey(table));
    if (known === undefined || !parents.has(nameKey(table))) continue;
    const left = known.comparable.checks.map((check, i) => ({ text: said(check), name: known.given.checks[i]?.name }));
    const own = comparable.checks.map((check) => {
      const at = check.name === undefined ? left.findIndex(({ text }) => text === said(check)) : -1;
      return at === -1 ? undefined : left.splice(at, 1)[0]?.name;
    });
    names.set(nameKey(table), own);
  }
  const named = (schema: Schema): Schema => ({
    ...schema,
    tables: schema.tables.map((table) => {
      const own = names.get(nameKey(table));
      if (own === undefined) return table;
      return { ...table, checks: table.checks.map((check, i) => ({ ...given({ name: own[i] }), ...check })) };
    }),
  });
  return { given: named(want.given), comparable: named(want.comparable) };
}

function said(check: Check): string {
  return stableJson({ ...check, name: undefined, comment: undefined });
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
