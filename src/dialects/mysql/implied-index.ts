import { stableJson } from "../../base/hash.ts";
import { applyOp } from "../../ops/behaviours.ts";
import type { Op } from "../../ops/op.ts";
import { findTable, sameName } from "../../schema/names.ts";
import type { ForeignKey, Index, Schema, Table } from "../../schema/schema.ts";
import { droppedForeignKey } from "./dropped-name.ts";
import { asGiven, foreignKeyIndex, isCovered } from "./key-cover.ts";

/**
 * The index that the server made for a foreign key and that goes with it; undefined where another key uses it, or a later op drops it by
 * name, or makes one like it, so that it stays. No catalogue tells it from one of the same name that somebody has made. What is dropped by
 * its columns had no name, whatever the server has called it since.
 */
export function goesWith(
  key: ForeignKey,
  table: Table,
  { op, later }: { readonly op: Op; readonly later: readonly Op[] },
): string | undefined {
  const isByColumns = op.kind === "dropConstraint" && op.columns !== undefined;
  const own = foreignKeyIndex(isByColumns ? asGiven(key, table) : key);
  const namesake = [...table.indexes, ...table.uniques].find(({ name }) => name === own.name);
  const same = table.indexes.find((index) => index === namesake && stableJson(index) === stableJson(own));
  // Where its name was taken, the server has found another.
  if (namesake !== same) return undefined;
  const without = { ...table, indexes: table.indexes.filter((index) => index !== same) };
  const isShared = table.foreignKeys.some(
    (other) => other !== key && other.columns.every((column, i) => key.columns[i] === column),
  );
  const isSettled = later.some(
    (each) => isDropOf(own, each, table) || isNeededBy(each, own, table) || (same && isMadeBy(each, same, table)),
  );
  return isCovered(key, without) || isShared || isSettled ? undefined : own.name;
}

/** True for a foreign key to come, which the server would make the same index for. */
function isNeededBy(op: Op, index: Index, table: Table): boolean {
  if (op.kind !== "createForeignKey" || op.table !== table.name) return false;
  return stableJson(foreignKeyIndex(asGiven(op.foreignKey, table))) === stableJson(index);
}

function isDropOf({ name }: Index, op: Op, table: Table): boolean {
  return op.kind === "dropIndex" && op.table === table.name && op.index === name;
}

function isMadeBy(op: Op, index: Index, table: Table): boolean {
  return op.kind === "createIndex" && op.table === table.name && stableJson(op.index) === stableJson(index);
}

/** The indexes that the server would have made for the foreign keys that lose their only one between these tables: their columns, by name. */
export function indexesFor(table: Table, final: Table): ReadonlyMap<string, readonly string[]> {
  const bereft = table.foreignKeys.filter(
    (key) =>
      isCovered(key, table) && final.foreignKeys.some((other) => other.name === key.name) && !isCovered(key, final),
  );
  return new Map(bereft.map((key) => [foreignKeyIndex(asGiven(key, table)).name, key.columns]));
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

/** The schema after an op as its statement leaves it: without the index that went with a foreign key. `later` is what the plan does behind it. */
export function applyWhole(schema: Schema, op: Op, later: readonly Op[]): Schema {
  if (op.kind === "createIndex" && isThere(findTable(schema, { name: op.table }), op.index)) return schema;
  const after = applyOp(schema, op);
  if (op.kind !== "dropConstraint" || op.type !== "foreignkey") return after;
  const table = findTable(schema, { name: op.table });
  const key = table && droppedForeignKey(table, op);
  const gone = key && goesWith(key, table, { op, later });
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
