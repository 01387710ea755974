import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { omit } from "../ops/edit.ts";
import type { Table } from "../schema/schema.ts";
import type { Item, ItemKind, Parents } from "./autogenerate-hooks.ts";
import { chosen, type LooksAt, type Pair, paired } from "./lookout.ts";

/** Something as it is written, and in the form in which it is compared. */
export interface Forms<T> {
  readonly given: T;
  readonly normal: T;
}

/** The table of the models, with those parts that are left out as the database has them. Errors: as `LooksAt`. */
export function withoutLeftOutParts(have: Forms<Table>, want: Forms<Table>, looksAt: LooksAt): Table {
  const { name, schema, ...table } = want.given;
  const parents: Parents = { table: name, ...given({ schema }) };
  const of = <T extends Item & Named>(kind: ItemKind, list: (table: Table) => readonly T[]): readonly T[] => {
    const pairs = pairedParts(formsOf(have, list), formsOf(want, list));
    return chosen(pairs, (pair) => looksAt(kind, pair, parents)).list;
  };
  const [primaryKey] = of("primaryKey", (one) => (one.primaryKey === undefined ? [] : [one.primaryKey]));
  return {
    ...{ name, ...given({ schema }) },
    ...omit(table, "primaryKey"),
    ...given({ primaryKey }),
    columns: of("column", ({ columns }) => columns),
    uniques: of("unique", ({ uniques }) => uniques),
    checks: of("check", ({ checks }) => checks),
    foreignKeys: of("foreignKey", ({ foreignKeys }) => foreignKeys),
    exclusions: of("exclusion", ({ exclusions }) => exclusions),
    indexes: of("index", ({ indexes }) => indexes),
  };
}

interface Named {
  readonly name?: string;
}

function formsOf<T>(table: Forms<Table>, list: (table: Table) => readonly T[]): readonly Forms<T>[] {
  const normal = list(table.normal);
  return list(table.given).map((part, at) => ({ given: part, normal: normal[at] ?? part }));
}

/** Parts with the same name are one, and of the others those that say the same. A table has one primary key, whatever it is called. */
function pairedParts<T extends Named>(have: readonly Forms<T>[], want: readonly Forms<T>[]): readonly Pair<T>[] {
  const nameIn = ({ given: { name } }: Forms<T>) => name;
  const names = new Set(have.map(nameIn));
  const shared = new Set(want.map(nameIn).filter((name) => name !== undefined && names.has(name)));
  const counts = new Map<string, number>();
  const keyOf = (side: string) => (part: Forms<T>) => {
    const name = nameIn(part);
    if (name !== undefined && shared.has(name)) return `name ${name}`;
    const text = stableJson(omit({ name: undefined, ...part.normal }, "name"));
    const count = counts.get(side + text) ?? 0;
    counts.set(side + text, count + 1);
    return `${text} ${count}`;
  };
  const keyed = (side: string, parts: readonly Forms<T>[]) => {
    const key = keyOf(side);
    return parts.map((part) => ({ part: part.given, key: key(part) }));
  };
  return paired(keyed("have", have), keyed("want", want), ({ key }) => key).map((pair) =>
    given({ have: pair.have?.part, want: pair.want?.part }),
  ) as readonly Pair<T>[];
}
