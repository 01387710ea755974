import { displayName, nameKey } from "../schema/names.ts";
import type { ObjectName, Policy, Schema, Trigger } from "../schema/schema.ts";

export interface FilterOptions {
  /** Patterns of names that are looked at; absent or empty means all. */
  readonly include?: readonly string[];
  /** Patterns of names that are left alone; these win. */
  readonly exclude?: readonly string[];
}

/**
 * The schema with only those tables and views whose names the patterns let through, their triggers, their
 * policies and the sequences that they own; an extension is only left out.
 * In a pattern `*` is any text and `?` one character; `audit.*` is for a namespace, `tmp_*` for a name in any of them.
 */
export function filterSchema(schema: Schema, { include = [], exclude = [] }: FilterOptions): Schema {
  if (include.length + exclude.length === 0) return schema;
  const [wanted, unwanted] = [include.map(globPattern), exclude.map(globPattern)];
  const passes = (object: ObjectName) =>
    (wanted.length === 0 || matchesAny(object, wanted)) && !matchesAny(object, unwanted);
  const tables = schema.tables.filter(passes);
  const views = schema.views.filter(passes);
  const owners = new Set([...tables, ...views].map(nameKey));
  const isOwned = ({ table, schema: namespace }: Trigger | Policy): boolean =>
    owners.has(nameKey(namespace === undefined ? { name: table } : { name: table, schema: namespace }));
  return {
    ...schema,
    sequences: schema.sequences.filter(({ ownedBy, schema: namespace }) => {
      if (ownedBy === undefined) return true;
      return owners.has(
        nameKey(namespace === undefined ? { name: ownedBy.table } : { name: ownedBy.table, schema: namespace }),
      );
    }),
    extensions: schema.extensions.filter(({ name }) => !matchesAny({ name }, unwanted)),
    tables,
    views,
    triggers: schema.triggers.filter(isOwned),
    policies: schema.policies.filter(isOwned),
  };
}

function matchesAny(object: ObjectName, patterns: readonly RegExp[]): boolean {
  return patterns.some((pattern) => pattern.test(object.name) || pattern.test(displayName(object)));
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
