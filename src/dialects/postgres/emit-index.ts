import type { OpOf } from "../../ops/op.ts";
import { displayName, findIndexed } from "../../schema/names.ts";
import type { Index, ObjectName } from "../../schema/schema.ts";
import { commentOn } from "./comments.ts";
import { type Draft, draft } from "./draft.ts";
import { createPartitionedIndex } from "./emit-partitioned-index.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { beside, lockedTree, oldTable, type Scene, tableOf, withNew } from "./scene.ts";
import { createIndexSql } from "./table-sql.ts";

interface How {
  readonly concurrently?: boolean;
  readonly ifNotExists?: boolean;
}

/** On a table that this plan makes nobody is kept waiting, and CONCURRENTLY would only break the transaction. */
export function createIndex(op: OpOf<"createIndex">, scene: Scene): readonly Draft[] {
  const table = tableOf(op);
  const existing = oldTable(scene, op);
  const concurrently = op.concurrently === true && !scene.isYoung(table);
  const guarded = op.ifNotExists === true;
  const drafts =
    concurrently && existing?.options.partitionBy !== undefined
      ? [...createPartitionedIndex(op, scene), ...commentOnNew(table, op.index, scene)]
      : emitCreateIndex(table, op.index, { concurrently, ifNotExists: guarded }, scene);
  const isThere = findIndexed(scene.before, table)?.indexes?.some(({ name }) => name === op.index.name) === true;
  return guarded && isThere ? drafts.slice(0, 1) : drafts;
}

/** The index, then its comment. */
export function emitCreateIndex(table: ObjectName, index: Index, how: How, scene: Scene): readonly Draft[] {
  const fact = how.concurrently === true ? facts.createIndexConcurrently : facts.createIndex;
  const create = draft(createIndexSql(table, index, how), factsOf(fact, lockedTree(scene, table, [], "partitions")));
  return [create, ...commentOnNew(table, index, scene)];
}

function commentOnNew(table: ObjectName, { name, comment }: Index, scene: Scene): readonly Draft[] {
  if (comment === undefined) return [];
  const index = beside(table, name);
  return [commentOn("INDEX", index, comment, withNew(scene, index))];
}

export function dropIndex(op: OpOf<"dropIndex">, scene: Scene): readonly Draft[] {
  const table = tableOf(op);
  const concurrently = op.concurrently === true && !scene.isYoung(table);
  if (concurrently && oldTable(scene, op)?.options.partitionBy !== undefined) {
    const hint = "Leave `concurrently` out: the index goes at once, with those of the partitions.";
    refuse(
      op,
      `index "${op.index}"`,
      `DROP INDEX CONCURRENTLY for the partitioned table "${displayName(table)}"`,
      hint,
    );
  }
  const words = `${concurrently ? "CONCURRENTLY " : ""}${op.ifExists === true ? "IF EXISTS " : ""}`;
  const fact = concurrently ? facts.dropIndexConcurrently : facts.dropIndex;
  const sql = `DROP INDEX ${words}${quoteObject(beside(table, op.index))}`;
  return [draft(sql, factsOf(fact, lockedTree(scene, table, [], "partitions")))];
}

/** Only the index is locked, and only against changes of itself. */
export function renameIndex(op: OpOf<"renameIndex">, scene: Scene): readonly Draft[] {
  const index = beside(tableOf(op), op.index);
  const sql = `ALTER INDEX ${quoteObject(index)} RENAME TO ${quoteName(op.to)}`;
  return [draft(sql, factsOf(facts.renameIndex, scene.isNew(tableOf(op)) ? {} : { own: index }))];
}
