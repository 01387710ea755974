import { stableJson } from "../base/hash.ts";
import { allColumns, givenColumn, inheritedColumn } from "../schema/inheritance.ts";
import type { DefaultValue, Schema, Table } from "../schema/schema.ts";
import type { AlterColumn } from "./column-ops.ts";
import { omit } from "./edit.ts";

/** True when nothing but where a value comes from changes: all that a table can say of a column that it has from another. */
export function isOfDefault({ changes, using }: AlterColumn): boolean {
  const { default: value, autoincrement } = changes;
  const others = Object.keys(changes).filter((key) => key !== "default" && key !== "autoincrement");
  return others.length === 0 && using === undefined && (value !== undefined || autoincrement !== undefined);
}

/** The table with another default of a column that it has from another; that of the other is none of its own. */
export function withInheritedDefault(table: Table, { column: name, changes }: AlterColumn, schema: Schema): Table {
  const [now, from] = [inheritedColumn(table, name, schema), givenColumn(table, name, schema)];
  const next = { default: now?.default, autoincrement: now?.autoincrement, ...changes };
  const isGiven = sameValue(next.default, from?.default) && (next.autoincrement ?? undefined) === from?.autoincrement;
  return withDefaults(table, { ...table.ownDefaults, [name]: isGiven ? undefined : (next.default ?? null) });
}

/** The table without what it says of this column. */
export function withoutDefault(table: Table, column: string): Table {
  return table.ownDefaults === undefined ? table : withDefaults(table, { ...table.ownDefaults, [column]: undefined });
}

/** The same under other names of its columns. */
export function renamedDefault(table: Table, rename: (name: string) => string): Table {
  if (table.ownDefaults === undefined) return table;
  const entries = Object.entries(table.ownDefaults).map(([name, value]) => [rename(name), value] as const);
  return withDefaults(table, Object.fromEntries(entries));
}

/**
 * What a table that begins to have columns from another keeps of its own: the defaults that differ. `joined` is that table, with the
 * columns that come from elsewhere left out; `before` had all of them. A serial column of the other gives it no number.
 */
export function keptDefaults(joined: Table, before: Table, schema: Schema): Table {
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

function sameValue(one: DefaultValue | null | undefined, other: DefaultValue | null | undefined): boolean {
  return stableJson(one ?? null) === stableJson(other ?? null);
}
