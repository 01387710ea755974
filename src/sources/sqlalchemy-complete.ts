import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import type { EnvironmentContext, LeftAlone, ModelsPart } from "../bridge/model-commands.ts";
import { tableNameOf } from "../ops/edit.ts";
import { areOfColumn } from "../ops/statistics-behaviours.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { viewProperties } from "../ops/view-behaviours.ts";
import { allColumns } from "../schema/inheritance.ts";
import { nameKey, sameName } from "../schema/names.ts";
import type {
  Check,
  Column,
  Commented,
  ForeignKey,
  ObjectName,
  PrimaryKey,
  Schema,
  Sequence,
  Statistics,
  Table,
  Unique,
  View,
} from "../schema/schema.ts";
import { sharedTable } from "../schema/shared-tables.ts";
import type { TableOptions } from "../schema/table-options.ts";
import type { ColumnType } from "../schema/types.ts";
import { leaveAlone } from "./sqlalchemy-left-alone.ts";

/** What env.py says of the comparison. */
export type ComparisonRules = Pick<EnvironmentContext, "compareType" | "compareServerDefault" | "includeSchemas">;

/** A database, its tables by their keys, and the columns that own a sequence. */
export interface Before {
  readonly have: Schema;
  readonly tables: ReadonlyMap<string, Table>;
  readonly numbered: ReadonlySet<string>;
}

export function beforeOf(have: Schema): Before {
  return { have, tables: new Map(have.tables.map((table) => [nameKey(table), table])), numbered: ownedColumns(have) };
}

/**
 * Some tables of the models with what SQLAlchemy has no words for as the database has it: the order and collation of the columns of keys,
 * storage, partitions and what a table inherits. What is as it is there is the very same.
 */
export function completeTables(part: ModelsPart, { have, tables, numbered }: Before): readonly Table[] {
  const { serverDefaults, unorderedKeys } = part;
  const defaults = new Set(serverDefaults.map(({ schema, table, column }) => stableJson([schema, table, column])));
  const unordered = new Set(unorderedKeys.map(({ schema, table }) => stableJson([schema, table])));
  return part.tables.map((table) => {
    const old = tables.get(nameKey(table));
    const isLeft = (name: string): boolean =>
      defaults.size > 0 && defaults.has(stableJson([table.schema, table.name, name]));
    if (old === undefined) return withValidity(table, undefined);
    if (old.partitionOf !== undefined) return old;
    const said = unordered.has(stableJson([table.schema, table.name])) ? withKeyOrder(table, old) : table;
    const complete = withoutInherited(withValidity(completeTable(said, old, isLeft), old), old, have);
    const columns = complete.columns.map((column) => withSequence(column, old, numbered));
    return sharedTable({ ...complete, columns }, old);
  });
}

/**
 * The models, of whose tables `completeTables` was made, with what SQLAlchemy has no words for as the database has it: routines, triggers,
 * rules, policies, statistics whose columns stay, virtual tables, namespaces, extensions, views and domains that no model names, composite and
 * range types, sequences that no model names. An enum that no model names is left alone
 * unless a table of the database has used it, and none of the models does. So is what env.py takes out of the comparison, and tables that no
 * model has: outside of the usual namespace, where env.py doesn't include the others, and without an env.py in those that no model is in.
 */
