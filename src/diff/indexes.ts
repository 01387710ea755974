import { stableJson } from "../base/hash.ts";
import type { SetComment } from "../ops/comment-ops.ts";
import type { CreateIndex, DropIndex, RenameIndex } from "../ops/index-ops.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import type { Indexed } from "../schema/names.ts";
import type { Index } from "../schema/schema.ts";
import { byName, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

/** What happens to the indexes of a table or a materialized view that both sides have. */
export interface IndexDiff {
  readonly drop: readonly DropIndex[];
  readonly rename: readonly RenameIndex[];
  readonly create: readonly CreateIndex[];
  readonly comment: readonly SetComment[];
}

/**
 * Indexes by name. A changed one is dropped and created again, and so is one that a dropped column would take along;
 * one that only has another name is renamed, and one that only has another comment is given that.
 */
export function diffIndexes(
  on: OnTable,
  have: Sided<Indexed>,
  want: Sided<Indexed>,
  droppedColumns: readonly string[],
): IndexDiff {
  const indexes = (owner: Indexed) => owner.indexes ?? [];
  const matched = matchBy(byName(sidedOf(have, indexes)), byName(sidedOf(want, indexes)), (index) => index.given.name);
  const disturbed = (index: Sided<Index>) => droppedColumns.some((column) => mentionsColumn(index.given, column));
  const changed = matched.both.filter((pair) => disturbed(pair.have) || body(pair.have) !== body(pair.want));
  const commented = matched.both.filter((pair) => !changed.includes(pair) && !sameObject(pair.have, pair.want));
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
    comment: commented.map(({ want: { given } }) => ({
      kind: "setComment",
      on: { kind: "index", name: given.name, ...on },
      ...(given.comment === undefined ? {} : { comment: given.comment }),
    })),
    create: createIndexes(
      on,
      byName([...renamed.added, ...changed.map((pair) => pair.want)]).map(({ given }) => given),
    ),
  };
}

/** The ops that make these indexes, in their order. */
export function createIndexes(on: OnTable, indexes: readonly Index[]): readonly CreateIndex[] {
  return indexes.map((index) => ({ kind: "createIndex", ...on, index }));
}

function definition(index: Sided<Index>): string {
  return stableJson({ ...index.comparable, name: undefined });
}

/** All but the comment, which an index is given in its place. */
function body(index: Sided<Index>): string {
  return stableJson({ ...index.comparable, comment: undefined });
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
