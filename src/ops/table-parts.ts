import { given } from "../base/given.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import type { Exclusion, ForeignKey, Index, KeyColumnOptions, PrimaryKey, Table, Unique } from "../schema/schema.ts";
import { columnsOfIndex } from "../schema/table-builders.ts";
import { refersTo } from "./table-behaviours.ts";

/** What goes with a column that is dropped: the keys, foreign keys and indexes of its table that name it. */
export interface ColumnDependents {
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
}

/** Everything of the table that names the column. */
export function dependentsOf(table: Table, column: string): ColumnDependents {
  const { primaryKey } = table;
  return {
    ...(primaryKey !== undefined && columnsOfKey(primaryKey).includes(column) ? { primaryKey } : {}),
    uniques: table.uniques.filter((unique) => columnsOfKey(unique).includes(column)),
    foreignKeys: table.foreignKeys.filter(
      (key) => key.columns.includes(column) || (refersTo(key, table) && referredColumns(key, table).includes(column)),
    ),
    indexes: table.indexes.filter((index) => columnsOfIndex(index).includes(column)),
  };
}

/** The columns of `referent` that a foreign key refers to: those that it names, or the primary key. */
export function referredColumns(key: ForeignKey, referent: Table): readonly string[] {
  return key.references.columns.length > 0 ? key.references.columns : (referent.primaryKey?.columns ?? []);
}

/** What depends on a column by an expression, in words; undefined when nothing does. */
export function expressionUsing(table: Table, column: string): string | undefined {
  const uses = (text: string | undefined) => text !== undefined && mentionsIdentifier(text, column, { as: "column" });
  const check = table.checks.find((each) => uses(each.expression));
  if (check !== undefined) return `the check ${check.name === undefined ? `(${check.expression})` : `"${check.name}"`}`;
  const generated = table.columns.find((each) => each.name !== column && uses(each.generated?.expression));
  if (generated !== undefined) return `the generated column "${generated.name}"`;
  const index = table.indexes.find(
    (each) => uses(each.where) || each.parts.some((part) => "expression" in part && uses(part.expression)),
  );
  if (index !== undefined) return `the index "${index.name}"`;
  const exclusion = table.exclusions.find((each) => exclusionTexts(each).some(uses));
  if (exclusion !== undefined) return `the exclusion constraint "${exclusion.name ?? "without a name"}"`;
  return uses(table.options.partitionBy) ? "the partitioning" : undefined;
}

/** The table with the names of its columns and the texts of its expressions turned into others. */
export function mapColumns(
  table: Table,
  rename: (column: string) => string,
  rewrite: (expression: string) => string,
): Table {
  const names = (columns: readonly string[]) => columns.map(rename);
  const key = <T extends PrimaryKey | Unique>(each: T): T => ({
    ...each,
    columns: names(each.columns),
    ...(each.keyOptions === undefined ? {} : { keyOptions: mapKeys(each.keyOptions, rename) }),
    ...(each.include === undefined ? {} : { include: names(each.include) }),
  });
  const rewriteWhere = (where: string | undefined) => (where === undefined ? {} : { where: rewrite(where) });
  const { partitionBy } = table.options;
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: rename(column.name),
      ...(column.generated === undefined
        ? {}
        : { generated: { ...column.generated, expression: rewrite(column.generated.expression) } }),
    })),
    ...(table.primaryKey === undefined ? {} : { primaryKey: key(table.primaryKey) }),
    uniques: table.uniques.map(key),
    checks: table.checks.map((check) => ({ ...check, expression: rewrite(check.expression) })),
    foreignKeys: table.foreignKeys.map((each) => ({
      ...each,
      columns: names(each.columns),
      ...(each.setColumns === undefined ? {} : { setColumns: names(each.setColumns) }),
    })),
    exclusions: table.exclusions.map((each) => ({
      ...each,
      elements: each.elements.map((element) => ({ ...element, expression: rewrite(element.expression) })),
      ...rewriteWhere(each.where),
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: index.parts.map((part) =>
        "column" in part ? { ...part, column: rename(part.column) } : { ...part, expression: rewrite(part.expression) },
      ),
      ...rewriteWhere(index.where),
      ...(index.include === undefined ? {} : { include: names(index.include) }),
    })),
    options: partitionBy === undefined ? table.options : { ...table.options, partitionBy: rewrite(partitionBy) },
  };
}

/** The columns of a key, and those that it includes. */
export function columnsOfKey(key: PrimaryKey | Unique): readonly string[] {
  return [...key.columns, ...(key.include ?? [])];
}

/** Columns by which each row is found, and those that are kept beside them. */
export type RowKey = Pick<Unique, "columns" | "include">;

/** What a foreign key may refer to: the primary key, the unique constraints, and the unique indexes of all rows. */
export function keysOfTable({ primaryKey, uniques, indexes }: Table): readonly RowKey[] {
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes.flatMap((index) => keyOfIndex(index) ?? []),
  ];
}

/** The key that an index is; undefined where it leaves rows out, or isn't of columns alone. */
export function keyOfIndex({ unique, where, parts, include }: Index): RowKey | undefined {
  const columns = parts.flatMap((part) => ("column" in part ? [part.column] : []));
  if (unique !== true || where !== undefined || columns.length < parts.length) return undefined;
  return { columns, ...given({ include }) };
}

function exclusionTexts(exclusion: Exclusion): readonly string[] {
  return [...exclusion.elements.map((element) => element.expression), exclusion.where ?? ""];
}

function mapKeys(record: Readonly<Record<string, KeyColumnOptions>>, rename: (key: string) => string) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
}
