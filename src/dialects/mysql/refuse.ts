import { flat } from "../../ops/code-layout.ts";
import type { ColumnChanges } from "../../ops/column-ops.ts";
import type { ExtensionOp } from "../../ops/extension-ops.ts";
import type { RuleOp } from "../../ops/object-ops.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import type { OwnTypeOp } from "../../ops/own-type-ops.ts";
import type { PolicyOp } from "../../ops/policy-ops.ts";
import { typeCode } from "../../ops/print-types.ts";
import type { StatisticsOp } from "../../ops/statistics-ops.ts";
import { displayName } from "../../schema/names.ts";
import type { Column, ForeignKey, Index, ObjectName, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Server } from "../contract.ts";
import { fail } from "../errors.ts";
import {
  type AnyIndexPart,
  checkRules,
  columnRules,
  type FieldRule,
  type FieldRules,
  foreignKeyRules,
  indexPartRules,
  indexRules,
  optionRules,
  primaryKeyRules,
  sequenceRules,
  tableRules,
  uniqueRules,
  viewRules,
} from "./field-rules.ts";
import { unkeyedCounter } from "./key-cover.ts";
import { atLeast, isMariadb } from "./server.ts";
import { typeHint, typeText } from "./types.ts";

/** Ops that neither server has a statement for. */
export type RefusedKind =
  | (OwnTypeOp | ExtensionOp | RuleOp | StatisticsOp | PolicyOp)["kind"]
  | "createExclusion"
  | "createNamespace"
  | "dropNamespace"
  | "setTriggerState"
  | "validateConstraint"
  | "attachPartition"
  | "detachPartition"
  | "addInheritance"
  | "dropInheritance"
  | "createEnum"
  | "dropEnum"
  | "addEnumValue"
  | "alterEnum"
  | "renameEnumValue"
  | "setSequenceOwner";

/** Refuses an op that the server can't carry out as a whole, and each of its options that it doesn't have. Errors: DIALECT_UNSUPPORTED. */
export function refuseUnsupported(op: Op, server: Server): void {
  if ("usingIndex" in op && op.usingIndex !== undefined) {
    refuse(op, server, `table "${op.table}"`, "constraints made of an index");
  }
  const rule = refusals[op.kind] as (op: Op, server: Server) => void;
  rule(op, server);
}

/** Refuses AUTO_INCREMENT without a key, where no neighbour of the op makes one. Errors: DIALECT_UNSUPPORTED. */
export function refuseUnkeyed(op: Op, table: Table): void {
  const counter = unkeyedCounter(table);
  if (counter === undefined) return;
  const message = `${op.kind}, column "${table.name}.${counter}": AUTO_INCREMENT needs a key that begins with the column.`;
  throw fail("DIALECT_UNSUPPORTED", message, {
    hint: "Make the key right before or after this operation: both go into one statement. Take autoincrement away before its key.",
    details: { op: op.kind, table: table.name, column: counter },
  });
}

