import type { Schema, Table } from "../../schema/schema.ts";
import { defaultNames } from "./constraint-names.ts";

const named = new WeakMap<Table, Table>();

/**
 * The schema with the names that the server gives to constraints without one, if it made them in the order of the schema:
 * they stay when a neighbour is dropped or the table renamed. A primary key needs none, for a table has one.
 */
export function withServerNames(schema: Schema): Schema {
  return { ...schema, tables: schema.tables.map(withNames) };
}

function withNames(table: Table): Table {
  const known = named.get(table) ?? nameAll(table);
  named.set(table, known);
  named.set(known, known);
  return known;
}

interface Named {
  readonly name?: string;
}

function nameAll(table: Table): Table {
  const { uniques, checks, foreignKeys, exclusions } = table;
  const lists: readonly (readonly Named[])[] = [uniques, checks, foreignKeys, exclusions];
  if (lists.every((list) => list.every(({ name }) => name !== undefined))) return table;
  const taken = new Set(lists.flatMap((list) => list.flatMap(({ name }) => name ?? [])));
  const give = <T extends Named>(list: readonly T[], nameOf: (each: T, number: string) => string): readonly T[] =>
    list.map((each) =>
      each.name === undefined ? { ...each, name: claim((number) => nameOf(each, number), taken) } : each,
    );
  return {
    ...table,
    uniques: give(uniques, (...each) => defaultNames.unique(table, ...each)),
    checks: laterLast(checks, (list) => give(list, (...each) => defaultNames.check(table, ...each))),
    foreignKeys: laterLast(foreignKeys, (list) => give(list, (...each) => defaultNames.foreignkey(table, ...each))),
    exclusions: give(exclusions, (...each) => defaultNames.exclude(table, ...each)),
  };
}

/** Those that aren't valid are made after the table; the list keeps its order. */
function laterLast<T extends Named & { readonly notValid?: true }>(
  list: readonly T[],
  give: (list: readonly T[]) => readonly T[],
): readonly T[] {
  const first = list.filter((each) => each.notValid !== true);
  const later = list.filter((each) => each.notValid === true);
  const given = new Map([...first, ...later].map((each, i) => [each, i]));
  const all = [...give(first), ...give(later)];
  return list.map((each) => all[given.get(each) ?? -1] ?? each);
}

/** The first name that is free. */
function claim(nameOf: (number: string) => string, taken: Set<string>): string {
  for (let n = 0; ; n++) {
    const tried = nameOf(n === 0 ? "" : String(n));
    if (taken.has(tried)) continue;
    taken.add(tried);
    return tried;
  }
}
