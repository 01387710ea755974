import { given } from "../base/given.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { NamedObject, ObjectKind } from "../schema/object-kind.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";

export interface FilterOptions {
  /** Patterns of names that are looked at; absent or empty means all. */
  readonly include?: readonly string[];
  /** Patterns of names that are left alone; these win. */
  readonly exclude?: readonly string[];
  /** The namespace of the objects that have no `schema`; absent where the server has none. */
  readonly home?: string;
}

/** Whether an object is looked at. */
export type Wants = (object: NamedObject) => boolean;

/**
 * What the patterns let through. In a pattern `*` is any text and `?` one character. Without a dot it is for a name in any namespace;
 * with one, for a namespace and a name in it: `audit.*` is all of `audit`, and the namespace itself.
 * `exclude` holds for objects of every kind. `include` chooses tables and views by name; objects of other kinds go with their
 * namespace, and extensions, which are in none, stay.
 */
export function filterOf({ include = [], exclude = [], home }: FilterOptions): Wants {
  const [wanted, unwanted] = [include.map(patternOf), exclude.map(patternOf)];
  if (wanted.length + unwanted.length === 0) return () => true;
  return (object) => {
    const placed = { ...object, ...given({ schema: object.schema ?? home }) };
    if (unwanted.some((pattern) => leavesOut(pattern, placed))) return false;
    if (wanted.length === 0 || object.kind === "extension") return true;
    return wanted.some((pattern) => letsIn(pattern, placed));
  };
}

/** The schema with only those objects that are wanted; triggers, rules, policies and statistics go with their table or view, and sequences with the table that owns them. */
export function filterSchema(schema: Schema, wants: Wants): Schema {
  const wanted = <T extends ObjectName>(kind: ObjectKind, objects: readonly T[]): readonly T[] =>
    objects.filter((object) => wants({ kind, ...nameOf(object) }));
  const tables = wanted("table", schema.tables);
  const views = wanted("view", schema.views);
  const owners = new Set([...tables, ...views].map(nameKey));
  const isOf = (table: string, { schema: namespace }: ObjectName): boolean =>
    owners.has(nameKey({ name: table, ...given({ schema: namespace }) }));
  const comments = Object.entries(schema.namespaceComments ?? {}).filter(([name]) =>
    wants({ kind: "namespace", name }),
  );
  return {
    namespaces: schema.namespaces.filter((name) => wants({ kind: "namespace", name })),
    ...(comments.length === 0 ? {} : { namespaceComments: Object.fromEntries(comments) }),
    extensions: wanted("extension", schema.extensions),
    enums: wanted("enum", schema.enums),
    domains: wanted("domain", schema.domains),
    composites: wanted("composite", schema.composites),
    ranges: wanted("range", schema.ranges),
    sequences: wanted("sequence", schema.sequences).filter(
      (sequence) => sequence.ownedBy === undefined || isOf(sequence.ownedBy.table, sequence),
    ),
    tables,
    views,
    routines: wanted("routine", schema.routines),
    triggers: schema.triggers.filter((trigger) => isOf(trigger.table, trigger)),
    rules: schema.rules.filter((rule) => isOf(rule.table, rule)),
    policies: schema.policies.filter((policy) => isOf(policy.table, policy)),
    statistics: schema.statistics.filter(({ table }) => owners.has(nameKey(table))),
  };
}

/** A pattern that has a dot is for a whole name with one in it, too. */
interface Pattern {
  readonly whole: RegExp;
  /** Absent in a pattern without a dot. */
  readonly namespace?: RegExp;
  readonly name: RegExp;
  /** True for `audit.*`. */
  readonly isAllOfIt: boolean;
}

function patternOf(text: string): Pattern {
  const dot = text.lastIndexOf(".");
  const name = text.slice(dot + 1);
  const namespace = dot === -1 ? undefined : globPattern(text.slice(0, dot));
  return { whole: globPattern(text), name: globPattern(name), isAllOfIt: name === "*", ...given({ namespace }) };
}

function leavesOut(pattern: Pattern, object: NamedObject): boolean {
  if (object.kind !== "namespace") return matches(pattern, object);
  return pattern.isAllOfIt && pattern.namespace?.test(object.name) === true;
}

function letsIn(pattern: Pattern, object: NamedObject): boolean {
  if (object.kind === "table" || object.kind === "view") return matches(pattern, object);
  const place = object.kind === "namespace" ? object.name : object.schema;
  return pattern.namespace === undefined || place === undefined || pattern.namespace.test(place);
}

function matches({ whole, namespace, name }: Pattern, object: ObjectName): boolean {
  if (whole.test(object.name)) return true;
  return object.schema !== undefined && namespace?.test(object.schema) === true && name.test(object.name);
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
