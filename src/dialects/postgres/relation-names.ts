import { partList } from "../../ops/part-names.ts";
import { nameKey } from "../../schema/names.ts";
import type { Schema } from "../../schema/schema.ts";
import { beside } from "./scene.ts";

/** Keys of the names that tables, views, sequences and indexes have from one list in each namespace, as far as the schema knows them. */
export function relationNames(schema: Schema): readonly string[] {
  const { tables, views, sequences } = schema;
  const inTables = tables.flatMap((table) => {
    const { primaryKey, uniques, exclusions, indexes } = table;
    const parts = partList(table, schema).filter(({ list }) => list === "indexes");
    return [primaryKey, ...uniques, ...exclusions, ...indexes, ...parts].flatMap((each) =>
      each?.name === undefined ? [] : [nameKey(beside(table, each.name))],
    );
  });
  const inViews = views.flatMap((view) => (view.indexes ?? []).map(({ name }) => nameKey(beside(view, name))));
  return [...inTables, ...inViews, ...[...tables, ...views, ...sequences].map(nameKey)];
}
