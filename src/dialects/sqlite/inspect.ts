import { nameKey } from "../../schema/names.ts";
import { emptySchema, type Index, type Schema, type Table, type Trigger, type View } from "../../schema/schema.ts";
import type { Connection, InspectOptions } from "../contract.ts";
import { fail, isUnread } from "../errors.ts";
import { fold } from "./fold.ts";
import { type Catalogue, type CatalogueObject, readCatalogue } from "./inspect-catalogue.ts";
import { crossCheck } from "./inspect-check.ts";
import { parseIndex } from "./parse-index.ts";
import { parseTable } from "./parse-table.ts";
import { parseView } from "./parse-view.ts";
import { quoteStrings } from "./quote-strings.ts";
import { resolveNames } from "./resolve-names.ts";

/**
 * Reads the whole schema with six queries. SQLite keeps the text of each definition, and only there stands all of it; what is parsed
 * is compared with what SQLite itself says of the table, and refused when they disagree.
 * Left out: SQLite's own tables (`sqlite_…`), the shadow tables of virtual ones, and `options.exclude` and what `options.wants`
 * says no to, with their indexes and triggers, and what `options.overlooks` knows of and can't be read.
 * Tables, indexes, views and triggers come in the order in which they were made.
 * Errors: DIALECT_DDL_UNREADABLE, which names the object.
 * Source: https://www.sqlite.org/schematab.html, https://www.sqlite.org/pragma.html (3.37 to 3.53).
 */
export async function inspect(connection: Connection, options: InspectOptions): Promise<Schema> {
  const catalogue = await readCatalogue(connection);
  const kindOf = kindsIn(catalogue);
  const isWanted = wanted(options, kindOf);
  const objects = catalogue.objects.filter((object) => isWanted(object.table) && !isOwn(catalogue, object));
  const indexes = byTable(objects.filter(isOfType("index")));
  const readable =
    <T>(read: (object: CatalogueObject) => T) =>
    (object: CatalogueObject): readonly T[] => {
      try {
        return [read(object)];
      } catch (error) {
        const { table: name } = object;
        if (isUnread(error) && options.overlooks?.({ kind: kindOf(name), name })) return [];
        throw error;
      }
    };
  const readTable = readable((object) => {
    const table = tableOf(object, indexes.get(fold(object.name)) ?? []);
    crossCheck(table, catalogue);
    return quoteStrings(table);
  });
  const tables = objects.filter(isOfType("table")).flatMap(readTable);
  if (options.only !== undefined) return resolveNames({ ...emptySchema, tables });
  const views = objects.filter(isOfType("view")).flatMap(readable(viewOf));
  const triggers = objects.filter(isOfType("trigger")).flatMap(readable(triggerOf));
  return resolveNames({ ...emptySchema, tables, views, triggers });
}

type KindOf = (name: string) => "view" | "table";

function kindsIn({ objects }: Catalogue): KindOf {
  const views = new Set(objects.filter(isOfType("view")).map(({ name }) => fold(name)));
  return (name) => (views.has(fold(name)) ? "view" : "table");
}

function wanted({ exclude, only, wants }: InspectOptions, kindOf: KindOf): (name: string) => boolean {
  const keys = (names: InspectOptions["exclude"]) => new Set(names.map((name) => fold(nameKey(name))));
  const [excluded, included] = [keys(exclude), only === undefined ? undefined : keys(only)];
  return (name) =>
    !excluded.has(fold(name)) &&
    (included === undefined || included.has(fold(name))) &&
    wants?.({ kind: kindOf(name), name }) !== false;
}

/** True for what SQLite made itself: statistics, sequences, the indexes of constraints, the tables behind virtual ones. */
function isOwn(catalogue: Catalogue, object: CatalogueObject): boolean {
  return object.sql === "" || fold(object.name).startsWith("sqlite_") || catalogue.shadows.has(fold(object.table));
}

function isOfType(type: string): (object: CatalogueObject) => boolean {
  return (object) => object.type === type;
}

function byTable(objects: readonly CatalogueObject[]): ReadonlyMap<string, readonly CatalogueObject[]> {
  const groups = new Map<string, CatalogueObject[]>();
  for (const object of objects) {
    const group = groups.get(fold(object.table));
    if (group === undefined) groups.set(fold(object.table), [object]);
    else group.push(object);
  }
  return groups;
}

function tableOf({ name, sql }: CatalogueObject, indexes: readonly CatalogueObject[]): Table {
  const table = parseTable(sql, `table "${name}"`);
  return { ...table, name, indexes: indexes.map(indexOf) };
}

function indexOf({ name, sql }: CatalogueObject): Index {
  return { ...parseIndex(sql, `index "${name}"`), name };
}

function viewOf({ name, sql }: CatalogueObject): View {
  return { ...parseView(sql, `view "${name}"`), name };
}

function triggerOf({ name, table, sql }: CatalogueObject): Trigger {
  if (!/^create\s/i.test(sql)) throw fail("DIALECT_DDL_UNREADABLE", `Can't read the definition of trigger "${name}".`);
  return { name, table, definition: sql.replace(/[\s;]+$/, "") };
}
