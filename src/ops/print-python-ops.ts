import { findTable } from "../schema/names.ts";
import type { Column, Table } from "../schema/schema.ts";
import type { AddColumn, AlterColumn, RenameColumn } from "./column-ops.ts";
import type { ConstraintType, DropConstraint } from "./constraint-ops.ts";
import { tableNameOf } from "./edit.ts";
import type { Op, OpKind, OpOf } from "./op.ts";
import {
  columnCode,
  columnDefault,
  deferrableKeywords,
  foreignKeyKeywords,
  given,
  indexKeys,
  nameCode,
  type PythonContext,
  tableParts,
  typeCode,
} from "./print-python-parts.ts";
import {
  type PythonCode,
  type PythonKeywords,
  type PythonLine,
  pyCall,
  pyRaw,
  pySqlText,
  pyText,
  pyTexts,
  pyWord,
} from "./python-code.ts";
import type { PythonAlteration } from "./python-dialect.ts";
import type { OnTable } from "./table-ops.ts";

type Printed = readonly PythonLine[] | undefined;

/** The directives that carry out an operation, or undefined where Alembic has none that say all of it. */
export function directivesOf(op: Op, context: PythonContext): Printed {
  // Alembic has no word for it: the statements are written out.
  if ("online" in op && op.online === true) return undefined;
  const print = printers[op.kind] as (op: Op, context: PythonContext) => Printed;
  return print(op, context);
}

/** What Alembic has no directive for. */
const asSql = (): Printed => undefined;

