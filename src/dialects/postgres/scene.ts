import { descendantsOf, partitionsOf } from "../../schema/inheritance.ts";
import { findTable, sameName } from "../../schema/names.ts";
import type { ForeignKey, ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import type { LockedObjects } from "./facts.ts";

/** What an op's statements stand in. */
export interface Scene {
  readonly before: Schema;
  readonly after: Schema;
  readonly server: Server;
  /** True for a table that this plan has made and not yet committed: nobody else sees it. */
  readonly isNew: (name: ObjectName) => boolean;
  /** True for a table that this plan has made, so that it has hardly any rows. */
  readonly isYoung: (name: ObjectName) => boolean;
  /** True for a column that this plan has added, of which no number is ahead of its sequence. */
  readonly hasOwnNumbers: (table: ObjectName, column: string) => boolean;
  /** True when a later op of the plan uses this value of an enum. */
  readonly usesLater: (value: string) => boolean;
}

/** The name of the table that an op is about. */
export function tableOf(op: { readonly table: string; readonly schema?: string }): ObjectName {
  return op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema };
}

/** The objects that others can wait for. A foreign key to a partitioned table is one to its partitions. */
export function locked(scene: Scene, own: ObjectName, others: readonly ObjectName[] = []): LockedObjects {
  const all = others.flatMap((other) => [other, ...partitionsOf(other, scene.before)]);
  const visible = all.filter((other) => !scene.isNew(other));
  return scene.isNew(own) ? { others: visible } : { own, others: visible };
}

/** As `locked`, of what a server does to the partitions of a table as well, and with `heirs` to the tables that inherit from it. */
export function lockedTree(
  scene: Scene,
  own: ObjectName,
  others: readonly ObjectName[] = [],
  reach: "partitions" | "heirs" = "heirs",
): LockedObjects {
  const below = (reach === "heirs" ? descendantsOf : partitionsOf)(own, scene.before);
  return { ...locked(scene, own, others), alike: below.filter((each) => !scene.isNew(each)) };
}

/** The scene in which an object is one that nobody else sees yet. */
export function withNew(scene: Scene, name: ObjectName): Scene {
  return { ...scene, isNew: (other) => sameName(other, name) || scene.isNew(other) };
}

/** The tables that these foreign keys refer to. */
export function referents(keys: readonly ForeignKey[]): readonly ObjectName[] {
  return keys.map(({ references }) => tableOf(references));
}

/** The tables that have a foreign key to this one, itself not counted. */
export function referrers(schema: Schema, table: ObjectName): readonly Table[] {
  return schema.tables.filter(
    (other) =>
      !sameName(other, table) && other.foreignKeys.some(({ references }) => sameName(tableOf(references), table)),
  );
}

/** The table of an op, as it was before it. */
export function oldTable(scene: Scene, op: { readonly table: string; readonly schema?: string }): Table | undefined {
  return findTable(scene.before, tableOf(op));
}

/** The name of another object in the namespace of the first. */
export function beside(place: ObjectName, name: string): ObjectName {
  return place.schema === undefined ? { name } : { name, schema: place.schema };
}
