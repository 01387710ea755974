import type { ObjectName } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";

/** A text of a row. */
export function textOf(row: Row, field: string): string {
  return String(row[field]);
}

/** A text of a row, or undefined for NULL. */
export function maybeText(row: Row, field: string): string | undefined {
  const value = row[field];
  return value === null || value === undefined ? undefined : String(value);
}

/** The comment of an object, if it has one. */
export function commentOf(row: Row): { readonly comment: string } | undefined {
  const comment = maybeText(row, "comment");
  return comment === undefined ? undefined : { comment };
}

/** A list of texts of a row; NULL is an empty one. */
export function textsOf(row: Row, field: string): readonly string[] {
  const value = row[field];
  return Array.isArray(value) ? value.map(String) : [];
}

/** The name that the fields `schema` and `name` make, or others. */
export function objectOf(row: Row, schemaField = "schema", nameField = "name"): ObjectName {
  const schema = maybeText(row, schemaField);
  const name = textOf(row, nameField);
  return schema === undefined ? { name } : { name, schema };
}

/** Storage parameters, which the catalogue keeps as `name=value`; undefined when there are none. */
export function storageOf(options: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (options.length === 0) return undefined;
  return Object.fromEntries(
    options.map((option) => {
      const equals = option.indexOf("=");
      return [option.slice(0, equals), option.slice(equals + 1)];
    }),
  );
}

/** Groups by a key, each group in the order of the list. */
export function groupBy<K, T>(items: readonly T[], key: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** SQL: true for a namespace of the user, `n` being its row of pg_namespace. */
export const USER_NAMESPACE = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** SQL: true for an object that isn't an extension's; `catalogue` is the one that has the object. */
export function notOfExtension(catalogue: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend WHERE classid = '${catalogue}'::regclass AND objid = ${oid} AND deptype = 'e')`;
}

/** SQL: the storage parameters of what `c` is the row of pg_class of; those of its TOAST table, whose row is `toast`, with a prefix. */
export const STORAGE = `CASE WHEN toast.reloptions IS NULL THEN c.reloptions
    ELSE c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(toast.reloptions) o) END`;

/** SQL: true for a table that has columns from another, `c` being its row of pg_class. */
export const INHERITS = "c.oid IN (SELECT inhrelid FROM pg_inherits)";

/**
 * SQL: the comment on an object, as `note.description`; `catalogue` is the one that has the object. A join, for the functions that look a
 * comment up cost ten times as much.
 */
export function noteJoin(catalogue: string, oid: string, part = "0"): string {
  return `
LEFT JOIN pg_description note ON note.objoid = ${oid} AND note.classoid = '${catalogue}'::regclass AND note.objsubid = ${part}`;
}

/** SQL: where a column keeps long values, if not as its type does; `a` is its row of pg_attribute, `t` that of its type. */
export const COLUMN_STORAGE = `CASE WHEN a.attstorage <> t.typstorage THEN
    CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END END`;

/** SQL: how a column compresses long values, if that is said, since 14. */
export const COMPRESSION = "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END";
