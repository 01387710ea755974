import { onTable } from "../ops/edit.ts";
import type { CreateIndex } from "../ops/index-ops.ts";
import type { Op } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { findTable, nameKey } from "../schema/names.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";
import { referentKey } from "./foreign-keys.ts";
import { compareNames, type Sided } from "./pairs.ts";
import type { TableChange } from "./table-change.ts";

/** New names of tables and indexes, which have them from one list in each namespace, by key: the table that each is, or is on. */
export type NewNames = ReadonlyMap<string, string>;

/** The names that tables and indexes get. */
export function newNames(added: readonly Sided<Table>[], changed: readonly TableChange[]): NewNames {
  return new Map([
    ...added.flatMap(({ given }) => [
      [nameKey(given), given.name] as const,
      ...given.indexes.map((index) => [nameKey(named(index.name, given.schema)), given.name] as const),
    ]),
    ...changed.flatMap((change) => change.ops.flatMap(indexName)),
  ]);
}

/** The removed tables whose names others get, and the removed tables that refer to one of these. */
export function tablesInTheWay(removed: readonly Sided<Table>[], names: NewNames): readonly Sided<Table>[] {
  const found = new Set(removed.filter(({ given }) => names.has(nameKey(given))));
  // The set grows while it is gone through.
  for (const { given: referent } of found) {
    const refers = ({ given }: Sided<Table>) =>
      given.foreignKeys.some((foreignKey) => referentKey(foreignKey) === nameKey(referent));
    for (const table of removed.filter(refers)) found.add(table);
  }
  return removed.filter((table) => found.has(table));
}

/**
 * Takes to the front the ops that free the name of an index for another table. `removed` are tables that go later, with their
 * indexes. An index that gets a name which isn't free yet is made anew instead of renamed.
 */
export function freeIndexNames(
  ops: readonly Op[],
  names: NewNames,
  have: Schema,
  want: Schema,
  removed: readonly Sided<Table>[],
): { readonly first: readonly Op[]; readonly rest: readonly Op[] } {
  const isWanted = ({ table, schema }: OnTable, index: string) => {
    const maker = names.get(nameKey(named(index, schema)));
    return maker !== undefined && maker !== table;
  };
  const held = new Set(
    have.tables.flatMap(({ name, schema, indexes }) =>
      [name, ...indexes.map((index) => index.name)].map((each) => nameKey(named(each, schema))),
    ),
  );
  const drops: Op[] = removed.flatMap(({ given }) =>
    [...given.indexes]
      .sort(compareNames)
      .filter((index) => isWanted(onTable(given), index.name))
      .map((index): Op => ({ kind: "dropIndex", ...onTable(given), index: index.name })),
  );
  const renames: Op[] = [];
  const rest = ops.flatMap((op): readonly Op[] => {
    if ((op.kind !== "dropIndex" && op.kind !== "renameIndex") || !isWanted(op, op.index)) return [op];
    if (op.kind === "renameIndex" && !held.has(nameKey(named(op.to, op.schema)))) {
      renames.push(op);
      return [];
    }
    const on = onTable(named(op.table, op.schema));
    drops.push(op.kind === "dropIndex" ? op : { kind: "dropIndex", ...on, index: op.index });
    return op.kind === "dropIndex" ? [] : createWanted(on, op.to, want);
  });
  return { first: [...drops, ...renames], rest };
}

function createWanted(on: OnTable, name: string, want: Schema): readonly CreateIndex[] {
  const indexes = findTable(want, named(on.table, on.schema))?.indexes ?? [];
  return indexes.filter((index) => index.name === name).map((index) => ({ kind: "createIndex", ...on, index }));
}

function indexName(op: Op): readonly (readonly [key: string, table: string])[] {
  if (op.kind === "createIndex") return [[nameKey(named(op.index.name, op.schema)), op.table]];
  return op.kind === "renameIndex" ? [[nameKey(named(op.to, op.schema)), op.table]] : [];
}

function named(name: string, schema: string | undefined): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}