const printers: { readonly [K in OpKind]: (op: OpOf<K>, context: PythonContext) => Printed } = {
  createTable,

  dropTable: (op, context) => one(directive(context, "drop_table", op, [], ifExists(op))),

  renameTable: (op, context) => one(directive(context, "rename_table", op, [pyText(op.to)])),

  setTableComment(op, context) {
    const existing = findTable(context.schema, tableNameOf(op))?.comment;
    const keywords = given({ existing_comment: existing === undefined ? undefined : pyText(existing) });
    if (op.comment === undefined) return one(directive(context, "drop_table_comment", op, [], keywords));
    return one(directive(context, "create_table_comment", op, [pyText(op.comment)], keywords));
  },

  addColumn,

  dropColumn(op, context) {
    return one(directive(context, "drop_column", op, [pyText(op.column)], ifExists(op)));
  },

  renameColumn,

  alterColumn,

  createPrimaryKey(op, context) {
    const table = findTable(context.schema, tableNameOf(op));
    const more = table && context.dialect.keywords.primaryKey(op.primaryKey, table);
    const { columns, deferrable } = op.primaryKey;
    // The directive takes no keywords.
    if (more === undefined || Object.keys(more).length > 0 || deferrable !== undefined) return undefined;
    if (op.usingIndex !== undefined) return undefined;
    return one(named(context, "create_primary_key", op, op.primaryKey, [pyTexts(columns)], {}));
  },

  createUnique(op, context) {
    const more = context.dialect.keywords.unique(op.unique);
    if (more === undefined || op.usingIndex !== undefined) return undefined;
    const keywords = { ...deferrableKeywords(op.unique), ...more };
    return one(named(context, "create_unique_constraint", op, op.unique, [pyTexts(op.unique.columns)], keywords));
  },

  createCheck(op, context) {
    const more = context.dialect.keywords.check(op.check);
    if (more === undefined) return undefined;
    const { expression } = op.check;
    return one(named(context, "create_check_constraint", op, op.check, [pySqlText(expression)], more));
  },

  createForeignKey(op, context) {
    const { columns, references } = op.foreignKey;
    const rules = foreignKeyKeywords(op.foreignKey, context);
    if (rules === undefined) return undefined;
    const positional = [pyText(references.table), pyTexts(columns), pyTexts(references.columns)];
    const schemas = given({
      source_schema: op.schema && pyText(op.schema),
      referent_schema: references.schema && pyText(references.schema),
    });
    const start = context.on === "op" ? [pyText(op.table)] : [];
    const name = nameCode(op.foreignKey.name, context);
    return one(pyCall(`${context.on}.create_foreign_key`, [name, ...start, ...positional], { ...rules, ...schemas }));
  },

  dropConstraint(op, context) {
    const type_ = constraintTypes[op.type];
    const name = nameOfDropped(op, context);
    if (name === undefined || type_ === undefined) return undefined;
    return one(named(context, "drop_constraint", op, { name }, [], { type_: pyText(type_), ...ifExists(op) }));
  },

  createIndex(op, context) {
    const more = context.dialect.keywords.index(op.index);
    if (more === undefined) return undefined;
    const concurrently = op.concurrently === true ? { [`${context.dialect.name}_concurrently`]: pyWord(true) } : {};
    const guard = op.ifNotExists === true ? { if_not_exists: pyWord(true) } : {};
    const keywords = { unique: pyWord(op.index.unique === true), ...more, ...concurrently, ...guard };
    const code = named(context, "create_index", op, op.index, [indexKeys(op.index, context)], keywords);
    return op.concurrently === true ? [outsideTransaction([code])] : one(code);
  },

  dropIndex(op, context) {
    const concurrently = op.concurrently === true ? { [`${context.dialect.name}_concurrently`]: pyWord(true) } : {};
    const table = context.on === "op" ? { table_name: pyText(op.table) } : {};
    const schema = given({ schema: op.schema && pyText(op.schema) });
    const keywords = { ...table, ...schema, ...concurrently, ...ifExists(op) };
    const code = pyCall(`${context.on}.drop_index`, [nameCode(op.index, context)], keywords);
    return op.concurrently === true ? [outsideTransaction([code])] : one(code);
  },

  createExclusion(op, context) {
    const code = context.dialect.exclusion?.(op.exclusion);
    if (code === undefined) return undefined;
    const keywords = { ...deferrableKeywords(op.exclusion), ...code.keywords };
    return one(named(context, "create_exclude_constraint", op, op.exclusion, code.parameters, keywords));
  },

  validateConstraint: asSql,
  setTableOptions: asSql,
  attachPartition: asSql,
  detachPartition: asSql,
  addInheritance: asSql,
  dropInheritance: asSql,
  renameIndex: asSql,
  createNamespace: asSql,
  dropNamespace: asSql,
  createView: asSql,
  dropView: asSql,
  setViewOptions: asSql,
  createTrigger: asSql,
  dropTrigger: asSql,
  setTriggerState: asSql,
  ...{ createRule: asSql, dropRule: asSql, setRuleState: asSql },
  createPolicy: asSql,
  dropPolicy: asSql,
  alterPolicy: asSql,
  ...{ createStatistics: asSql, dropStatistics: asSql, setStatisticsTarget: asSql },
  createRoutine: asSql,
  dropRoutine: asSql,
  createEnum: asSql,
  dropEnum: asSql,
  addEnumValue: asSql,
  alterEnum: asSql,
  renameEnumValue: asSql,
  createSequence: asSql,
  dropSequence: asSql,
  alterSequence: asSql,
  setSequenceOwner: asSql,
  ...{ createDomain: asSql, dropDomain: asSql, alterDomain: asSql, createDomainCheck: asSql, dropDomainCheck: asSql },
  ...{ createComposite: asSql, dropComposite: asSql, addAttribute: asSql, dropAttribute: asSql, alterAttribute: asSql },
  ...{ createRange: asSql, dropRange: asSql, replaceRange: asSql },
  ...{ createExtension: asSql, dropExtension: asSql, alterExtension: asSql, setComment: asSql },
  bulkInsert: asSql,
  backfill: asSql,
  execute: asSql,
  run: asSql,
};

/** `with op.get_context().autocommit_block():` around what the server refuses in a transaction. */
export function outsideTransaction(body: readonly PythonLine[]): PythonLine {
  return { kind: "with", head: pyCall("op.get_context().autocommit_block", []), body };
}

