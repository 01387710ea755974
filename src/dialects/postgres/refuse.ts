import type { ColumnChanges } from "../../ops/column-ops.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import { displayName } from "../../schema/names.ts";
import type {
  Attribute,
  Column,
  Exclusion,
  ForeignKey,
  Identity,
  Index,
  ObjectName,
  Rule,
  Table,
  Trigger,
  View,
} from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Server } from "../contract.ts";
import { fail } from "../errors.ts";
import { statedName } from "./definition-names.ts";
import {
  type AnyIndexPart,
  checkRules,
  columnRules,
  domainCheckRules,
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
import { atLeast } from "./server-version.ts";
import { serialTypes } from "./table-sql.ts";
import { renderType } from "./types.ts";

/** Refuses an op that this server can't carry out as a whole, and each of its options that it doesn't have. Errors: DIALECT_UNSUPPORTED. */
export function refuseUnsupported(op: Op, server: Server): void {
  refuseLongNames(op, op);
  const rule = refusals[op.kind] as (op: Op, server: Server) => void;
  rule(op, server);
}

const none = () => undefined;

const refusals: { readonly [K in OpKind]: (op: OpOf<K>, server: Server) => void } = {
  createTable: (op, server) => refuseTable(op, op.table, server),
  ...{ dropTable: none, renameTable: none, setTableComment: none },
  setTableOptions: (op, server) => refuseFields(op, `table "${nameOfTable(op)}"`, op.options, optionRules, server),
  addColumn: (op, server) => refuseColumn(op, nameOfTable(op), op.column, server),
  ...{ dropColumn: none, renameColumn: none },
  alterColumn: (op, server) => refuseChanges(op, server),
  createPrimaryKey(op, server) {
    refuseFields(op, `primary key of "${nameOfTable(op)}"`, op.primaryKey, primaryKeyRules, server);
  },
  createUnique(op, server) {
    refuseFields(op, `unique constraint of "${nameOfTable(op)}"`, op.unique, uniqueRules, server);
  },
  createCheck: (op, server) => refuseFields(op, `check of "${nameOfTable(op)}"`, op.check, checkRules, server),
  createForeignKey: (op, server) => refuseForeignKey(op, nameOfTable(op), op.foreignKey, server),
  createExclusion: (op) => refuseExclusion(op, nameOfTable(op), op.exclusion),
  ...{ validateConstraint: none, dropConstraint: none },
  createIndex: (op, server) => refuseIndex(op, op.index, server),
  ...{ dropIndex: none, renameIndex: none, createNamespace: none, dropNamespace: none },
  createView: refuseView,
  dropView: none,
  setViewOptions: (op, server) => refuseFields(op, `view "${displayName(op)}"`, op.options, viewRules, server),
  createTrigger: refuseTrigger,
  ...{ attachPartition: none, addInheritance: none, dropInheritance: none },
  detachPartition(op, server) {
    if (op.concurrently !== true || atLeast(server, 14)) return;
    refuseOlder(op, `partition "${displayName(op.partition)}"`, "DETACH PARTITION CONCURRENTLY", 14, server);
  },
  ...{ dropTrigger: none, setTriggerState: none },
  createRule: refuseRule,
  ...{ dropRule: none, setRuleState: none },
  createStatistics: refuseStatistics,
  ...{ dropStatistics: none, setStatisticsTarget: none },
  ...{ createPolicy: none, dropPolicy: none, alterPolicy: none },
  createRoutine: refuseRoutine,
  ...{ dropRoutine: none, createEnum: none, dropEnum: none, addEnumValue: none },
  ...{ alterEnum: none, renameEnumValue: none },
  createDomain: refuseDomain,
  ...{ dropDomain: none, dropDomainCheck: none },
  alterDomain(op, server) {
    if (op.changes.type !== undefined) refuseType(op, `domain "${displayName(op)}"`, op.changes.type, server);
  },
  createDomainCheck: (op, server) =>
    refuseFields(op, `check of domain "${displayName(op)}"`, op.check, domainCheckRules, server),
  createComposite(op, server) {
    for (const each of op.composite.attributes) refuseAttribute(op, op.composite, each, server);
  },
  dropComposite: none,
  addAttribute: (op, server) => refuseAttribute(op, op, op.attribute, server),
  dropAttribute: none,
  alterAttribute: (op, server) => refuseAttribute(op, op, { name: op.attribute, type: op.type }, server),
  createRange: refuseRange,
  dropRange: none,
  replaceRange: refuseRange,
  ...{ createExtension: none, dropExtension: none, alterExtension: none, setComment: none },
  ...{
    createSequence: none,
    dropSequence: none,
    alterSequence: none,
    setSequenceOwner: none,
    bulkInsert: none,
    backfill: none,
    execute: none,
    run: none,
  },
};

const LONGEST_NAME = 63;

/**
 * The server cuts a longer name without an error, and it would be another one than the schema says.
 * Source: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS (13 to 18).
 */
function refuseLongNames(op: Op, part: object): void {
  for (const [key, value] of Object.entries(part)) {
    if (typeof value === "object" && value !== null) refuseLongNames(op, value);
    if ((key !== "name" && key !== "to") || typeof value !== "string") continue;
    if (Buffer.byteLength(value) > LONGEST_NAME) {
      refuse(op, `"${value}"`, `names of more than ${LONGEST_NAME} bytes`, "Give it a shorter name.");
    }
  }
}

/** Refuses an op, for what this server doesn't have. */
export function refuse(op: Op, subject: string, lacking: string, hint?: string): never {
  throw fail("DIALECT_UNSUPPORTED", `${op.kind}, ${subject}: PostgreSQL has no ${lacking}.`, {
    ...(hint === undefined ? {} : { hint }),
    details: { op: op.kind, subject, lacking },
  });
}

function refuseTable(op: Op, table: Table, server: Server): void {
  const subject = `table "${displayName(table)}"`;
  const name = displayName(table);
  refuseFields(op, subject, table, tableRules, server);
  refuseFields(op, subject, table.options, optionRules, server);
  for (const column of table.columns) refuseColumn(op, name, column, server);
  if (table.primaryKey !== undefined)
    refuseFields(op, `primary key of "${name}"`, table.primaryKey, primaryKeyRules, server);
  for (const unique of table.uniques) refuseFields(op, `unique constraint of "${name}"`, unique, uniqueRules, server);
  for (const check of table.checks) refuseFields(op, `check of "${name}"`, check, checkRules, server);
  for (const key of table.foreignKeys) refuseForeignKey(op, name, key, server);
  for (const exclusion of table.exclusions) refuseExclusion(op, name, exclusion);
  for (const index of table.indexes) refuseIndex(op, index, server);
}

function refuseColumn(op: Op, table: string, column: Column, server: Server): void {
  const subject = `column "${table}.${column.name}"`;
  refuseFields(op, subject, column, columnRules, server);
  refuseType(op, subject, column.type, server);
  refuseVirtual(op, subject, column.generated, server);
  refuseMixture(op, subject, column);
}

/** Refuses properties of a column that can't be together. `column` is as it will be. Errors: DIALECT_UNSUPPORTED. */
export function refuseMixture(op: Op, subject: string, column: Column): void {
  const { autoincrement, identity, generated, type } = column;
  const values = [
    ...(column.default === undefined ? [] : ["a default"]),
    ...(generated === undefined ? [] : ["an expression that computes it"]),
    ...(identity === undefined ? [] : ["an identity"]),
    ...(autoincrement === undefined ? [] : ["autoincrement"]),
  ];
  if (values.length > 1) refuse(op, subject, `column with ${values.join(" and ")}`);
  if (column.notNull !== undefined && column.nullable && identity === undefined) {
    refuse(op, subject, "NOT NULL of a nullable column", "Make it `nullable: false`.");
  }
  if (autoincrement === true && serialTypes[type.kind] === undefined) {
    refuse(op, subject, "autoincrement but for smallint, integer and bigint");
  }
  if (identity !== undefined) refuseIdentity(op, subject, identity, type);
}

/** The sequence of an identity has the type of its column. */
function refuseIdentity(op: Op, subject: string, { options }: Identity, type: ColumnType): void {
  if (serialTypes[type.kind] === undefined) refuse(op, subject, "identity but for smallint, integer and bigint");
  if (options?.type === undefined || options.type === type.kind) return;
  refuse(op, subject, "identity whose sequence has another type than the column");
}

function refuseChanges(op: OpOf<"alterColumn">, server: Server): void {
  const subject = `column "${nameOfTable(op)}.${op.column}"`;
  refuseFields(op, subject, present(op.changes), columnRules, server);
  for (const field of ["onUpdate", "invisible", "onNullConflict"] as const) {
    const rule = columnRules[field];
    if (op.changes[field] === null && typeof rule === "string") refuse(op, subject, rule);
  }
  if (op.changes.type !== undefined) refuseType(op, subject, op.changes.type, server);
  refuseVirtual(op, subject, op.changes.generated ?? undefined, server);
}

function refuseType(op: Op, subject: string, type: ColumnType, server: Server): void {
  const text = renderType(type);
  if (/multirange(?:\[\])*$/.test(text) && type.kind !== "raw" && type.kind !== "named" && !atLeast(server, 14)) {
    refuseOlder(op, subject, `type ${text}`, 14, server);
  }
}

function refuseDomain(op: OpOf<"createDomain">, server: Server): void {
  const { domain } = op;
  const subject = `domain "${displayName(domain)}"`;
  refuseType(op, subject, domain.type, server);
  for (const check of domain.checks) refuseFields(op, `check of ${subject}`, check, domainCheckRules, server);
}

function refuseAttribute(op: Op, type: ObjectName, attribute: Attribute, server: Server): void {
  refuseType(op, `attribute "${displayName(type)}.${attribute.name}"`, attribute.type, server);
}

function refuseRange(op: OpOf<"createRange" | "replaceRange">, server: Server): void {
  const { range } = op;
  const subject = `range type "${displayName(range)}"`;
  refuseType(op, subject, range.subtype, server);
  if (range.multirange !== undefined && !atLeast(server, 14)) refuseOlder(op, subject, "lists of ranges", 14, server);
}

function refuseVirtual(op: Op, subject: string, generated: Column["generated"], server: Server): void {
  if (generated?.stored === false && !atLeast(server, 18)) {
    refuseOlder(op, subject, "virtual generated columns (give it `stored: true`)", 18, server);
  }
}

function refuseForeignKey(op: Op, table: string, key: ForeignKey, server: Server): void {
  const subject = `foreign key of "${table}"`;
  refuseFields(op, subject, key, foreignKeyRules, server);
  if (key.match === "partial") refuse(op, subject, "MATCH PARTIAL");
}

function refuseExclusion(op: Op, table: string, { elements }: Exclusion): void {
  if (elements.length === 0) refuse(op, `exclusion constraint of "${table}"`, "exclusion constraint without elements");
}

function refuseIndex(op: Op, index: Index, server: Server): void {
  const subject = `index "${index.name}"`;
  refuseFields(op, subject, index, indexRules, server);
  if (index.method === "fulltext") refuse(op, subject, "index method fulltext (use gin on a tsvector)");
  if (index.method === "spatial") refuse(op, subject, "index method spatial (use gist)");
  for (const part of index.parts) refuseFields(op, subject, part as AnyIndexPart, indexPartRules, server);
}

function refuseView(op: OpOf<"createView">, server: Server): void {
  const { view } = op;
  const subject = `view "${displayName(view)}"`;
  refuseFields(op, subject, view, viewRules, server);
  for (const index of view.indexes ?? []) refuseIndex(op, index, server);
  refuseViewProperties(op, view, view.materialized === true);
  if (view.materialized === true) return;
  if (view.indexes !== undefined) refuse(op, subject, "indexes of a view that isn't materialized");
  if (op.withoutData === true) refuse(op, subject, "WITH NO DATA of a view that isn't materialized");
}

/** Refuses properties that a view of the other kind has. Errors: DIALECT_UNSUPPORTED. */
export function refuseViewProperties(
  op: OpOf<"createView" | "setViewOptions">,
  view: View,
  materialized: boolean,
): void {
  const { storage, tablespace, accessMethod, security, barrier, checkOption, columnDefaults, columnOptions } = view;
  const others = materialized
    ? [security, barrier, checkOption, columnDefaults]
    : [storage, tablespace, accessMethod, columnOptions];
  if (others.every((each) => each === undefined)) return;
  const lacking = materialized
    ? "security options, check options and defaults of a materialized view"
    : "storage of a view that isn't materialized";
  refuse(op, `view "${displayName(view)}"`, lacking);
}

/** The record and the text must speak of the same trigger, or rule. */
function refuseTrigger(op: OpOf<"createTrigger">): void {
  refuseOther(op, "trigger", op.trigger);
}

function refuseRule(op: OpOf<"createRule">): void {
  refuseOther(op, "rule", op.rule);
}

function refuseOther(op: Op, kind: "trigger" | "rule", object: Trigger | Rule): void {
  const stated = statedName(object.definition, kind);
  if (stated?.name === object.name && stated.table?.name === object.table && sameSpace(stated.table, object)) return;
  const subject = `${kind} "${object.name}" on "${object.table}"`;
  refuseDefinition(op, subject, `CREATE ${kind.toUpperCase()}`, stated === undefined ? undefined : `"${stated.name}"`);
}

/** Of a single column the server knows enough anyway. Source: https://www.postgresql.org/docs/current/sql-createstatistics.html (13 to 18). */
function refuseStatistics(op: OpOf<"createStatistics">, server: Server): void {
  const { statistics } = op;
  const { parts, kinds } = statistics;
  const subject = `statistics "${displayName(statistics)}"`;
  const isOfExpressions = parts.some((part) => "expression" in part);
  if (isOfExpressions && !atLeast(server, 14)) refuseOlder(op, subject, "statistics of expressions", 14, server);
  if (parts.length > 1) return;
  if (!isOfExpressions) refuse(op, subject, "statistics of a single column", "Name another column, or an expression.");
  if (kinds !== undefined) refuse(op, subject, "kinds of statistics of a single expression", "Leave out the kinds.");
}

function refuseRoutine(op: OpOf<"createRoutine">): void {
  const { routine } = op;
  const { kind } = routine;
  if (kind === "event")
    refuse(op, `event "${displayName(routine)}"`, "events (run the statement by a scheduler of your own)");
  const stated = statedName(routine.definition, kind);
  if (stated?.name === routine.name && sameSpace(stated, routine)) return;
  const subject = `${routine.kind} "${displayName(routine)}"`;
  const head = `CREATE ${routine.kind.toUpperCase()}`;
  refuseDefinition(op, subject, head, stated === undefined ? undefined : `"${displayName(stated)}"`);
}

/** An absent namespace is the default one, under whichever name. */
function sameSpace(stated: ObjectName, name: { readonly schema?: string }): boolean {
  return name.schema === undefined || stated.schema === name.schema;
}

function refuseDefinition(op: Op, subject: string, head: string, other: string | undefined): never {
  const what = other === undefined ? `no plain ${head}` : `of ${other}`;
  throw fail("DIALECT_UNSUPPORTED", `${op.kind}, ${subject}: its definition is ${what}.`, {
    hint: `Give the whole ${head} statement, with the same names.`,
    details: { op: op.kind, subject },
  });
}

function nameOfTable(op: { readonly table: string; readonly schema?: string }): string {
  return displayName(op.schema === undefined ? { name: op.table } : { name: op.table, schema: op.schema });
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
    const rule = rules[field as keyof T];
    if (rule === true) continue;
    if (typeof rule === "string" || rule === undefined) refuse(op, subject, rule ?? `"${field}"`);
    if (!atLeast(server, rule.since)) refuseOlder(op, subject, rule.lacking, rule.since, server);
  }
}

function refuseOlder(op: Op, subject: string, lacking: string, since: number, server: Server): never {
  throw fail("DIALECT_UNSUPPORTED", `${op.kind}, ${subject}: PostgreSQL ${server.version} has no ${lacking}.`, {
    hint: `PostgreSQL ${since} has it.`,
    details: { op: op.kind, subject, lacking, since: String(since), version: server.version },
  });
}