export function completeModels(
  { schema: models, leftAlone }: { readonly schema: Schema; readonly leftAlone: readonly LeftAlone[] },
  have: Schema,
  rules: ComparisonRules | undefined,
): Schema {
  const wanted = leaveAlone(models.tables, have.tables, { leftAlone, environment: rules });
  const isOurs = (namespace: string): boolean => rules?.includeSchemas ?? models.namespaces.includes(namespace);
  const isOutside = ({ schema, options, partitionOf }: Table): boolean =>
    options.virtual !== undefined || partitionOf !== undefined || (schema !== undefined && !isOurs(schema));
  const all = [...wanted, ...missingFrom(wanted, have.tables.filter(isOutside))];
  const tables = new Map(all.map((table) => [nameKey(table), table]));
  const views = [
    ...models.views.map((view) => completeView(view, have.views)),
    ...missingFrom(models.views, have.views),
  ];
  return {
    namespaces: [...new Set([...have.namespaces, ...models.namespaces])].sort(),
    ...given({ namespaceComments: have.namespaceComments }),
    extensions: have.extensions,
    enums: [...models.enums.map((type) => withOldComment(type, have.enums)), ...keptEnums(models, all, have)],
    domains: [
      ...models.domains.map((type) => withOldComment(type, have.domains)),
      ...missingFrom(models.domains, have.domains),
    ],
    composites: have.composites,
    ranges: have.ranges,
    sequences: [
      ...models.sequences.map((sequence) => withOwner(sequence, have, tables)),
      ...missingFrom(models.sequences, have.sequences).filter((sequence) => staysWith(sequence, tables)),
    ],
    tables: all,
    views,
    routines: have.routines,
    ...partsOf({ tables: all, views }, have),
  };
}

type Parts = Pick<Schema, "triggers" | "rules" | "policies" | "statistics">;

function partsOf({ tables, views }: Pick<Schema, "tables" | "views">, have: Schema): Parts {
  const owners = new Set([...tables, ...views].map(nameKey));
  const isOwned = (part: OnTable): boolean => owners.has(nameKey(tableNameOf(part)));
  return {
    triggers: have.triggers.filter(isOwned),
    rules: have.rules.filter(isOwned),
    policies: have.policies.filter(isOwned),
    statistics: have.statistics.filter((each) => owners.has(nameKey(each.table)) && !losesColumn(each, have, tables)),
  };
}

/** What the models name without saying a comment keeps the one that it has. */
function withOldComment<T extends ObjectName & Commented>(object: T, others: readonly T[]): T {
  return { ...given({ comment: others.find((other) => sameName(other, object))?.comment }), ...object };
}

/** A view with what SQLAlchemy has no words for as the database has it, and with its indexes and options where the model names none. */
function completeView(view: View, others: readonly View[]): View {
  const old = others.find((other) => sameName(other, view) && other.materialized === view.materialized);
  if (old === undefined) return view;
  const { security, barrier, checkOption, ...properties } = viewProperties(old);
  const isSilent = [view.security, view.barrier, view.checkOption].every((each) => each === undefined);
  const { comment, columnComments, indexes } = old;
  const known = { ...properties, ...given({ comment, columnComments, indexes }) };
  const said = given({ indexes: view.indexes?.map((index) => withComment(index, indexes ?? [])) });
  return { ...known, ...(isSilent ? given({ security, barrier, checkOption }) : {}), ...view, ...said };
}

/** SQLAlchemy has no word for the column that a sequence goes with, nor for its comment. */
function withOwner(sequence: Sequence, have: Schema, tables: ReadonlyMap<string, Table>): Sequence {
  const { ownedBy, comment } = have.sequences.find((other) => sameName(other, sequence)) ?? {};
  const known = { ...given({ comment }), ...sequence };
  const owned = { ...known, ...given({ ownedBy }) };
  return staysWith(owned, tables) ? owned : known;
}

/** A model that lets the server number its rows says nothing of the options of the sequence. */
function withSequence(column: Column, table: Table, numbered: ReadonlySet<string>): Column {
  if (column.autoincrement !== true || !numbered.has(columnKey(table, column.name))) return column;
  const before = table.columns.find(({ name }) => name === column.name);
  if (before?.default === undefined) return column;
  const { autoincrement: _, ...others } = column;
  return { ...others, default: before.default };
}

/** The columns that own a sequence. */
function ownedColumns({ sequences }: Schema): ReadonlySet<string> {
  return new Set(
    sequences.flatMap(({ ownedBy, schema }) =>
      ownedBy === undefined ? [] : [columnKey({ name: ownedBy.table, ...given({ schema }) }, ownedBy.column)],
    ),
  );
}