/** Alembic's words for kinds of constraints; exclusion constraints have none. */
const constraintTypes: { readonly [K in ConstraintType]: string | undefined } = {
  primary: "primary",
  unique: "unique",
  check: "check",
  foreignkey: "foreignkey",
  exclude: undefined,
};

function createTable({ table, ifNotExists }: OpOf<"createTable">, context: PythonContext): Printed {
  const parts = tableParts(table, context);
  const more = context.dialect.keywords.table(table);
  if (parts === undefined || more === undefined) return undefined;
  const create = pyCall("op.create_table", [pyText(table.name), ...parts], {
    schema: table.schema === undefined ? undefined : pyText(table.schema),
    comment: table.comment === undefined ? undefined : pyText(table.comment),
    ...more,
    ...(ifNotExists === true ? { if_not_exists: pyWord(true) } : {}),
  });
  return one({ ...create, open: true });
}

function addColumn(op: AddColumn, context: PythonContext): Printed {
  const table = findTable(context.schema, tableNameOf(op));
  const column = table && columnCode(op.column, table, context);
  if (column === undefined || (op.position !== undefined && context.on === "op")) return undefined;
  const first = table?.columns[0]?.name;
  const place =
    op.position === "first"
      ? { insert_before: first === undefined ? undefined : pyText(first) }
      : { insert_after: op.position && pyText(op.position.after) };
  const guard = op.ifNotExists === true ? { if_not_exists: pyWord(true) } : {};
  return one(directive(context, "add_column", op, [column], { ...given(place), ...guard }));
}

function renameColumn(op: RenameColumn, context: PythonContext): Printed {
  const how = context.dialect.alteration(op, context.schema);
  const table = findTable(context.schema, tableNameOf(op));
  const column = table?.columns.find((each) => each.name === op.column);
  if (how === undefined) return undefined;
  const whole = how.isWhole === true && column !== undefined ? existing(column, table, context) : {};
  if (whole === undefined) return undefined;
  const keywords = { new_column_name: pyText(op.to), ...whole, ...how.keywords };
  return one(directive(context, "alter_column", op, [pyText(op.column)], keywords));
}

/** All that Alembic can be told of a column as it is. */
function existing(column: Column, table: Table | undefined, context: PythonContext): PythonKeywords | undefined {
  const type = table && typeCode(column, table, context);
  if (type === undefined) return undefined;
  return given({
    existing_type: type,
    existing_comment: column.comment && pyText(column.comment),
    existing_nullable: pyWord(column.nullable),
    existing_server_default: columnDefault(column, context),
  });
}

/**
 * What changes and what was there, in the order in which Alembic prints them. Where the default would be in the way of the new type,
 * it goes first.
 */
function alterColumn(op: AlterColumn, context: PythonContext): Printed {
  const { type: _type, nullable, default: value, comment, collation: _collation, ...others } = op.changes;
  const table = findTable(context.schema, tableNameOf(op));
  const column = table?.columns.find((each) => each.name === op.column);
  const how = context.dialect.alteration(op, context.schema);
  const says: readonly string[] = how?.says ?? [];
  const isSaid = Object.keys(others).every((key) => says.includes(key));
  if (!isSaid || table === undefined || column === undefined || how === undefined) return undefined;
  const changed = changedType(column, op);
  const newType = changed && typeCode(changed, table, context);
  const existingType = typeCode(column, table, context);
  if ((changed !== undefined && newType === undefined) || (how.isWhole === true && existingType === undefined)) {
    return undefined;
  }
  const dropped = how.dropsDefault === true;
  const isDefaultChanged = value !== undefined || how.defaultAfter !== undefined || "onUpdate" in others;
  const newDefault = columnDefault(columnAfter(op, column, how), context);
  const isDone = !isDefaultChanged || (dropped && newDefault === undefined);
  const keptDefault = isDefaultChanged || dropped ? undefined : columnDefault(column, context);
  // A default that goes by itself would leave the column without even NULL for one, where all of it is written anew.
  const isNullableSaid = nullable !== undefined || (how.isWhole === true && isDefaultChanged);
  const keywords = given({
    existing_type: existingType,
    server_default: isDone ? undefined : (newDefault ?? pyWord(null)),
    type_: newType,
    nullable: isNullableSaid ? pyWord(nullable ?? column.nullable) : undefined,
    comment: comment === undefined ? undefined : comment === null ? pyWord(null) : pyText(comment),
    existing_comment: column.comment && pyText(column.comment),
    existing_nullable: isNullableSaid ? undefined : pyWord(column.nullable),
    existing_server_default: keptDefault,
    ...how.keywords,
    ...(how.using === undefined ? {} : { [`${context.dialect.name}_using`]: pyText(how.using) }),
  });
  const alter = (given: Readonly<Record<string, PythonCode>>) =>
    directive(context, "alter_column", op, [pyText(op.column)], given);
  const dropDefault = { ...given({ existing_type: existingType }), server_default: pyWord(null) };
  const behind = (how.behind ?? []).map((sql) => pyCall("op.execute", [pySqlText(sql)]));
  return [...(dropped ? [alter(dropDefault)] : []), alter(keywords), ...behind];
}