const refusals: { readonly [K in OpKind]: (op: OpOf<K>, server: Server) => void } = {
  createTable: (op, server) => refuseTable(op, op.table, server),
  dropTable: onTable,
  renameTable: onTable,
  setTableOptions(op, server) {
    onTable(op);
    refuseFields(op, `table "${op.table}"`, op.options, optionRules, server);
  },
  setTableComment: onTable,
  addColumn(op, server) {
    onTable(op);
    refuseColumn(op, op.table, op.column, server);
  },
  dropColumn: onTable,
  renameColumn: onTable,
  alterColumn(op, server) {
    onTable(op);
    const subject = `column "${op.table}.${op.column}"`;
    if (op.using !== undefined)
      refuse(op, server, subject, "USING", "Write the new values with op.execute, then change the column.");
    refuseFields(op, subject, present(op.changes), columnRules, server);
    if (op.changes.type !== undefined) refuseType(op, subject, op.changes.type, server);
  },
  createPrimaryKey(op, server) {
    onTable(op);
    refuseFields(op, `primary key of "${op.table}"`, op.primaryKey, primaryKeyRules, server);
  },
  createUnique(op, server) {
    onTable(op);
    refuseFields(op, `unique constraint of "${op.table}"`, op.unique, uniqueRules, server);
  },
  createCheck(op, server) {
    onTable(op);
    refuseFields(op, `check of "${op.table}"`, op.check, checkRules, server);
  },
  createForeignKey(op, server) {
    onTable(op);
    refuseForeignKey(op, op.table, op.foreignKey, server);
  },
  createExclusion: (op, server) => refuse(op, server, `table "${op.table}"`, "exclusion constraints"),
  dropConstraint(op, server) {
    onTable(op);
    if (op.type === "exclude") refuse(op, server, `table "${op.table}"`, "exclusion constraints");
  },
  validateConstraint: (op, server) => refuse(op, server, `table "${op.table}"`, "constraints that aren't valid yet"),
  attachPartition: (op, server) => refuse(op, server, `table "${op.table}"`, PARTITIONS),
  detachPartition: (op, server) => refuse(op, server, `table "${op.table}"`, PARTITIONS),
  addInheritance: (op, server) => refuse(op, server, `table "${op.table}"`, "inheritance of tables"),
  dropInheritance: (op, server) => refuse(op, server, `table "${op.table}"`, "inheritance of tables"),
  createRule: (op, server) => refuse(op, server, `rule "${op.rule.name}"`, "rules", "Make a trigger."),
  dropRule: (op, server) => refuse(op, server, `rule "${op.name}"`, "rules"),
  setRuleState: (op, server) => refuse(op, server, `rule "${op.name}"`, "rules"),
  createStatistics: (op, server) => refuse(op, server, `statistics "${op.statistics.name}"`, STATISTICS),
  dropStatistics: (op, server) => refuse(op, server, `statistics "${op.name}"`, STATISTICS),
  setStatisticsTarget: (op, server) => refuse(op, server, `statistics "${op.name}"`, STATISTICS),
  createPolicy: (op, server) => refuse(op, server, `policy "${op.policy.name}"`, "row-level security"),
  dropPolicy: (op, server) => refuse(op, server, `policy "${op.name}"`, "row-level security"),
  alterPolicy: (op, server) => refuse(op, server, `policy "${op.name}"`, "row-level security"),
  createIndex(op, server) {
    onTable(op);
    if (op.concurrently === true && op.index.method !== undefined) {
      refuse(op, server, `index "${op.index.name}"`, "way to build such an index beside writers");
    }
    refuseIndex(op, op.index, server);
  },
  dropIndex: onTable,
  renameIndex: onTable,
  createNamespace: (op, server) => refuse(op, server, `namespace "${op.name}"`, "namespaces in a database"),
  dropNamespace: (op, server) => refuse(op, server, `namespace "${op.name}"`, "namespaces in a database"),
  createView(op, server) {
    inDatabase(op, op.view);
    refuseFields(op, `view "${op.view.name}"`, op.view, viewRules, server);
  },
  dropView(op, server) {
    inDatabase(op, op);
    if (op.materialized === true) refuse(op, server, `view "${op.name}"`, "materialized views");
  },
  setViewOptions(op, server) {
    inDatabase(op, op);
    refuseFields(op, `view "${op.name}"`, op.options, viewRules, server);
  },
  createTrigger(op, server) {
    inDatabase(op, op.trigger);
    if (op.trigger.state !== undefined) refuse(op, server, `trigger "${op.trigger.name}"`, "states of a trigger");
    if (op.trigger.comment !== undefined) refuse(op, server, `trigger "${op.trigger.name}"`, "comments of triggers");
  },
  dropTrigger: onTable,
  setTriggerState: (op, server) =>
    refuse(op, server, `trigger "${op.name}"`, "states of a trigger (drop it, and create it again)"),
  createRoutine(op, server) {
    inDatabase(op, op.routine);
    const { kind, name, comment } = op.routine;
    if (comment !== undefined) refuse(op, server, `${kind} "${name}"`, "comments but for those in CREATE statements");
  },
  dropRoutine: (op) => inDatabase(op, op),
  createEnum: (op, server) => refuseOwnType(op, op.enum, server),
  dropEnum: (op, server) => refuseOwnType(op, op, server),
  addEnumValue: (op, server) => refuseOwnType(op, op, server),
  alterEnum: (op, server) => refuseOwnType(op, op, server),
  renameEnumValue: (op, server) => refuseOwnType(op, op, server),
  createDomain: (op, server) => refuseOwnType(op, op.domain, server),
  dropDomain: (op, server) => refuseOwnType(op, op, server),
  alterDomain: (op, server) => refuseOwnType(op, op, server),
  createDomainCheck: (op, server) => refuseOwnType(op, op, server),
  dropDomainCheck: (op, server) => refuseOwnType(op, op, server),
  createComposite: (op, server) => refuseOwnType(op, op.composite, server),
  dropComposite: (op, server) => refuseOwnType(op, op, server),
  addAttribute: (op, server) => refuseOwnType(op, op, server),
  dropAttribute: (op, server) => refuseOwnType(op, op, server),
  alterAttribute: (op, server) => refuseOwnType(op, op, server),
  createRange: (op, server) => refuseOwnType(op, op.range, server),
  dropRange: (op, server) => refuseOwnType(op, op, server),
  replaceRange: (op, server) => refuseOwnType(op, op.range, server),
  createExtension: (op, server) => refuse(op, server, `extension "${op.extension.name}"`, "extensions of a database"),
  dropExtension: (op, server) => refuse(op, server, `extension "${op.name}"`, "extensions of a database"),
  alterExtension: (op, server) => refuse(op, server, `extension "${op.name}"`, "extensions of a database"),
  setComment(op, server) {
    if (op.on.kind !== "index")
      refuse(op, server, `"${displayName(op.on)}"`, "comments but for tables, columns and indexes");
  },
  createSequence(op, server) {
    inDatabase(op, op.sequence);
    refuseSequences(op, op.sequence, server);
    refuseFields(op, `sequence "${op.sequence.name}"`, op.sequence, sequenceRules, server);
  },
  dropSequence(op, server) {
    inDatabase(op, op);
    refuseSequences(op, op, server);
  },
  setSequenceOwner: (op, server) => refuse(op, server, `sequence "${displayName(op)}"`, "sequences that a column owns"),
  alterSequence(op, server) {
    inDatabase(op, op);
    refuseSequences(op, op, server);
    refuseFields(op, `sequence "${op.name}"`, op.options, sequenceRules, server);
  },
  bulkInsert: onTable,
  backfill: onTable,
  execute: () => undefined,
  run: () => undefined,
};

