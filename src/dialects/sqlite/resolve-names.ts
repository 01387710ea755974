import { given } from "../../base/given.ts";
import type { ForeignKey, KeyColumnOptions, Schema, Table } from "../../schema/schema.ts";
import { fold } from "./fold.ts";

/**
 * The schema with each reference spelt as what it refers to: SQLite finds names whatever their case, the rest of the house doesn't.
 * A reference to what isn't there stays as it is.
 */
export function resolveNames(schema: Schema): Schema {
  const tables = new Map(schema.tables.map((table) => [fold(table.name), table]));
  const owners = new Map([...schema.views, ...schema.tables].map(({ name }) => [fold(name), name]));
  return {
    ...schema,
    tables: schema.tables.map((table) => resolveTable(table, tables)),
    triggers: schema.triggers.map((trigger) => ({
      ...trigger,
      table: owners.get(fold(trigger.table)) ?? trigger.table,
    })),
  };
}

/** The table with its references spelt right: to its own columns, and to those of the tables given, by folded name. */
export function resolveTable(table: Table, tables: ReadonlyMap<string, Table> = new Map()): Table {
  const spell = spelling(table);
  const key = <K extends Key>(found: K): K => ({
    ...found,
    columns: found.columns.map(spell),
    ...given({ keyOptions: resolveOptions(found.keyOptions, spell) }),
  });
  return {
    ...table,
    ...(table.primaryKey === undefined ? {} : { primaryKey: key(table.primaryKey) }),
    uniques: table.uniques.map(key),
    foreignKeys: table.foreignKeys.map((found) => resolveForeignKey(found, spell, tables)),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: index.parts.map((part) => ("column" in part ? { ...part, column: spell(part.column) } : part)),
    })),
  };
}

interface Key {
  readonly columns: readonly string[];
  readonly keyOptions?: Readonly<Record<string, KeyColumnOptions>>;
}

function resolveOptions(options: Key["keyOptions"], spell: (name: string) => string): Key["keyOptions"] {
  if (options === undefined) return undefined;
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [spell(name), option]));
}

function resolveForeignKey(
  key: ForeignKey,
  spell: (name: string) => string,
  tables: ReadonlyMap<string, Table>,
): ForeignKey {
  const columns = key.columns.map(spell);
  const parent = tables.get(fold(key.references.table));
  if (parent === undefined) return { ...key, columns };
  const references = { ...key.references, table: parent.name, columns: key.references.columns.map(spelling(parent)) };
  return { ...key, columns, references };
}

/** How a table spells the name of one of its columns. */
function spelling(table: Table): (name: string) => string {
  const names = new Map(table.columns.map(({ name }) => [fold(name), name]));
  return (name) => names.get(fold(name)) ?? name;
}
