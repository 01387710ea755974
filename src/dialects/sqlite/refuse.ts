import { flat } from "../../ops/code-layout.ts";
import type { ColumnChanges } from "../../ops/column-ops.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import { typeCode } from "../../ops/print-types.ts";
import { displayName } from "../../schema/names.ts";
import type { Column, ForeignKey, Index, ObjectName, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { fail } from "../errors.ts";
import {
  type AnyIndexPart,
  checkRules,
  columnRules,
  type FieldRules,
  foreignKeyRules,
  indexPartRules,
  indexRules,
  optionRules,
  primaryKeyRules,
  tableRules,
  uniqueRules,
  viewRules,
} from "./field-rules.ts";
import { sameFolded } from "./fold.ts";
import { rowidAliasOf } from "./rowid-alias.ts";
import { triggerNames } from "./trigger-text.ts";
import { typeHint, typeText } from "./types.ts";

/** Refuses an op that SQLite can't carry out as a whole, and each of its options that SQLite doesn't have. Errors: DIALECT_UNSUPPORTED. */
export function refuseUnsupported(op: Op): void {
  if ("online" in op && op.online === true && op.kind !== "alterColumn") {
    refuse(op, `table "${op.table}"`, "constraints that are made beside writers");
  }
  const rule = refusals[op.kind] as (op: Op) => void;
  rule(op);
}

const refusals: { readonly [K in OpKind]: (op: OpOf<K>) => void } = {
  createTable: (op) => refuseTable(op, op.table),
  dropTable: onTable,
  renameTable: onTable,
  setTableOptions(op) {
    onTable(op);
    refuseFields(op, `table "${op.table}"`, op.options, optionRules);
  },
  setTableComment(op) {
    onTable(op);
    if (op.comment !== undefined) refuse(op, `table "${op.table}"`, "comments");
  },
  addColumn(op) {
    onTable(op);
    refuseColumn(op, op.table, op.column);
  },
  dropColumn: onTable,
  renameColumn: onTable,
  alterColumn(op) {
    onTable(op);
    const subject = `column "${op.table}.${op.column}"`;
    refuseFields(op, subject, present(op.changes), columnRules);
    if (op.changes.type !== undefined) refuseType(op, subject, op.changes.type);
  },
  createPrimaryKey(op) {
    onTable(op);
    refuseUsedIndex(op);
    refuseFields(op, `primary key of "${op.table}"`, op.primaryKey, primaryKeyRules);
  },
  createUnique(op) {
    onTable(op);
    refuseUsedIndex(op);
    refuseFields(op, `unique constraint of "${op.table}"`, op.unique, uniqueRules);
  },
  createCheck(op) {
    onTable(op);
    refuseFields(op, `check of "${op.table}"`, op.check, checkRules);
  },
  createForeignKey(op) {
    onTable(op);
    refuseForeignKey(op, op.table, op.foreignKey);
  },
  createExclusion: (op) => refuse(op, `table "${op.table}"`, "exclusion constraints"),
  validateConstraint: (op) => refuse(op, `table "${op.table}"`, "constraints that aren't valid yet"),
  dropConstraint(op) {
    onTable(op);
    if (op.type === "exclude") refuse(op, `table "${op.table}"`, "exclusion constraints");
  },
  createIndex(op) {
    onTable(op);
    if (op.concurrently === true)
      refuse(op, `index "${op.index.name}"`, "CONCURRENTLY (no index is built beside writers)");
    refuseIndex(op, op.index);
  },
  dropIndex(op) {
    onTable(op);
    if (op.concurrently === true) refuse(op, `index "${op.index}"`, "CONCURRENTLY");
  },
  renameIndex: onTable,
  createNamespace: (op) => refuse(op, `namespace "${op.name}"`, "namespaces"),
  dropNamespace: (op) => refuse(op, `namespace "${op.name}"`, "namespaces"),
  createView(op) {
    inMain(op, op.view);
    refuseFields(op, `view "${op.view.name}"`, op.view, viewRules);
  },
  dropView(op) {
    inMain(op, op);
    if (op.materialized === true) refuse(op, `view "${op.name}"`, "materialized views");
  },
  setViewOptions: (op) => refuse(op, `view "${displayName(op)}"`, "options of a view"),
  createTrigger: refuseTrigger,
  dropTrigger: onTable,
  createRule: (op) => refuse(op, `rule "${op.rule.name}"`, "rules", "Make a trigger."),
  dropRule: (op) => refuse(op, `rule "${op.name}"`, "rules"),
  setRuleState: (op) => refuse(op, `rule "${op.name}"`, "rules"),
  createStatistics: (op) => refuse(op, `statistics "${op.statistics.name}"`, STATISTICS),
  dropStatistics: (op) => refuse(op, `statistics "${op.name}"`, STATISTICS),
  setStatisticsTarget: (op) => refuse(op, `statistics "${op.name}"`, STATISTICS),
  createPolicy: (op) => refuse(op, `policy "${op.policy.name}"`, "row-level security"),
  dropPolicy: (op) => refuse(op, `policy "${op.name}"`, "row-level security"),
  alterPolicy: (op) => refuse(op, `policy "${op.name}"`, "row-level security"),
  setTriggerState: (op) => refuse(op, `trigger "${op.name}"`, "states of a trigger (drop it, and create it again)"),
  attachPartition: (op) => refuse(op, `table "${op.table}"`, "partitions"),
  detachPartition: (op) => refuse(op, `table "${op.table}"`, "partitions"),
  addInheritance: (op) => refuse(op, `table "${op.table}"`, "inheritance of tables"),
  dropInheritance: (op) => refuse(op, `table "${op.table}"`, "inheritance of tables"),
  createRoutine: (op) => refuse(op, `routine "${displayName(op.routine)}"`, "stored functions and procedures"),
  dropRoutine: (op) => refuse(op, `routine "${displayName(op)}"`, "stored functions and procedures"),
  createEnum: (op) => refuse(op, `enum "${displayName(op.enum)}"`, "enum types (use a check)"),
  dropEnum: (op) => refuse(op, `enum "${displayName(op)}"`, "enum types"),
  addEnumValue: (op) => refuse(op, `enum "${displayName(op)}"`, "enum types"),
  alterEnum: (op) => refuse(op, `enum "${displayName(op)}"`, "enum types"),
  renameEnumValue: (op) => refuse(op, `enum "${displayName(op)}"`, "enum types"),
  createDomain: (op) => refuse(op, `domain "${displayName(op.domain)}"`, "domains (use checks)"),
  dropDomain: (op) => refuse(op, `domain "${displayName(op)}"`, "domains"),
  alterDomain: (op) => refuse(op, `domain "${displayName(op)}"`, "domains"),
  createDomainCheck: (op) => refuse(op, `domain "${displayName(op)}"`, "domains"),
  dropDomainCheck: (op) => refuse(op, `domain "${displayName(op)}"`, "domains"),
  createComposite: (op) => refuse(op, `type "${displayName(op.composite)}"`, "composite types"),
  dropComposite: (op) => refuse(op, `type "${displayName(op)}"`, "composite types"),
  addAttribute: (op) => refuse(op, `type "${displayName(op)}"`, "composite types"),
  dropAttribute: (op) => refuse(op, `type "${displayName(op)}"`, "composite types"),
  alterAttribute: (op) => refuse(op, `type "${displayName(op)}"`, "composite types"),
  createRange: (op) => refuse(op, `type "${displayName(op.range)}"`, "range types"),
  dropRange: (op) => refuse(op, `type "${displayName(op)}"`, "range types"),
  replaceRange: (op) => refuse(op, `type "${displayName(op.range)}"`, "range types"),
  createExtension: (op) => refuse(op, `extension "${op.extension.name}"`, "extensions of its schema"),
  dropExtension: (op) => refuse(op, `extension "${op.name}"`, "extensions of its schema"),
  alterExtension: (op) => refuse(op, `extension "${op.name}"`, "extensions of its schema"),
  setComment: (op) => refuse(op, `"${displayName(op.on)}"`, "comments"),
  createSequence: (op) => refuse(op, `sequence "${displayName(op.sequence)}"`, "sequences (use AUTOINCREMENT)"),
  dropSequence: (op) => refuse(op, `sequence "${displayName(op)}"`, "sequences"),
  setSequenceOwner: (op) => refuse(op, `sequence "${displayName(op)}"`, "sequences"),
  alterSequence: (op) => refuse(op, `sequence "${displayName(op)}"`, "sequences"),
  bulkInsert: onTable,
  backfill: onTable,
  execute: () => undefined,
  run: () => undefined,
};

/** The record and the text must speak of the same trigger, or a later rebuild would lose it. */
const STATISTICS = "statistics over several columns";

function refuseTrigger(op: OpOf<"createTrigger">): void {
  const { name, table, definition, state, comment } = op.trigger;
  inMain(op, op.trigger);
  if (state !== undefined) refuse(op, `trigger "${name}"`, "states of a trigger");
  if (comment !== undefined) refuse(op, `trigger "${name}"`, "comments");
  const found = triggerNames(definition);
  if (found !== undefined && sameFolded(found.name, name) && sameFolded(found.table, table)) return;
  const what = found === undefined ? "no plain CREATE TRIGGER" : `of a trigger "${found.name}" on "${found.table}"`;
  throw fail("DIALECT_UNSUPPORTED", `createTrigger, trigger "${name}" on "${table}": its definition is ${what}.`, {
    hint: "Give the whole CREATE TRIGGER statement, with the same name and table.",
    details: { op: op.kind, trigger: name, table },
  });
}

/**
 * Refuses what an op asks for that its table, as it will be made, can't have: AUTOINCREMENT is a property of an INTEGER
 * primary key of one column, ON CONFLICT one of NOT NULL. Errors: DIALECT_UNSUPPORTED.
 */
export function refuseLoose(op: Op, table: Table): void {
  const alias = rowidAliasOf(table);
  const numbered = table.columns.find((column) => column.autoincrement === true && column.name !== alias);
  if (numbered !== undefined) {
    refuse(op, `column "${table.name}.${numbered.name}"`, "AUTOINCREMENT but for an INTEGER primary key of one column");
  }
  if (op.kind !== "alterColumn" || op.changes.onNullConflict === undefined || op.changes.onNullConflict === null)
    return;
  if (table.columns.find((column) => column.name === op.column)?.nullable !== true) return;
  refuse(op, `column "${table.name}.${op.column}"`, "ON CONFLICT for a column that may be NULL");
}

function refuseTable(op: Op, table: Table): void {
  refuseLoose(op, table);
  inMain(op, table);
  const subject = `table "${table.name}"`;
  refuseFields(op, subject, table, tableRules);
  refuseFields(op, subject, table.options, optionRules);
  if (table.exclusions.length > 0) refuse(op, subject, "exclusion constraints");
  if (table.options.virtual !== undefined) refuseVirtual(op, table);
  else if (table.columns.length === 0) refuse(op, subject, "tables without columns");
  for (const column of table.columns) refuseColumn(op, table.name, column);
  if (table.primaryKey !== undefined)
    refuseFields(op, `primary key of "${table.name}"`, table.primaryKey, primaryKeyRules);
  for (const unique of table.uniques) refuseFields(op, `unique constraint of "${table.name}"`, unique, uniqueRules);
  for (const check of table.checks) refuseFields(op, `check of "${table.name}"`, check, checkRules);
  for (const key of table.foreignKeys) refuseForeignKey(op, table.name, key);
  for (const index of table.indexes) refuseIndex(op, index);
}

/** All that a virtual table has is the text of its module. */
function refuseVirtual(op: Op, table: Table): void {
  const { columns, uniques, checks, foreignKeys, indexes, primaryKey, options } = table;
  const parts = [...columns, ...uniques, ...checks, ...foreignKeys, ...indexes, primaryKey, options.strict];
  if ([...parts, options.withoutRowid].every((part) => part === undefined)) return;
  refuse(op, `table "${table.name}"`, "parts of a virtual table beside the text of its module");
}

function refuseColumn(op: Op, table: string, column: Column): void {
  const subject = `column "${table}.${column.name}"`;
  refuseFields(op, subject, column, columnRules);
  if (column.nullable && column.onNullConflict !== undefined) {
    refuse(op, subject, "ON CONFLICT for a column that may be NULL");
  }
  refuseType(op, subject, column.type);
}

function refuseType(op: Op, subject: string, type: ColumnType): void {
  if (typeText(type) !== undefined) return;
  refuse(op, subject, `type ${flat(typeCode(type))}`, typeHint);
}

function refuseForeignKey(op: Op, table: string, key: ForeignKey): void {
  const subject = `foreign key of "${table}"`;
  refuseFields(op, subject, key, foreignKeyRules);
  if (key.references.schema !== undefined && key.references.schema !== "main") {
    refuse(op, subject, "foreign keys to another namespace");
  }
}

function refuseIndex(op: Op, index: Index): void {
  refuseFields(op, `index "${index.name}"`, index, indexRules);
  for (const part of index.parts) refuseFields(op, `index "${index.name}"`, part as AnyIndexPart, indexPartRules);
}

function onTable(op: Op & { readonly table: string; readonly schema?: string }): void {
  inMain(op, op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema });
}

function inMain(op: Op, name: ObjectName): void {
  if (name.schema !== undefined && name.schema !== "main") refuse(op, `"${displayName(name)}"`, "namespaces");
}

function present(changes: ColumnChanges): Partial<Column> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));
}

function refuseFields<T extends object>(op: Op, subject: string, record: Partial<T>, rules: FieldRules<T>): void {
  for (const [field, value] of Object.entries(record)) {
    if (value === undefined) continue;
    const rule = rules[field as keyof T];
    if (rule !== true) refuse(op, subject, rule ?? `"${field}"`);
  }
}

function refuseUsedIndex(op: OpOf<"createPrimaryKey" | "createUnique">): void {
  if (op.usingIndex !== undefined) refuse(op, `table "${op.table}"`, "constraints made of an index");
}

function refuse(op: Op, subject: string, lacking: string, hint?: string): never {
  throw fail("DIALECT_UNSUPPORTED", `${op.kind}, ${subject}: SQLite has no ${lacking}.`, {
    ...(hint === undefined ? {} : { hint }),
    details: { op: op.kind, subject, lacking },
  });
}
