import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { sameData } from "../base/same-data.ts";
import { applyOps } from "../ops/behaviours.ts";
import { onTable } from "../ops/edit.ts";
import { namedChecks } from "../ops/inherited-parts.ts";
import type { Op } from "../ops/op.ts";
import type { PartitionOp } from "../ops/partition-ops.ts";
import { ancestorsOf, parentsOf } from "../schema/inheritance.ts";
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
  const joining = changed.map(({ other }) => other.given);
  const attached = joining.flatMap((table) => parted(table, want.given));
  return {
    first,
    last: changed.flatMap(({ other }) => [...joins(other.given), ...numbersFromAbove(other.given, want.given, true)]),
    have: applied(have, first),
    want: applied(withNamesOf(have, want, joining), attached),
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

/**
 * A check of a table that is joined goes along under its name. Where the models have none, that is the one that the check has in the database,
 * with what is said about it there; a new check is named here, for the table and for those that join it.
 */
function withNamesOf(have: Sided<Schema>, want: Sided<Schema>, joining: readonly Table[]): Sided<Schema> {
  const joined = new Set(joining.flatMap((table) => ancestorsOf(table, want.given)).map(nameKey));
  const old = new Map(sidedOf(have, tables).map((table) => [nameKey(table.given), table]));
  const names = new Map<string, readonly Said[]>();
  for (const { given: table, comparable } of sidedOf(want, tables)) {
    const known = old.get(nameKey(table));
    if (known === undefined || !joined.has(nameKey(table))) continue;
    const left = known.comparable.checks.map((check, i) => ({ text: said(check), check: known.given.checks[i] }));
    const own = comparable.checks.map((check) => {
      const at = check.name === undefined ? left.findIndex(({ text }) => text === said(check)) : -1;
      const { name, comment } = (at === -1 ? undefined : left.splice(at, 1)[0]?.check) ?? {};
      return given({ name, comment });
    });
    const checks = table.checks.map((check, i) => ({ ...own[i], ...check }));
    names.set(
      nameKey(table),
      namedChecks({ ...table, checks }).map(({ name, comment }) => given({ name, comment })),
    );
  }
  const named = (schema: Schema): Schema => ({
    ...schema,
    tables: schema.tables.map((table) => {
      const own = names.get(nameKey(table));
      return own === undefined
        ? table
        : { ...table, checks: table.checks.map((check, i) => ({ ...check, ...own[i] })) };
    }),
  });
  return { given: named(want.given), comparable: named(want.comparable) };
}

type Said = Pick<Check, "name" | "comment">;

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
