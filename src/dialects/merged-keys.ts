import { sameData } from "../base/same-data.ts";
import type { PrimaryKey, Schema, Table, Unique } from "../schema/schema.ts";

type Key = PrimaryKey | Unique;

/**
 * The wanted schema without the unique constraints that are another key of their table once more, where `have` has one key for all of them:
 * CREATE TABLE makes one index of keys that are equal but for their names, where PostgreSQL's ALTER TABLE would make a second. Pure.
 * Source: PostgreSQL, src/backend/parser/parse_utilcmd.c, transformIndexConstraints (13 to 18); SQLite, src/build.c, sqlite3CreateIndex (3.x).
 */
export function withMergedKeys(want: Schema, have: Schema): Schema {
  if (!want.tables.some((table) => doublesOf(table).length > 0)) return want;
  const tables = want.tables.map((table) => {
    const doubles = doublesOf(table);
    if (doubles.length === 0) return table;
    const old = have.tables.find(({ name, schema }) => name === table.name && schema === table.schema);
    return old === undefined ? table : merged(table, doubles, old);
  });
  return { ...want, tables };
}

/** Uniques that say what a key before them says. */
function doublesOf({ primaryKey, uniques }: Table): readonly Unique[] {
  const keys: readonly Key[] = primaryKey === undefined ? uniques : [primaryKey, ...uniques];
  if (keys.length < 2) return [];
  return uniques.filter((unique) => keys.slice(0, keys.indexOf(unique)).some((key) => isSame(key, unique)));
}

function merged(table: Table, doubles: readonly Unique[], old: Table): Table {
  let { uniques } = table;
  for (const double of doubles) {
    const isKey = table.primaryKey !== undefined && isSame(table.primaryKey, double);
    const left = old.uniques.filter((unique) => isSame(unique, double));
    if (isKey && left.length === 0 && old.primaryKey !== undefined && isSame(old.primaryKey, double))
      uniques = uniques.filter((unique) => unique !== double);
    if (!isKey && left.length === 1)
      uniques = uniques.filter((unique) => !isSame(unique, double) || unique === keptOf(uniques, double, left));
  }
  return uniques === table.uniques ? table : { ...table, uniques };
}

/** The one of equal constraints that the table has. */
function keptOf(uniques: readonly Unique[], double: Unique, [old]: readonly Unique[]): Unique | undefined {
  const equal = uniques.filter((unique) => isSame(unique, double));
  return equal.find(({ name }) => name === old?.name) ?? equal.find(({ name }) => name === undefined) ?? equal[0];
}

function isSame({ name: _one, ...key }: Key, { name: _other, ...other }: Key): boolean {
  return sameData(key, other);
}
