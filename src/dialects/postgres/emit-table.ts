import { given } from "../../base/given.ts";
import { sameData } from "../../base/same-data.ts";
import type { OpOf } from "../../ops/op.ts";
import { givenColumn, inheritedColumn, ownColumnAlone } from "../../schema/inheritance.ts";
import { displayName, findTable } from "../../schema/names.ts";
import type { Column, ObjectName, Table } from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import type { Facts } from "../contract.ts";
import { commentOn } from "./comments.ts";
import { commentsOfConstraints, withNames } from "./constraint-comments.ts";
import { type Draft, draft } from "./draft.ts";
import { setOwnColumns } from "./emit-alter-column.ts";
import { finishColumn } from "./emit-column.ts";
import { emitCreateIndex } from "./emit-index.ts";
import { nameParts } from "./emit-part-names.ts";
import { defaultOf, detachPartition, linkedTo, pointersTo } from "./emit-partition.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { noOtherPartitions } from "./other-partitions.ts";
import { setOwnDefaults } from "./own-default.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { locked, oldTable, referents, type Scene, tableOf, withNew } from "./scene.ts";
import { atLeast } from "./server-version.ts";
import { storageChanges } from "./storage-changes.ts";
import { checkSql, createTableSql, foreignKeySql, parentName } from "./table-sql.ts";

/** The table, its constraints that aren't valid, its indexes and comments. With IF NOT EXISTS a table that is there stays as it is. */
export function createTable({ table: stated, ifNotExists }: OpOf<"createTable">, scene: Scene): readonly Draft[] {
  const table = withNames(stated);
  const guarded = ifNotExists === true;
  const others = referents(table.foreignKeys.filter((key) => key.notValid !== true));
  const inside = withNew(scene, table);
  const create = draft(createTableSql(table, guarded, ownGenerated(table, scene)), factsOfNew(table, others, inside));
  if (guarded && findTable(scene.before, table) !== undefined) return [create];
  const add = `ALTER TABLE ${quoteObject(table)} ADD `;
  return [
    create,
    ...nameParts(table, scene),
    ...table.checks
      .filter((check) => check.notValid === true)
      .map((check) => draft(add + checkSql(check), factsOf(facts.addCheckNotValid, locked(inside, table)))),
    ...table.foreignKeys
      .filter((key) => key.notValid === true)
      .map((key) =>
        draft(add + foreignKeySql(key), factsOf(facts.addForeignKeyNotValid, locked(inside, table, referents([key])))),
      ),
    ...table.indexes.flatMap((index) => emitCreateIndex(table, index, { ifNotExists: guarded }, inside)),
    ...finishTable(table, inside),
  ];
}

/** Columns from elsewhere that the table computes in its own way, which only a new one can be told with all servers since 16; before, where the column above isn't computed. */
function ownGenerated(table: Table, scene: Scene): readonly Column[] {
  const own = Object.entries(table.ownColumns ?? {}).filter(([, { generated }]) => generated !== undefined);
  const columns = own.map(([name, said]) => inheritedColumn(table, name, scene.before) ?? ownColumnAlone(name, said));
  const lost = columns.find(({ type }) => type.kind === "raw" && type.sql === "");
  if (lost !== undefined && table.partitionOf === undefined) {
    const hint = "Make the table that the column comes from first.";
    const subject = `column "${displayName(table)}.${lost.name}"`;
    refuse({ kind: "createTable", table }, subject, "type for an inherited column that nobody knows", hint);
  }
  const first = columns.find(
    ({ name }) => table.partitionOf !== undefined || givenColumn(table, name, scene.before)?.generated !== undefined,
  );
  if (first !== undefined && !atLeast(scene.server, 16)) {
    const subject = `column "${displayName(table)}.${first.name}"`;
    refuse(
      { kind: "createTable", table },
      subject,
      "expression of its own of an inherited column before version 16",
      "Leave it out.",
    );
  }
  return columns;
}

/** A partition is made under a lock on its table. */
function factsOfNew(table: Table, others: readonly ObjectName[], scene: Scene): Facts {
  const { partitionOf, inherits } = table;
  if (partitionOf !== undefined) {
    const parent = parentName(partitionOf);
    const beside = defaultOf(parent, scene.before).filter((each) => !scene.isNew(each));
    const fact = beside.length === 0 ? facts.createPartition : facts.createPartitionBesideDefault;
    const objects = locked(scene, parent, [...others, ...linkedTo(parent, scene.before)]);
    return factsOf(fact, { ...objects, alike: beside });
  }
  if (inherits !== undefined) return factsOf(facts.createHeir, locked(scene, table, inherits));
  return factsOf(facts.createTable, locked(scene, table, others));
}

/** A column of the primary key is never NULL, whatever it says itself. */
function finishTable(table: Table, scene: Scene): readonly Draft[] {
  const keys = table.primaryKey?.columns ?? [];
  const { rowSecurity, forceRowSecurity, replicaIdentity, ofType } = table.options;
  return [
    ...setOwnOptions({}, { rowSecurity, forceRowSecurity, replicaIdentity, ofType }, alterTable(table, scene)),
    ...(table.comment === undefined ? [] : [commentOn("TABLE", table, table.comment, scene)]),
    ...commentsOfConstraints(table, scene),
    ...setOwnDefaults(table, scene),
    ...setOwnColumns(table, scene),
    ...table.columns.flatMap((column) =>
      finishColumn(table, keys.includes(column.name) ? { ...column, nullable: false } : column, scene),
    ),
  ];
}

