import { given } from "../../base/given.ts";
import { findTable } from "../../schema/names.ts";
import type {
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  ReferentialAction,
  Schema,
  Table,
  View,
} from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import { normaliseEvent } from "./event-text.ts";
import { normaliseExpression, normaliseStatement } from "./expression-text.ts";
import { normaliseColumn } from "./normalise-column.ts";
import { normaliseProgram } from "./normalise-program.ts";
import { charsetName, collationName } from "./normalise-type.ts";
import { statedOptions } from "./sequence-options.ts";
import { normalisePartitioning } from "./system-time.ts";
import { USUAL_TEXTS } from "./table-sql.ts";

/**
 * The schema in the form in which two are compared: spellings that the server holds equal are made one. Every object stays at its place,
 * under its name. Pure: what only the server can tell, such as what character set a table gets, stays apart.
 * Types by `normaliseType` · constant defaults by the column's type · expressions by their tokens · columns of the primary key and those
 * that are numbered are never NULL · the primary key has no name · RESTRICT, NO ACTION and nothing · a prefix as long as its column ·
 * options that say what the server does anyway · a routine's name is all that it is known by.
 */
export function normalise(schema: Schema): Schema {
  return {
    ...schema,
    sequences: schema.sequences.map(({ name, schema: namespace, ownedBy, ...options }) => ({
      name,
      ...given({ schema: namespace, ownedBy }),
      ...statedOptions(options),
    })),
    tables: schema.tables.map((table) => normaliseTable(table, schema)),
    views: schema.views.map(normaliseView),
    routines: schema.routines.map((routine) => ({
      ...routine,
      arguments: "",
      definition: (routine.kind === "event" ? normaliseEvent : normaliseProgram)(routine.definition),
    })),
    triggers: schema.triggers.map((trigger) => ({ ...trigger, definition: normaliseProgram(trigger.definition) })),
  };
}

function normaliseTable(table: Table, schema: Schema): Table {
  const { comment, primaryKey, ...rest } = table;
  const options = normaliseOptions(table.options);
  const key = new Set(primaryKey?.columns);
  return {
    ...rest,
    columns: table.columns.map((column) => normaliseColumn(column, options, key.has(column.name))),
    ...given({ primaryKey: primaryKey === undefined ? undefined : withoutName(primaryKey) }),
    checks: table.checks.map((check) => ({ ...check, expression: normaliseExpression(check.expression) })),
    foreignKeys: table.foreignKeys.map((foreignKey) => normaliseForeignKey(foreignKey, table, schema)),
    indexes: table.indexes.map((index) => normaliseIndex(index, table, options)),
    ...given({ comment: comment === "" ? undefined : comment }),
    options,
  };
}

function withoutName({ name: _, ...key }: PrimaryKey): PrimaryKey {
  return key;
}

/** A collation says the character set as well. */
function normaliseOptions(options: TableOptions): TableOptions {
  const { engine, charset, collation, rowFormat, partitionBy, storage, ...rest } = options;
  const format = rowFormat?.toLowerCase();
  return {
    ...rest,
    ...given({
      engine: engine?.toLowerCase(),
      charset: charset === undefined || collation !== undefined ? undefined : charsetName(charset),
      collation: collation === undefined ? undefined : collationName(collation),
      rowFormat: format === "default" ? undefined : format,
      partitionBy: partitionBy === undefined ? undefined : normalisePartitioning(partitionBy),
      storage: storage === undefined ? undefined : statedStorage(storage),
    }),
  };
}

function statedStorage(storage: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const stated = Object.entries(lowered(storage)).filter(
    ([name, value]) => USUAL_TEXTS[name]?.toLowerCase() !== value.toLowerCase(),
  );
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}

function lowered(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name.toLowerCase(), value]));
}

/** InnoDB takes MATCH and does nothing with it. Source: https://dev.mysql.com/doc/refman/9.7/en/ansi-diff-foreign-keys.html. */
function normaliseForeignKey(key: ForeignKey, table: Table, schema: Schema): ForeignKey {
  const { onDelete, onUpdate, references, match: _, ...rest } = key;
  const place = { name: references.table, ...given({ schema: references.schema }) };
  const parent = references.table === table.name ? table : findTable(schema, place);
  const columns = references.columns.length === 0 ? (parent?.primaryKey?.columns ?? []) : references.columns;
  return {
    ...rest,
    references: { ...references, columns },
    ...given({ onDelete: actionOf(onDelete), onUpdate: actionOf(onUpdate) }),
  };
}

/** RESTRICT and NO ACTION are the same here. Source: https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html. */
function actionOf(action: ReferentialAction | undefined): ReferentialAction | undefined {
  return action === "restrict" || action === "no action" ? undefined : action;
}

/** Engines but MEMORY have trees and nothing else, whatever is written; MEMORY has hashes unless it is told to make a tree. */
function normaliseIndex(index: Index, table: Table, options: TableOptions): Index {
  const { method, storage, comment, ...rest } = index;
  const lower = method?.toLowerCase();
  const { using = lower, ...others } = storage === undefined ? {} : lowered(storage);
  const isTree = options.engine === "memory" && using?.toLowerCase() === "btree";
  const stated = { ...others, ...given({ using: isTree ? "btree" : undefined }) };
  return {
    ...rest,
    parts: index.parts.map((part) => normalisePart(part, table)),
    ...given({
      method: lower === "btree" || lower === "hash" ? undefined : lower,
      storage: Object.keys(stated).length === 0 ? undefined : stated,
      comment: comment === "" ? undefined : comment,
    }),
  };
}

function normalisePart(part: IndexPart, table: Table): IndexPart {
  if (!("column" in part)) return { ...part, expression: normaliseExpression(part.expression) };
  const type = table.columns.find(({ name }) => name === part.column)?.type;
  const whole = type !== undefined && "length" in type ? type.length : undefined;
  if (part.length === undefined || whole === undefined || part.length < whole) return part;
  const { length: _, ...rest } = part;
  return rest;
}

function normaliseView(view: View): View {
  const { comment, ...rest } = view;
  return {
    ...rest,
    definition: normaliseStatement(view.definition),
    ...given({ comment: comment === "" ? undefined : comment }),
  };
}
