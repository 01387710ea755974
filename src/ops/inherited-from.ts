import { given } from "../base/given.ts";
import { allColumns, parentsOf } from "../schema/inheritance.ts";
import { usualCheckName, usualForeignKeyName } from "../schema/joined-name.ts";
import { sameName } from "../schema/names.ts";
import type {
  Check,
  Column,
  Exclusion,
  ForeignKey,
  Index,
  PrimaryKey,
  Schema,
  Table,
  Unique,
} from "../schema/schema.ts";

/** What a table gives to its partitions, or to those that inherit from it. */
export interface Inherited {
  readonly columns: readonly Column[];
  readonly checks: readonly Check[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly exclusions: readonly Exclusion[];
  readonly indexes: readonly Index[];
}

/** What a table gives away; that which it has itself from others included, under the names there. */
export function inheritedFrom(table: Table, schema: Schema): Inherited {
  const above = parentsOf(table)
    .flatMap((name) => schema.tables.find((each) => sameName(each, name)) ?? [])
    .map((parent) => inheritedFrom(parent, schema));
  const primaryKey = table.primaryKey ?? above.find((each) => each.primaryKey !== undefined)?.primaryKey;
  const { checks, foreignKeys } = namedConstraints(table);
  const own = checks.filter(({ noInherit }) => noInherit !== true);
  return {
    columns: allColumns(table, schema),
    checks: [...above.flatMap((each) => each.checks), ...own].reduce<readonly Check[]>(withCheck, []),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: [...above.flatMap(({ uniques }) => uniques), ...table.uniques],
    foreignKeys: [...above.flatMap((each) => each.foreignKeys), ...foreignKeys],
    exclusions: [...above.flatMap(({ exclusions }) => exclusions), ...table.exclusions],
    indexes: [...above.flatMap(({ indexes }) => indexes), ...table.indexes],
  };
}

/** Of a name there is one: what comes from several tables is the same. */
export function withCheck(checks: readonly Check[], check: Check): readonly Check[] {
  return checks.some(({ name }) => name !== undefined && name === check.name) ? checks : [...checks, check];
}

/**
 * The checks and foreign keys of a table. One goes along under its name, so that one without any is called as the server calls it: those that are
 * valid first.
 */
export function namedConstraints(table: Table): Pick<Table, "checks" | "foreignKeys"> {
  return {
    checks: named(table.checks, (each, number) => usualCheckName(table, each, number)),
    foreignKeys: named(table.foreignKeys, (each, number) => usualForeignKeyName(table, each, number)),
  };
}

interface Named {
  readonly name?: string;
  readonly notValid?: true;
  readonly comment?: string;
}

function named<T extends Named>(list: readonly T[], usual: (each: T, number: string) => string): readonly T[] {
  const taken = new Set(list.flatMap(({ name }) => name ?? []));
  const names = new Map<T, string>();
  for (const each of [...list].sort((a, b) => Number(a.notValid === true) - Number(b.notValid === true))) {
    if (each.name === undefined)
      names.set(
        each,
        claim((number) => usual(each, number), taken),
      );
  }
  return list.map((each) => ({ ...given({ name: names.get(each) }), ...each }));
}

/** The first name that is free. */
function claim(nameOf: (number: string) => string, taken: Set<string>): string {
  let name = nameOf("");
  for (let n = 1; taken.has(name); n++) name = nameOf(String(n));
  taken.add(name);
  return name;
}