const STATISTICS = "statistics over several columns";
const PARTITIONS = "partitions that are tables (they are a part of the table's options)";

function refuseOwnType(op: Op, name: ObjectName, server: Server): never {
  return refuse(op, server, `type "${displayName(name)}"`, "types of a database's own (an enum belongs to its column)");
}

function refuseSequences(op: Op, name: ObjectName, server: Server): void {
  if (!isMariadb(server)) refuse(op, server, `sequence "${displayName(name)}"`, "sequences (use autoincrement)");
}

function refuseTable(op: Op, table: Table, server: Server): void {
  inDatabase(op, table);
  const subject = `table "${table.name}"`;
  refuseFields(op, subject, table, tableRules, server);
  refuseFields(op, subject, table.options, optionRules, server);
  if (table.exclusions.length > 0) refuse(op, server, subject, "exclusion constraints");
  if (table.columns.length === 0) refuse(op, server, subject, "tables without columns");
  refuseUnkeyed(op, table);
  for (const column of table.columns) refuseColumn(op, table.name, column, server);
  if (table.primaryKey !== undefined)
    refuseFields(op, `primary key of "${table.name}"`, table.primaryKey, primaryKeyRules, server);
  for (const unique of table.uniques)
    refuseFields(op, `unique constraint of "${table.name}"`, unique, uniqueRules, server);
  for (const check of table.checks) refuseFields(op, `check of "${table.name}"`, check, checkRules, server);
  for (const key of table.foreignKeys) refuseForeignKey(op, table.name, key, server);
  for (const index of table.indexes) refuseIndex(op, index, server);
}

