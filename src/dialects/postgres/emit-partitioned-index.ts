import type { OpOf } from "../../ops/op.ts";
import { displayName, nameKey, sameName } from "../../schema/names.ts";
import type { Index, ObjectName, Schema, Table } from "../../schema/schema.ts";
import { partIndexName } from "./constraint-names.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { noOtherPartitions } from "./other-partitions.ts";
import { quoteObject } from "./quote.ts";
import { relationNames } from "./relation-names.ts";
import { beside, locked, type Scene, tableOf } from "./scene.ts";
import { createIndexSql } from "./table-sql.ts";

/**
 * An index of a partitioned table, built while others write: on the table alone, where it isn't valid yet; on each partition, concurrently;
 * each is attached then, and with the last one the whole is valid.
 * Source: https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE (13 to 18).
 */
export function createPartitionedIndex(op: OpOf<"createIndex">, scene: Scene): readonly Draft[] {
  const taken = new Set(relationNames(scene.before));
  const how = { ifNotExists: op.ifNotExists === true };
  return onWhole(tableOf(op), op.index);

  function onWhole(table: ObjectName, index: Index): readonly Draft[] {
    const create = draft(
      createIndexSql(table, index, { ...how, only: true }),
      factsOf(facts.createIndexOnly, locked(scene, table)),
    );
    const whole = beside(table, index.name);
    const known = partsOf(table, scene.before);
    const parts = known.flatMap((part): readonly Draft[] => {
      const own = beside(part, freeName(part, op.index));
      return [...onPart(part, partIndex(index, own.name)), attach(whole, own)];
    });
    return [noOtherPartitions(table, known, invalid(table)), create, ...parts];
  }

  function onPart(part: Table, index: Index): readonly Draft[] {
    if (part.options.partitionBy !== undefined) return onWhole(part, index);
    const concurrently = !scene.isYoung(part);
    const fact = concurrently ? facts.createIndexConcurrently : facts.createIndex;
    return [draft(createIndexSql(part, index, { ...how, concurrently }), factsOf(fact, locked(scene, part)))];
  }

  function freeName(part: Table, index: Index): string {
    for (let n = 0; ; n++) {
      const name = partIndexName(part, index, n === 0 ? "" : String(n));
      const key = nameKey(beside(part, name));
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  }
}

function invalid(table: ObjectName): string {
  return `the index would never be valid, for "${displayName(table)}" has partitions that Limbeck doesn't know: make it without \`concurrently\``;
}

/** Nobody can plan a query of the partition while its index is attached: it takes a moment. */
function attach(whole: ObjectName, part: ObjectName): Draft {
  const sql = `ALTER INDEX ${quoteObject(whole)} ATTACH PARTITION ${quoteObject(part)}`;
  return draft(sql, factsOf(facts.attachIndex, { own: whole, others: [part] }));
}

function partIndex({ comment: _, ...index }: Index, name: string): Index {
  return { ...index, name };
}

function partsOf(table: ObjectName, { tables }: Schema): readonly Table[] {
  return tables.filter(({ partitionOf }) => partitionOf !== undefined && sameName(tableOf(partitionOf), table));
}