/**
 * The tables that its foreign keys refer to are locked too, for their triggers are dropped. A partition to which a foreign key refers by its
 * table is detached first, which sees that no row refers to one of its rows: the server drops none that is attached (13 to 18).
 */
export function dropTable(op: OpOf<"dropTable">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const table = oldTable(scene, op);
  const sql = `DROP TABLE ${op.ifExists === true ? "IF EXISTS " : ""}${quoteObject(name)}`;
  const loses = `the rows of "${displayName(name)}"`;
  const own = referents(table?.foreignKeys ?? []);
  const goes = `partitions of "${displayName(name)}" that Limbeck doesn't know would go with it: drop or detach them before`;
  const guard = table?.options.partitionBy === undefined ? [] : [noOtherPartitions(name, [], goes)];
  if (table?.partitionOf === undefined)
    return [...guard, draft(sql, factsOf(facts.dropTable, locked(scene, name, own)), loses)];
  const parent = parentName(table.partitionOf);
  if (pointersTo(parent, scene.before).length > 0) {
    const detach = {
      kind: "detachPartition",
      table: parent.name,
      ...given({ schema: parent.schema }),
      partition: name,
    } as const;
    return [
      ...guard,
      ...detachPartition(detach, scene),
      draft(sql, factsOf(facts.dropTable, locked(scene, name, own)), loses),
    ];
  }
  const above = [parent, ...defaultOf(parent, scene.before)];
  const objects = {
    ...locked(scene, name, [...own, ...linkedTo(parent, scene.before)]),
    alike: above.filter((each) => !scene.isNew(each)),
  };
  return [...guard, draft(sql, factsOf(facts.dropTable, objects), loses)];
}

export function renameTable(op: OpOf<"renameTable">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const sql = `ALTER TABLE ${quoteObject(name)} RENAME TO ${quoteName(op.to)}`;
  return [draft(sql, factsOf(facts.renameTable, locked(scene, name)))];
}

export function setTableComment(op: OpOf<"setTableComment">, scene: Scene): readonly Draft[] {
  return [commentOn("TABLE", tableOf(op), op.comment, scene)];
}

/** What differs between the options that the table has and those that it gets. */
export function setTableOptions(op: OpOf<"setTableOptions">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const [from, to] = [oldTable(scene, op)?.options ?? {}, op.options];
  if (from.partitionBy !== to.partitionBy) {
    refuse(
      op,
      `table "${displayName(name)}"`,
      "way to change how a table is partitioned",
      "Make a new table and move the rows.",
    );
  }
  const alter = alterTable(name, scene);
  if (from.accessMethod !== to.accessMethod && !atLeast(scene.server, 15)) {
    refuse(op, `table "${displayName(name)}"`, "SET ACCESS METHOD before version 15");
  }
  return [
    ...(from.unlogged === to.unlogged
      ? []
      : [alter(`SET ${to.unlogged === true ? "UNLOGGED" : "LOGGED"}`, facts.setLogged)]),
    ...(from.tablespace === to.tablespace
      ? []
      : [alter(`SET TABLESPACE ${quoteName(to.tablespace ?? "pg_default")}`, facts.setTablespace)]),
    ...(from.accessMethod === to.accessMethod
      ? []
      : [alter(`SET ACCESS METHOD ${quoteName(to.accessMethod ?? "heap")}`, facts.setAccessMethod)]),
    ...setOwnOptions(from, to, alter),
    ...storageChanges(from, to).map(({ sql, names }) =>
      alter(sql, names.includes("user_catalog_table") ? facts.setCatalogStorage : facts.setStorage),
    ),
  ];
}

type AlterTable = (what: string, fact: Fact) => Draft;

function alterTable(name: ObjectName, scene: Scene): AlterTable {
  return (what, fact) => draft(`ALTER TABLE ${quoteObject(name)} ${what}`, factsOf(fact, locked(scene, name)));
}

type OwnOptions = {
  readonly [K in "rowSecurity" | "forceRowSecurity" | "replicaIdentity" | "ofType"]?: TableOptions[K] | undefined;
};

/** What CREATE TABLE has no words for. */
function setOwnOptions(from: OwnOptions, to: OwnOptions, alter: AlterTable): readonly Draft[] {
  return [
    ...(from.rowSecurity === to.rowSecurity
      ? []
      : [alter(`${to.rowSecurity === true ? "ENABLE" : "DISABLE"} ROW LEVEL SECURITY`, facts.rowSecurity)]),
    ...(from.forceRowSecurity === to.forceRowSecurity
      ? []
      : [alter(`${to.forceRowSecurity === true ? "FORCE" : "NO FORCE"} ROW LEVEL SECURITY`, facts.rowSecurity)]),
    ...(from.replicaIdentity === to.replicaIdentity
      ? []
      : [alter(`REPLICA IDENTITY ${(to.replicaIdentity ?? "DEFAULT").toUpperCase()}`, facts.replicaIdentity)]),
    ...(sameData(from.ofType, to.ofType)
      ? []
      : [alter(to.ofType === undefined ? "NOT OF" : `OF ${quoteObject(to.ofType)}`, facts.ofType)]),
  ];
}