function refuseColumn(op: Op, table: string, column: Column, server: Server): void {
  const subject = `column "${table}.${column.name}"`;
  refuseFields(op, subject, column, columnRules, server);
  refuseType(op, subject, column.type, server);
  if (column.generated !== undefined && !column.nullable && isMariadb(server)) {
    refuse(op, server, subject, "NOT NULL of a generated column (add a check)");
  }
  if (column.invisible === true && !atLeast(server, { mysql: "8.0.23", mariadb: "10.3" }) && isKnown(server)) {
    refuse(op, server, subject, "invisible columns before 8.0.23");
  }
}

/** MariaDB alone has UUIDs and addresses. */
function refuseType(op: Op, subject: string, type: ColumnType, server: Server): void {
  const isThere = typeText(type) !== undefined && (type.kind !== "uuid" || isMariadb(server) || !isKnown(server));
  if (!isThere) refuse(op, server, subject, `type ${flat(typeCode(type))}`, typeHint);
}

function refuseForeignKey(op: Op, table: string, key: ForeignKey, server: Server): void {
  const subject = `foreign key of "${table}"`;
  refuseFields(op, subject, key, foreignKeyRules, server);
  if (key.onDelete === "set default" || key.onUpdate === "set default") refuse(op, server, subject, "SET DEFAULT");
}

function refuseIndex(op: Op, index: Index, server: Server): void {
  const subject = `index "${index.name}"`;
  refuseFields(op, subject, index, indexRules, server);
  if (index.method !== undefined && index.method !== "fulltext" && index.method !== "spatial") {
    refuse(op, server, subject, `index method "${index.method}" (there are fulltext and spatial)`);
  }
  for (const part of index.parts) refuseFields(op, subject, part as AnyIndexPart, indexPartRules, server);
}

function onTable(op: Op & { readonly table: string; readonly schema?: string }): void {
  inDatabase(op, op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema });
}

function inDatabase(op: Op, name: ObjectName): void {
  if (name.schema === undefined) return;
  throw fail(
    "DIALECT_UNSUPPORTED",
    `${op.kind}, "${displayName(name)}": a revision changes one database of the server.`,
    {
      hint: "Leave the schema out, and give the other database an environment of its own.",
      details: { op: op.kind, subject: displayName(name) },
    },
  );
}

function present(changes: ColumnChanges): Partial<Column> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));
}

function refuseFields<T extends object>(
  op: Op,
  subject: string,
  record: Partial<T>,
  rules: FieldRules<T>,
  server: Server,
): void {
  for (const [field, value] of Object.entries(record)) {
    if (value === undefined) continue;
    const lacking = lackingBy(rules[field as keyof T] ?? `"${field}"`, server);
    if (lacking !== undefined) refuse(op, server, subject, lacking);
  }
}

/** An unknown server, for which a script is written, is given the benefit of the doubt: it says no itself. */
function lackingBy(rule: FieldRule, server: Server): string | undefined {
  if (rule === true) return undefined;
  if (typeof rule === "string") return rule;
  if (!isKnown(server) || atLeast(server, { [rule.only]: rule.since ?? "0" })) return undefined;
  return rule.lacking;
}

function isKnown({ version }: Server): boolean {
  return version !== "0";
}

function refuse(op: Op, server: Server, subject: string, lacking: string, hint?: string): never {
  const title = isMariadb(server) ? "MariaDB" : "MySQL";
  throw fail("DIALECT_UNSUPPORTED", `${op.kind}, ${subject}: ${title} has no ${lacking}.`, {
    ...(hint === undefined ? {} : { hint }),
    details: { op: op.kind, subject, lacking },
  });
}
