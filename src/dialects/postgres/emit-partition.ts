import type { OpOf } from "../../ops/op.ts";
import { descendantsOf } from "../../schema/inheritance.ts";
import { findTable } from "../../schema/names.ts";
import type { ObjectName, Schema, Table } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { quoteObject } from "./quote.ts";
import { locked, referents, referrers, type Scene, tableOf } from "./scene.ts";
import { atLeast } from "./server-version.ts";

export function attachPartition(op: OpOf<"attachPartition">, scene: Scene): readonly Draft[] {
  const table = tableOf(op);
  const sql = `ALTER TABLE ${quoteObject(table)} ATTACH PARTITION ${quoteObject(op.partition)} ${op.bound}`;
  const others = [...withDescendants(op.partition, scene.before), ...defaultOf(table, scene.before)];
  return [draft(sql, factsOf({ ...facts.attachPartition, scans: readsRows(op, scene) }, locked(scene, table, others)))];
}

/** Rows are read unless checks prove where they belong, of which only the server knows what they prove. */
function readsRows(op: OpOf<"attachPartition">, { before }: Scene): boolean | "unknown" {
  const read = [findTable(before, op.partition), ...defaultOf(tableOf(op), before)];
  return read.some((each) => each === undefined || each.checks.every(isOpen)) || "unknown";
}

function isOpen({ notValid, notEnforced }: Table["checks"][number]): boolean {
  return notValid === true || notEnforced === true;
}

export function detachPartition(op: OpOf<"detachPartition">, scene: Scene): readonly Draft[] {
  const table = tableOf(op);
  const how = op.concurrently === true ? " CONCURRENTLY" : "";
  const sql = `ALTER TABLE ${quoteObject(table)} DETACH PARTITION ${quoteObject(op.partition)}${how}`;
  const fact = op.concurrently === true ? facts.detachPartitionConcurrently : facts.detachPartition;
  const isWeaker = op.concurrently === true || !atLeast(scene.server, 14);
  const objects = locked(scene, table, isWeaker ? [op.partition] : []);
  const alike = [...(isWeaker ? [] : [op.partition]), ...defaultOf(table, scene.before)];
  return [draft(sql, factsOf(fact, { ...objects, alike }))];
}

export function addInheritance(op: OpOf<"addInheritance">, scene: Scene): readonly Draft[] {
  return inherit(op, "INHERIT", facts.inherit, scene);
}

export function dropInheritance(op: OpOf<"dropInheritance">, scene: Scene): readonly Draft[] {
  return inherit(op, "NO INHERIT", facts.noInherit, scene);
}

function inherit(
  op: OpOf<"addInheritance" | "dropInheritance">,
  words: string,
  fact: Fact,
  scene: Scene,
): readonly Draft[] {
  const table = tableOf(op);
  const sql = `ALTER TABLE ${quoteObject(table)} ${words} ${quoteObject(op.parent)}`;
  return [draft(sql, factsOf(fact, locked(scene, table, [op.parent])))];
}

/** The default partition of a table, which is kept out of the way while its bounds change. */
export function defaultOf(table: ObjectName, schema: Schema): readonly Table[] {
  return schema.tables.filter(
    ({ partitionOf }) =>
      partitionOf !== undefined &&
      partitionOf.table === table.name &&
      partitionOf.schema === table.schema &&
      /^\s*default\s*$/i.test(partitionOf.bound),
  );
}

/** The tables at the other end of the foreign keys of a partitioned table, its own and those of others. */
export function linkedTo(name: ObjectName, schema: Schema): readonly ObjectName[] {
  const table = findTable(schema, name);
  return table === undefined ? [] : [...referents(table.foreignKeys), ...referrers(schema, table)];
}

function withDescendants(name: ObjectName, schema: Schema): readonly ObjectName[] {
  return [name, ...descendantsOf(name, schema)];
}
