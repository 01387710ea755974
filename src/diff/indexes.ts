import { stableJson } from "../base/hash.ts";
import { onTable } from "../ops/edit.ts";
import type { CreateIndex, DropIndex, RenameIndex } from "../ops/index-ops.ts";
import type { Op } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { nameKey } from "../schema/names.ts";
import type { Index, ObjectName, Table } from "../schema/schema.ts";
import { byName, compareNames, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

/** What happens to the indexes of a table that both sides have. */
export interface IndexDiff {
  readonly drop: readonly DropIndex[];
  readonly rename: readonly RenameIndex[];
  readonly create: readonly CreateIndex[];
}

/**
 * Indexes by name. A changed one is dropped and created again, and so is one that a dropped column would take along;
 * one that only has another name is renamed.
 */
export function diffIndexes(
  on: OnTable,
  have: Sided<Table>,
  want: Sided<Table>,
  droppedColumns: readonly string[],
): IndexDiff {
  const indexes = (table: Table) => table.indexes;
  const matched = matchBy(byName(sidedOf(have, indexes)), byName(sidedOf(want, indexes)), (index) => index.given.name);
  const disturbed = (index: Sided<Index>) => droppedColumns.some((column) => mentionsColumn(index.given, column));
  const changed = matched.both.filter((pair) => disturbed(pair.have) || !sameObject(pair.have, pair.want));
  const renamed = matchBy(
    matched.removed.filter((index) => !disturbed(index)),
    matched.added,
    definition,
  );
  const moved = new Set(renamed.both.map((pair) => pair.have));
  const removed = [...matched.removed.filter((index) => !moved.has(index)), ...changed.map((pair) => pair.have)];
  return {
    drop: byName(removed).map(({ given }) => ({ kind: "dropIndex", ...on, index: given.name })),
    rename: renamed.both.map((pair) => ({
      kind: "renameIndex",
      ...on,
      index: pair.have.given.name,
      to: pair.want.given.name,
    })),
    create: createIndexes(on, byName([...renamed.added, ...changed.map((pair) => pair.want)])),
  };
}

/** The ops that make these indexes, in their order. */
export function createIndexes(on: OnTable, indexes: readonly Sided<Index>[]): readonly CreateIndex[] {
  return indexes.map(({ given }) => ({ kind: "createIndex", ...on, index: given }));
}

/**
 * Takes to the front the ops that free the name of an index for another table: index names are the whole namespace's.
 * `dropped` are tables that go later, with their indexes.
 */
export function freeIndexNames(
  ops: readonly Op[],
  dropped: readonly Table[],
): { readonly first: readonly Op[]; readonly rest: readonly Op[] } {
  const made = new Map(ops.flatMap(madeIndex));
  const isWanted = ({ table, schema }: OnTable, index: string) => {
    const maker = made.get(nameKey(named(index, schema)));
    return maker !== undefined && maker !== table;
  };
  const isFirst = (op: Op) => (op.kind === "dropIndex" || op.kind === "renameIndex") && isWanted(op, op.index);
  const first = ops.filter(isFirst);
  const ofDropped = dropped.flatMap((table) => {
    const on = onTable(table);
    return [...table.indexes]
      .sort(compareNames)
      .filter((index) => isWanted(on, index.name))
      .map((index): Op => ({ kind: "dropIndex", ...on, index: index.name }));
  });
  return {
    first: [
      ...ofDropped,
      ...first.filter((op) => op.kind === "dropIndex"),
      ...first.filter((op) => op.kind !== "dropIndex"),
    ],
    rest: ops.filter((op) => !isFirst(op)),
  };
}

function madeIndex(op: Op): readonly (readonly [name: string, table: string])[] {
  if (op.kind === "createIndex") return [[nameKey(named(op.index.name, op.schema)), op.table]];
  return op.kind === "renameIndex" ? [[nameKey(named(op.to, op.schema)), op.table]] : [];
}

function named(name: string, schema: string | undefined): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}

function definition(index: Sided<Index>): string {
  return stableJson({ ...index.comparable, name: undefined });
}

function mentionsColumn(index: Index, column: string): boolean {
  return (
    index.parts.some((part) =>
      "column" in part ? part.column === column : mentionsIdentifier(part.expression, column, { as: "column" }),
    ) ||
    (index.include ?? []).includes(column) ||
    mentionsIdentifier(index.where ?? "", column, { as: "column" })
  );
}