function columnKey(table: ObjectName, column: string): string {
  return `${nameKey(table)}\u0000\u0000${column}`;
}

/** Statistics go with each of their columns. */
function losesColumn(statistics: Statistics, have: Schema, tables: readonly Table[]): boolean {
  const [old, table] = [have.tables, tables].map((all) => all.find((each) => sameName(each, statistics.table)));
  if (old === undefined || table === undefined) return false;
  const names = new Set(allColumns(table, { tables }).map(({ name }) => name));
  const gone = allColumns(old, have).filter(({ name }) => !names.has(name));
  return gone.some(({ name }) => areOfColumn(statistics, statistics.table, name));
}

/** A sequence that a column owns goes when that goes. */
function staysWith({ ownedBy, schema }: Sequence, tables: ReadonlyMap<string, Table>): boolean {
  if (ownedBy === undefined) return true;
  const table = tables.get(nameKey({ name: ownedBy.table, ...given({ schema }) }));
  return table?.columns.some(({ name }) => name === ownedBy.column) === true;
}

/** A model has the columns that its table inherits as its own. */
function withoutInherited(table: Table, { inherits, ownDefaults, ownColumns, columns }: Table, have: Schema): Table {
  if (inherits === undefined) return table;
  const own = new Set(columns.map(({ name }) => name));
  const all = new Set(allColumns({ ...table, inherits, columns: [] }, have).map(({ name }) => name));
  const rest = { ...table, inherits, ...given({ ownDefaults, ownColumns }) };
  return { ...rest, columns: table.columns.filter(({ name }) => own.has(name) || !all.has(name)) };
}

function keptEnums(models: Schema, tables: readonly Table[], have: Schema): Schema["enums"] {
  const [used, usedBefore] = [enumNames(tables), enumNames(have.tables)];
  return missingFrom(models.enums, have.enums).filter(
    (type) => used.has(nameKey(type)) || !usedBefore.has(nameKey(type)),
  );
}

function enumNames(tables: readonly Table[]): ReadonlySet<string> {
  return new Set(tables.flatMap((table) => table.columns.flatMap(({ type }) => namedTypes(type).map(nameKey))));
}

function namedTypes(type: ColumnType): readonly ObjectName[] {
  if (type.kind === "array") return namedTypes(type.of);
  return type.kind === "named" ? [type] : [];
}

function missingFrom<T extends ObjectName>(known: readonly T[], all: readonly T[]): readonly T[] {
  const names = new Set(known.map(nameKey));
  return all.filter((object) => !names.has(nameKey(object)));
}

function completeTable(table: Table, old: Table, isLeft: (column: string) => boolean): Table {
  const { primaryKey } = table;
  return {
    ...table,
    columns: table.columns.map((column) => {
      const before = old.columns.find(({ name }) => name === column.name);
      if (before === undefined) return column;
      return { ...keptOf(before), ...(isLeft(column.name) ? withDefault(column, before) : column) };
    }),
    ...(primaryKey === undefined
      ? {}
      : { primaryKey: completeKey(withComment(primaryKey, [old.primaryKey]), old.primaryKey) }),
    uniques: table.uniques.map((unique) => {
      return completeKey(withComment(unique, old.uniques), twinOf(unique, old.uniques));
    }),
    checks: table.checks.map((check) => withComment(check, old.checks)),
    foreignKeys: table.foreignKeys.map((key) => withComment(key, old.foreignKeys)),
    indexes: table.indexes.map((index) => withComment(index, old.indexes)),
    exclusions: table.exclusions.map((exclusion) => withComment(exclusion, old.exclusions)),
    options: { ...unsaid(old.options), ...table.options },
  };
}

