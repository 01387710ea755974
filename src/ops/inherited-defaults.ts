import { stableJson } from "../base/hash.ts";
import { allColumns, givenColumn, inheritedColumn, ownOf } from "../schema/inheritance.ts";
import type { Column, DefaultValue, OwnColumn, Schema, Table } from "../schema/schema.ts";
import type { AlterColumn } from "./column-ops.ts";
import { omit } from "./edit.ts";

/** True when nothing changes but what a table can say of a column that it has from another. */
export function isOwnable({ changes, using }: AlterColumn): boolean {
  const keys = Object.entries(changes).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  return keys.length > 0 && using === undefined && changes.generated !== null && keys.every((key) => ownable.has(key));
}

const ofDefaults: ReadonlySet<string> = new Set(["default", "autoincrement"]);
const ownable: ReadonlySet<string> = new Set([...ofDefaults, "nullable", "notNull", "generated", "statistics"]);

/** The table with other words of its own on a column that it has from another. */
export function withInherited(table: Table, op: AlterColumn, schema: Schema): Table {
  const keys = Object.keys(op.changes);
  const valued = keys.some((key) => ofDefaults.has(key)) ? withInheritedDefault(table, op, schema) : table;
  if (keys.every((key) => ofDefaults.has(key))) return valued;
  const [now, from] = [inheritedColumn(table, op.column, schema), givenColumn(table, op.column, schema)];
  if (now === undefined || from === undefined) return valued;
  const { default: _, autoincrement: __, ...changes } = op.changes;
  const entries = Object.entries({ ...now, ...changes }).filter(([, value]) => value !== null);
  return withOwnColumns(valued, {
    ...valued.ownColumns,
    [op.column]: ownOf(Object.fromEntries(entries) as unknown as Column, from),
  });
}

/** The table with another default of a column that it has from another; that of the other is none of its own. */
function withInheritedDefault(table: Table, { column: name, changes }: AlterColumn, schema: Schema): Table {
  const [now, from] = [inheritedColumn(table, name, schema), givenColumn(table, name, schema)];
  const next = { default: now?.default, autoincrement: now?.autoincrement, ...changes };
  const isGiven = sameValue(next.default, from?.default) && (next.autoincrement ?? undefined) === from?.autoincrement;
  return withDefaults(table, { ...table.ownDefaults, [name]: isGiven ? undefined : (next.default ?? null) });
}

/** The table without what it says of this column. */
export function withoutOwn(table: Table, column: string): Table {
  const { ownDefaults, ownColumns } = table;
  const plain = ownDefaults === undefined ? table : withDefaults(table, { ...ownDefaults, [column]: undefined });
  return ownColumns === undefined ? plain : withOwnColumns(plain, { ...ownColumns, [column]: undefined });
}

/** The same under other names of its columns. */
export function renamedOwn(table: Table, rename: (name: string) => string, rewrite: (text: string) => string): Table {
  const { ownDefaults, ownColumns } = table;
  const renamed = <T>(all: Readonly<Record<string, T>>, next: (value: T) => T) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [rename(name), next(value)] as const));
  const rewritten = ({ generated, ...own }: OwnColumn): OwnColumn => ({
    ...own,
    ...(generated === undefined ? {} : { generated: { ...generated, expression: rewrite(generated.expression) } }),
  });
  const plain =
    ownDefaults === undefined
      ? table
      : withDefaults(
          table,
          renamed(ownDefaults, (value) => value),
        );
  return ownColumns === undefined ? plain : withOwnColumns(plain, renamed(ownColumns, rewritten));
}

/** What a table that begins to have columns from another keeps of its own. A column of its primary key is never NULL by that. */
export function keptOwn(joined: Table, before: Table, schema: Schema): Table {
  const valued = keptDefaults(joined, before, schema);
  const from = new Map(allColumns({ ...joined, columns: [] }, schema).map((column) => [column.name, column]));
  const entries = before.columns.flatMap((column) => {
    const given = from.get(column.name);
    if (given === undefined) return [];
    const isKey = before.primaryKey?.columns.includes(column.name) === true;
    const own = ownOf(isKey ? { ...column, nullable: given.nullable } : column, given);
    return own === undefined ? [] : [[column.name, own] as const];
  });
  return withOwnColumns(valued, { ...joined.ownColumns, ...Object.fromEntries(entries) });
}

/**
 * The defaults that differ. `joined` is that table, with the
 * columns that come from elsewhere left out; `before` had all of them. A serial column of the other gives it no number.
 */
function keptDefaults(joined: Table, before: Table, schema: Schema): Table {
  const from = new Map(allColumns({ ...joined, columns: [] }, schema).map((column) => [column.name, column]));
  const entries = before.columns.flatMap(({ name, default: value, generated, identity }) => {
    const given = from.get(name);
    const isNone = given === undefined || generated !== undefined || identity !== undefined;
    if (isNone || given.generated !== undefined || given.identity !== undefined) return [];
    return sameValue(value, given.default) && given.autoincrement === undefined ? [] : [[name, value ?? null] as const];
  });
  return withDefaults(joined, { ...joined.ownDefaults, ...Object.fromEntries(entries) });
}

function withDefaults(table: Table, defaults: Readonly<Record<string, DefaultValue | null | undefined>>): Table {
  const entries = Object.entries(defaults).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const others = omit(table, "ownDefaults");
  return entries.length === 0 ? others : { ...others, ownDefaults: Object.fromEntries(entries) };
}

function withOwnColumns(table: Table, columns: Readonly<Record<string, OwnColumn | undefined>>): Table {
  const entries = Object.entries(columns).filter(([, own]) => own !== undefined);
  const others = omit(table, "ownColumns");
  return entries.length === 0
    ? others
    : { ...others, ownColumns: Object.fromEntries(entries) as Readonly<Record<string, OwnColumn>> };
}

function sameValue(one: DefaultValue | null | undefined, other: DefaultValue | null | undefined): boolean {
  return stableJson(one ?? null) === stableJson(other ?? null);
}
