import { stableJson } from "../../base/hash.ts";
import { applyOp } from "../../ops/behaviours.ts";
import type { Op } from "../../ops/op.ts";
import { findTable, sameName } from "../../schema/names.ts";
import type { ForeignKey, Index, Schema, Table } from "../../schema/schema.ts";
import { droppedForeignKey } from "./dropped-name.ts";
import { implicitIndexName, isCovered } from "./key-cover.ts";

/** True for an index of the table that a later op of the plan drops. */
export type IsDroppedLater = (index: string) => boolean;

/**
 * The index that the server made for a foreign key and that goes with it; undefined where another key uses it or an operation drops it by
 * name. Where the schema has it, read from the server, it bears the key's own name; one that is named for its column may be somebody's own.
 */
export function goesWith(key: ForeignKey, table: Table, isDroppedLater: IsDroppedLater): string | undefined {
  const name = implicitIndexName(key, table);
  const same = table.indexes.find((index) => index.name === key.name && isServers(index, key));
  const without = { ...table, indexes: table.indexes.filter((index) => index !== same) };
  const isOwn = !isCovered(key, without) && !isDroppedLater(name);
  const isShared = table.foreignKeys.some(
    (other) => other !== key && other.columns.every((column, i) => key.columns[i] === column),
  );
  return isOwn && !isShared ? name : undefined;
}

/** The indexes that the server would have made for the foreign keys that lose their only one between these tables: their columns, by name. */
export function indexesFor(table: Table, final: Table): ReadonlyMap<string, readonly string[]> {
  const bereft = table.foreignKeys.filter(
    (key) =>
      isCovered(key, table) && final.foreignKeys.some((other) => other.name === key.name) && !isCovered(key, final),
  );
  return new Map(bereft.map((key) => [implicitIndexName(key, table), key.columns]));
}

/** The schema after changes of a table, with the indexes that its foreign keys were left with, as `indexesFor` tells them. */
export function withIndexesLeft(after: Schema, before: Schema, name: string | undefined): Schema {
  if (name === undefined) return after;
  const [table, final] = [findTable(before, { name }), findTable(after, { name })];
  if (table === undefined || final === undefined) return after;
  const left = [...indexesFor(table, final)]
    .filter(([index]) => final.indexes.every((each) => each.name !== index))
    .map(([index, columns]): Index => ({ name: index, parts: columns.map((column) => ({ column })) }));
  if (left.length === 0) return after;
  const tables = after.tables.map((each) => (each === final ? { ...each, indexes: [...each.indexes, ...left] } : each));
  return { ...after, tables };
}

/** True where the table has the index already, which a foreign key was left with. */
export function isThere(table: Table | undefined, index: Index): boolean {
  return table?.indexes.some((each) => each.name === index.name && stableJson(each) === stableJson(index)) === true;
}

/** The schema after an op as its statement leaves it: without the index that went with a foreign key. */
export function applyWhole(schema: Schema, op: Op, isDroppedLater: IsDroppedLater): Schema {
  if (op.kind === "createIndex" && isThere(findTable(schema, { name: op.table }), op.index)) return schema;
  const after = applyOp(schema, op);
  if (op.kind !== "dropConstraint" || op.type !== "foreignkey") return after;
  const table = findTable(schema, { name: op.table });
  const key = table && droppedForeignKey(table, op);
  const gone = key && goesWith(key, table, isDroppedLater);
  if (table === undefined || gone === undefined) return after;
  const tables = after.tables.map((each) =>
    sameName(each, table) ? { ...each, indexes: each.indexes.filter(({ name }) => name !== gone) } : each,
  );
  return { ...after, tables };
}

/** True for an index like the one that the server makes for the foreign key. */
export function isServers(
  { parts, unique, method, comment, invisible, storage }: Index,
  { columns }: ForeignKey,
): boolean {
  const isPlain = [unique, method, comment, invisible, storage].every((option) => option === undefined);
  return isPlain && stableJson(parts) === stableJson(columns.map((column) => ({ column })));
}