/** The column with the default that it has in the end. */
function columnAfter({ changes }: AlterColumn, column: Column, { defaultAfter }: PythonAlteration): Column {
  const { default: old, onUpdate: oldUpdate, ...rest } = column;
  const value = changes.default === undefined ? (defaultAfter ?? old) : (changes.default ?? undefined);
  const onUpdate = changes.onUpdate === undefined ? oldUpdate : (changes.onUpdate ?? undefined);
  const type = changes.type ?? column.type;
  return {
    ...rest,
    type,
    ...(value === undefined ? {} : { default: value }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
  };
}

/** The column with its new type or collation, if one of them changes. */
function changedType(
  column: Column,
  { changes, using }: AlterColumn,
): Pick<Column, "name" | "type" | "collation"> | undefined {
  if (changes.type === undefined && changes.collation === undefined && using === undefined) return undefined;
  const { collation: old, name } = column;
  const collation = changes.collation === undefined ? old : (changes.collation ?? undefined);
  return { name, type: changes.type ?? column.type, ...(collation === undefined ? {} : { collation }) };
}

function nameOfDropped(op: DropConstraint, { schema, dialect }: PythonContext): string | undefined {
  if (op.name !== undefined || op.type !== "primary") return op.name;
  return findTable(schema, tableNameOf(op))?.primaryKey?.name ?? dialect.primaryKeyName;
}

function one(code: PythonLine): Printed {
  return [code];
}

/** A directive on a table: with the table's name first, but in batch mode, which has it already. */
function directive(
  { on }: PythonContext,
  name: string,
  op: OnTable,
  parameters: readonly PythonCode[],
  keywords: Readonly<Record<string, PythonCode>> = {},
): PythonCode {
  if (on === "batch_op") return pyCall(`${on}.${name}`, parameters, keywords);
  return pyCall(`${on}.${name}`, [pyText(op.table), ...parameters], { ...keywords, ...inSchema(op) });
}

/** As `directive`, with the name of a constraint or an index before the table's. */
function named(
  context: PythonContext,
  name: string,
  op: OnTable,
  object: { readonly name?: string },
  parameters: readonly PythonCode[],
  keywords: Readonly<Record<string, PythonCode>>,
): PythonCode {
  const first = nameCode(object.name, context);
  if (context.on === "batch_op") return pyCall(`${context.on}.${name}`, [first, ...parameters], keywords);
  return pyCall(`${context.on}.${name}`, [first, pyText(op.table), ...parameters], { ...inSchema(op), ...keywords });
}

function inSchema({ schema }: OnTable): Record<string, PythonCode> {
  return schema === undefined ? {} : { schema: pyText(schema) };
}

function ifExists({ ifExists: guard }: { readonly ifExists?: true }): Record<string, PythonCode> {
  return guard === true ? { if_exists: pyRaw("True") } : {};
}
