import type { OpOf } from "../../ops/op.ts";
import { descendantsOf } from "../../schema/inheritance.ts";
import { findTable, sameName } from "../../schema/names.ts";
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

/** Where foreign keys refer to the partition by its table, the rows that have them are read, to see that they refer to others. */
export function detachPartition(op: OpOf<"detachPartition">, scene: Scene): readonly Draft[] {
  const table = tableOf(op);
  const how = op.concurrently === true ? " CONCURRENTLY" : "";
  const sql = `ALTER TABLE ${quoteObject(table)} DETACH PARTITION ${quoteObject(op.partition)}${how}`;
  if (op.concurrently === true) {
    const beside = { ...locked(scene, table, [op.partition]), alike: defaultOf(table, scene.before) };
    return [draft(sql, factsOf(facts.detachPartitionConcurrently, beside))];
  }
  const pointers = pointersTo(table, scene.before);
  const isWeaker = !atLeast(scene.server, 14) && pointers.length === 0;
  const objects = locked(scene, table, isWeaker ? [op.partition] : []);
  const alike = [...(isWeaker ? [] : [op.partition]), ...pointers, ...defaultOf(table, scene.before)];
  const fact = pointers.length === 0 ? facts.detachPartition : { ...facts.detachPartition, scans: true };
  return [draft(sql, factsOf(fact, { ...objects, alike: alike.filter((each) => !scene.isNew(each)) }))];
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

/** The tables with a foreign key to a partitioned table, itself or by a table that it is a partition of. */
export function pointersTo(name: ObjectName, schema: Schema): readonly Table[] {
  const above = findTable(schema, name)?.partitionOf;
  const isPointer = ({ foreignKeys }: Table) =>
    foreignKeys.some(({ references }) => sameName(tableOf(references), name));
  return [...schema.tables.filter(isPointer), ...(above === undefined ? [] : pointersTo(tableOf(above), schema))];
}

function withDescendants(name: ObjectName, schema: Schema): readonly ObjectName[] {
  return [name, ...descendantsOf(name, schema)];
}
