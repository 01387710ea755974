import type { ObjectName, Schema, Table, View } from "./schema.ts";

/** The key of an object among its kind: equal for equal names, never equal for others. */
export function nameKey(name: ObjectName): string {
  return name.schema === undefined ? name.name : `${name.schema}\u0000${name.name}`;
}

/** The name as a person reads it, for messages: `schema.name`. Not SQL. */
export function displayName(name: ObjectName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

/** True when both name the same object of a kind. */
export function sameName(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && a.schema === b.schema;
}

/** The name alone, without what else the object has. */
export function nameOf(object: ObjectName): ObjectName {
  return object.schema === undefined ? { name: object.name } : { name: object.name, schema: object.schema };
}

/** The table of this name, or undefined. */
export function findTable(schema: Schema, name: ObjectName): Table | undefined {
  return schema.tables.find((table) => sameName(table, name));
}

/** What has indexes: a table, or a materialized view. */
export type Indexed = Table | View;

/** The table or materialized view of this name, or undefined. */
export function findIndexed(schema: Schema, name: ObjectName): Indexed | undefined {
  return findTable(schema, name) ?? schema.views.find((view) => view.materialized === true && sameName(view, name));
}
