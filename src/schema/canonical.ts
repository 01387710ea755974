import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { nameKey } from "./names.ts";
import type { CompositeType, ObjectName, Schema, Table, View } from "./schema.ts";

/** What equality of schemas looks at. */
export interface CanonicalOptions {
  /** False makes tables equal that have the same columns in another order. True is the default. */
  readonly columnOrder?: boolean;
}

/**
 * The schema in a form where order doesn't count: objects by name, the constraints and indexes of a table by what they say.
 * The order of columns, of the columns of a key, and of enum values stays, for it means something.
 */
export function canonicalSchema(schema: Schema, options: CanonicalOptions = {}): Schema {
  return {
    namespaces: [...schema.namespaces].sort(),
    ...given({ namespaceComments: schema.namespaceComments }),
    extensions: byName(schema.extensions),
    enums: byName(schema.enums),
    domains: byName(schema.domains.map((domain) => ({ ...domain, checks: byText(domain.checks) }))),
    composites: byName(schema.composites.map((type) => canonicalComposite(type, options))),
    ranges: byName(schema.ranges),
    sequences: byName(schema.sequences),
    tables: byName(schema.tables.map((table) => canonicalTable(table, options))),
    views: byName(schema.views.map(canonicalView)),
    routines: byText(schema.routines),
    triggers: byText(schema.triggers),
    rules: byText(schema.rules),
    policies: byText(schema.policies),
    statistics: byName(schema.statistics),
  };
}

/** True when two schemas have the same objects with the same properties. */
export function sameSchema(a: Schema, b: Schema, options: CanonicalOptions = {}): boolean {
  return stableJson(canonicalSchema(a, options)) === stableJson(canonicalSchema(b, options));
}

function canonicalTable(table: Table, { columnOrder = true }: CanonicalOptions): Table {
  return {
    ...table,
    columns: columnOrder ? table.columns : [...table.columns].sort((a, b) => compare(a.name, b.name)),
    uniques: byText(table.uniques),
    checks: byText(table.checks),
    foreignKeys: byText(table.foreignKeys),
    exclusions: byText(table.exclusions),
    indexes: byText(table.indexes),
  };
}

function canonicalView(view: View): View {
  return view.indexes === undefined ? view : { ...view, indexes: byText(view.indexes) };
}

/** New attributes come last, as new columns do. */
function canonicalComposite(type: CompositeType, { columnOrder = true }: CanonicalOptions): CompositeType {
  if (columnOrder) return type;
  return { ...type, attributes: [...type.attributes].sort((a, b) => compare(a.name, b.name)) };
}

function byName<T extends ObjectName>(objects: readonly T[]): readonly T[] {
  return [...objects].sort((a, b) => compare(nameKey(a), nameKey(b)) || compare(stableJson(a), stableJson(b)));
}

function byText<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => [stableJson(item), item] as const)
    .sort(([a], [b]) => compare(a, b))
    .map(([, item]) => item);
}

/** By code units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
