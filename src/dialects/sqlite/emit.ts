import type { SetComment } from "../../ops/comment-ops.ts";
import type { BulkInsert } from "../../ops/data-ops.ts";
import type { ExtensionOp } from "../../ops/extension-ops.ts";
import type { CreateIndex, DropIndex, RenameIndex } from "../../ops/index-ops.ts";
import type { CreateView, RuleOp } from "../../ops/object-ops.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import type { OwnTypeOp } from "../../ops/own-type-ops.ts";
import type { PolicyOp } from "../../ops/policy-ops.ts";
import type { StatisticsOp } from "../../ops/statistics-ops.ts";
import type { CreateTable, DropTable } from "../../ops/table-ops.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import { backfill } from "./backfill.ts";
import { hasChildren } from "./child-rows.ts";
import { classify } from "./classify.ts";
import { type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { sameFolded } from "./fold.ts";
import { literal, quoteName, quoteNames } from "./quote.ts";
import { foreignKeysCheck } from "./rebuild.ts";
import { split } from "./split.ts";
import { createIndexSql, createTableSql } from "./table-sql.ts";
import { storedTrigger } from "./trigger-text.ts";

/** Ops whose statements need no look at the other changes of their table. */
export type DirectKind = Exclude<OpKind, TableChangeKind | RefusedKind>;

/** Ops that change a table and may be carried out together by one rebuild of it. */
export type TableChangeKind =
  | "addColumn"
  | "dropColumn"
  | "alterColumn"
  | "createPrimaryKey"
  | "createUnique"
  | "createCheck"
  | "createForeignKey"
  | "createExclusion"
  | "dropConstraint"
  | "setTableOptions"
  | "setTableComment"
  | IndexKind;

export type IndexKind = "createIndex" | "dropIndex" | "renameIndex";

type RefusedKind =
  | (OwnTypeOp | ExtensionOp | SetComment | RuleOp | StatisticsOp | PolicyOp)["kind"]
  | "attachPartition"
  | "detachPartition"
  | "addInheritance"
  | "dropInheritance"
  | "setTriggerState"
  | "setViewOptions"
  | "validateConstraint"
  | "createNamespace"
  | "dropNamespace"
  | "createRoutine"
  | "dropRoutine"
  | "createEnum"
  | "dropEnum"
  | "addEnumValue"
  | "alterEnum"
  | "renameEnumValue"
  | "createSequence"
  | "dropSequence"
  | "alterSequence"
  | "setSequenceOwner";

/** The statements of an op on a database that looks like `before`. */
export function emit(op: OpOf<DirectKind>, before: Schema): readonly Draft[] {
  const emitter = emitters[op.kind] as (op: Op, before: Schema) => readonly Draft[];
  return emitter(op, before);
}

/** The statements of a change of an index, all of which SQLite has without a rebuild. */
export function emitIndex(op: OpOf<IndexKind>, table: Table): readonly Draft[] {
  const emitter = indexEmitters[op.kind] as (op: Op, table: Table) => readonly Draft[];
  return emitter(op, table);
}

const emitters: { readonly [K in DirectKind]: (op: OpOf<K>, before: Schema) => readonly Draft[] } = {
  createTable,
  dropTable,
  renameTable: (op) => [draft(`ALTER TABLE ${quoteName(op.table)} RENAME TO ${quoteName(op.to)}`, facts.renameTable)],
  renameColumn: (op) => [
    draft(
      `ALTER TABLE ${quoteName(op.table)} RENAME COLUMN ${quoteName(op.column)} TO ${quoteName(op.to)}`,
      facts.renameColumn,
    ),
  ],
  createView,
  dropView: (op) => [draft(`DROP VIEW ${guard(op)}${quoteName(op.name)}`, facts.dropView)],
  createTrigger: (op) => [draft(op.trigger.definition, facts.createTrigger)],
  dropTrigger: (op) => [draft(`DROP TRIGGER ${guard(op)}${quoteName(op.name)}`, facts.dropTrigger)],
  bulkInsert,
  backfill,
  execute: (op) => split(op.sql).map(({ sql }) => draft(sql, classify(sql))),
  run: () => [draft("", facts.opaque)],
};

const indexEmitters: { readonly [K in IndexKind]: (op: OpOf<K>, table: Table) => readonly Draft[] } = {
  createIndex: (op: CreateIndex) => [
    draft(createIndexSql(op.table, op.index, op.ifNotExists === true), facts.createIndex),
  ],
  dropIndex: (op: DropIndex) => [draft(`DROP INDEX ${guard(op)}${quoteName(op.index)}`, facts.dropIndex)],
  renameIndex(op: RenameIndex, table) {
    const index = table.indexes.find((candidate) => candidate.name === op.index);
    if (index === undefined) return [];
    return [
      draft(`DROP INDEX ${quoteName(op.index)}`, facts.dropIndex),
      draft(createIndexSql(op.table, { ...index, name: op.to }), facts.createIndex),
    ];
  },
};

/** With IF NOT EXISTS a table that is there keeps the indexes that it has. */
function createTable(op: CreateTable, before: Schema): readonly Draft[] {
  const { table } = op;
  const kind = table.options.virtual === undefined ? facts.createTable : facts.createVirtualTable;
  const guarded = op.ifNotExists === true;
  const create = draft(createTableSql(table, table.name, guarded), kind);
  if (guarded && findTable(before, { name: table.name }) !== undefined) return [create];
  const indexes = table.indexes.map((index) => createIndexSql(table.name, index, guarded));
  return [create, ...indexes.map((sql) => draft(sql, facts.createIndex))];
}

function dropTable(op: DropTable, before: Schema): readonly Draft[] {
  const drop = draft(`DROP TABLE ${guard(op)}${quoteName(op.table)}`, facts.dropTable, `the rows of "${op.table}"`);
  return hasChildren(before, op.table) ? [foreignKeysCheck(`dropping table "${op.table}"`), drop] : [drop];
}

/** The triggers of a view that is replaced go with the old one and are made again. */
function createView(op: CreateView, before: Schema): readonly Draft[] {
  const { view } = op;
  const columns = view.columns === undefined ? "" : ` ${quoteNames(view.columns)}`;
  const create = draft(`CREATE VIEW ${quoteName(view.name)}${columns} AS ${view.definition}`, facts.createView);
  if (op.replace !== true) return [create];
  const triggers = before.triggers.filter((trigger) => sameFolded(trigger.table, view.name));
  return [
    draft(`DROP VIEW IF EXISTS ${quoteName(view.name)}`, facts.dropView),
    create,
    ...triggers.map((trigger) => draft(storedTrigger(trigger.definition), facts.createTrigger)),
  ];
}

const rowsPerInsert = 500;

/** Rows stay in their order: only neighbours with the same columns share an INSERT. */
function bulkInsert(op: BulkInsert): readonly Draft[] {
  const batches: { readonly columns: readonly string[]; readonly rows: string[] }[] = [];
  for (const row of op.rows) {
    const last = batches.at(-1);
    const columns = Object.keys(row);
    const joins = last !== undefined && last.rows.length < rowsPerInsert && sameSet(last.columns, columns);
    const batch = joins ? last : { columns, rows: [] };
    if (!joins) batches.push(batch);
    batch.rows.push(`(${batch.columns.map((column) => literal(row[column] ?? null)).join(", ")})`);
  }
  return batches.flatMap(({ columns, rows }) =>
    columns.length === 0
      ? rows.map(() => draft(`INSERT INTO ${quoteName(op.table)} DEFAULT VALUES`, facts.insert))
      : [
          draft(
            `INSERT INTO ${quoteName(op.table)} ${quoteNames(columns)} VALUES\n  ${rows.join(",\n  ")}`,
            facts.insert,
          ),
        ],
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function guard({ ifExists }: { readonly ifExists?: true }): string {
  return ifExists === true ? "IF EXISTS " : "";
}