/** A constraint or an index whose model says no comment keeps the one that it has: Alembic doesn't look at it either. */
function withComment<T extends { readonly name?: string; readonly comment?: string }>(
  constraint: T,
  others: readonly (T | undefined)[],
): T {
  const old = others.find((other) => other?.name !== undefined && other.name === constraint.name);
  return { ...given({ comment: old?.comment }), ...constraint };
}

/**
 * NOT VALID in a model says how a constraint is added to rows that are there: one that the database has by that name is as the database
 * says, and one of a new table is valid, for CREATE TABLE takes the words and passes over them (seen in the catalogues of PostgreSQL 15).
 */
function withValidity(table: Table, old: Table | undefined): Table {
  return {
    ...table,
    checks: table.checks.map((check) => validityOf(check, old?.checks)),
    foreignKeys: table.foreignKeys.map((key) => validityOf(key, old?.foreignKeys)),
  };
}

function validityOf<T extends Check | ForeignKey>(constraint: T, others: readonly T[] | undefined): T {
  if (constraint.notValid === undefined) return constraint;
  const before = others?.find(({ name }) => name !== undefined && name === constraint.name);
  if (others !== undefined && (before === undefined || before.notValid === true)) return constraint;
  const { notValid: _, ...valid } = constraint;
  return valid as T;
}

/** With the columns of the primary key in the database's order, where they are the same ones. */
function withKeyOrder(table: Table, { primaryKey: old }: Table): Table {
  const { primaryKey } = table;
  if (primaryKey === undefined || old === undefined) return table;
  const isSame = [...primaryKey.columns].sort().join("\n") === [...old.columns].sort().join("\n");
  return isSame ? { ...table, primaryKey: { ...primaryKey, columns: old.columns } } : table;
}

/** Properties of a column that a model has no words for. */
function keptOf({ notNull, compression, storage, statistics }: Column): Partial<Column> {
  return {
    ...(notNull === undefined ? {} : { notNull }),
    ...(compression === undefined ? {} : { compression }),
    ...(storage === undefined ? {} : { storage }),
    ...(statistics === undefined ? {} : { statistics }),
  };
}

/** Properties of a table that a model doesn't have, or that the server decides where it says nothing. */
function unsaid(options: TableOptions): TableOptions {
  const { storage, engine, charset, collation, rowFormat, systemVersioned } = options;
  const { accessMethod, rowSecurity, forceRowSecurity, replicaIdentity, ofType } = options;
  return {
    ...(accessMethod === undefined ? {} : { accessMethod }),
    ...(rowSecurity === undefined ? {} : { rowSecurity }),
    ...(forceRowSecurity === undefined ? {} : { forceRowSecurity }),
    ...(replicaIdentity === undefined ? {} : { replicaIdentity }),
    ...(ofType === undefined ? {} : { ofType }),
    ...(storage === undefined ? {} : { storage }),
    ...(engine === undefined ? {} : { engine }),
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
    ...(rowFormat === undefined ? {} : { rowFormat }),
    ...(systemVersioned === undefined ? {} : { systemVersioned }),
  };
}

/** A column of which the model says only that the server fills it in. */
function withDefault(column: Column, before: Column): Column {
  const { default: value, generated, identity, autoincrement } = before;
  return {
    ...column,
    ...(value === undefined ? {} : { default: value }),
    ...(generated === undefined ? {} : { generated }),
    ...(identity === undefined ? {} : { identity }),
    ...(autoincrement === undefined ? {} : { autoincrement }),
  };
}

/** A key of SQLAlchemy's has columns, and no order or collation of its own. */
function completeKey<Key extends PrimaryKey | Unique>(key: Key, old: Key | undefined): Key {
  const keyOptions = old?.keyOptions;
  if (keyOptions === undefined || old?.columns.join("\n") !== key.columns.join("\n")) return key;
  return { ...key, keyOptions };
}

function twinOf(unique: Unique, others: readonly Unique[]): Unique | undefined {
  return others.find((other) => other.name === unique.name && other.columns.join("\n") === unique.columns.join("\n"));
}
