import { displayName, nameKey, nameOf } from "../schema/names.ts";
import type { NamedObject, ObjectKind, Use } from "../schema/object-kind.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import { namespaceCommentsOf } from "./scope.ts";

/** What the models ask for, with what stays for the sake of others, and that in words. */
export interface WithUsed {
  readonly want: Schema;
  readonly warnings: readonly string[];
}

/**
 * What the models ask for, with those objects of the database that they don't name and that something uses which stays as it is, because
 * it isn't looked at: those in `uses` that aren't in `have`, and those that `want` has from there. `isRenamed` says which object has
 * another name in the models. Pure.
 */
export function withUsed(
  have: Schema,
  want: Schema,
  { uses, isRenamed }: { readonly uses: readonly Use[]; readonly isRenamed: (table: ObjectName) => boolean },
): WithUsed {
  const [old, asked] = [objectsOf(have), objectsOf(want)];
  if ([...old.keys()].every((key) => asked.has(key))) return { want, warnings: [] };
  const kept = new Map<string, Use>();
  const stays = ({ by }: Use): boolean => {
    const record = old.get(keyOf(by));
    return record === undefined || record === asked.get(keyOf(by)) || kept.has(keyOf(by));
  };
  const isLost = ({ used }: Use): boolean => {
    const key = keyOf(used);
    return old.has(key) && !asked.has(key) && !kept.has(key) && !(used.kind === "table" && isRenamed(used));
  };
  const keep = (found: readonly Use[]): void => {
    for (const use of found) if (!kept.has(keyOf(use.used))) kept.set(keyOf(use.used), use);
  };
  keep(typeUses(want).filter(isLost));
  for (;;) {
    const found = uses.filter((use) => stays(use) && isLost(use));
    if (found.length === 0) break;
    keep(found);
  }
  return {
    want: kept.size === 0 ? want : withKept(have, want, kept),
    warnings: [...kept.values()].map(wordsOf),
  };
}

/** True when the models don't name something that the database has and others may use. */
export function dropsSomething(have: Schema, want: Schema): boolean {
  const asked = objectsOf(want);
  return [...objectsOf(have).keys()].some((key) => !asked.has(key));
}

const lists = {
  enum: "enums",
  domain: "domains",
  composite: "composites",
  range: "ranges",
  sequence: "sequences",
  table: "tables",
  view: "views",
  routine: "routines",
} as const satisfies { readonly [K in ObjectKind]?: keyof Schema };

type Kind = keyof typeof lists;
const kinds = Object.keys(lists) as readonly Kind[];

/** The objects by their keys; of functions of one name, one. */
function objectsOf(schema: Schema): ReadonlyMap<string, ObjectName> {
  return new Map(
    kinds.flatMap((kind) =>
      schema[lists[kind]].map((object): [string, ObjectName] => [keyOf({ kind, ...nameOf(object) }), object]),
    ),
  );
}

function withKept(have: Schema, want: Schema, kept: ReadonlyMap<string, Use>): Schema {
  const both = <T extends ObjectName>(kind: Kind, list: (schema: Schema) => readonly T[]): readonly T[] => [
    ...list(want),
    ...list(have).filter((object) => kept.has(keyOf({ kind, ...nameOf(object) }))),
  ];
  const isOfKept = (part: ObjectName & { readonly table: string }): boolean => {
    const { table: name, schema } = part;
    const owner = { name, ...(schema === undefined ? {} : { schema }) };
    return kept.has(keyOf({ kind: "table", ...owner })) || kept.has(keyOf({ kind: "view", ...owner }));
  };
  const places = new Set([...kept.values()].flatMap(({ used: { schema } }) => schema ?? []));
  const namespaces = have.namespaces.filter((name) => places.has(name) && !want.namespaces.includes(name));
  const comments = { ...namespaceCommentsOf(have, namespaces), ...want.namespaceComments };
  return {
    ...want,
    namespaces: [...want.namespaces, ...namespaces],
    ...(Object.keys(comments).length === 0 ? {} : { namespaceComments: comments }),
    enums: both("enum", ({ enums }) => enums),
    domains: both("domain", ({ domains }) => domains),
    composites: both("composite", ({ composites }) => composites),
    ranges: both("range", ({ ranges }) => ranges),
    sequences: [
      ...both("sequence", ({ sequences }) => sequences),
      ...have.sequences.filter(
        (sequence) => sequence.ownedBy !== undefined && isOfKept({ ...sequence, ...sequence.ownedBy }),
      ),
    ],
    tables: both("table", ({ tables }) => tables),
    views: both("view", ({ views }) => views),
    routines: both("routine", ({ routines }) => routines),
    triggers: [...want.triggers, ...have.triggers.filter(isOfKept)],
    rules: [...want.rules, ...have.rules.filter(isOfKept)],
    policies: [...want.policies, ...have.policies.filter(isOfKept)],
    statistics: [
      ...want.statistics,
      ...have.statistics.filter(({ table }) => isOfKept({ ...table, table: table.name })),
    ],
  };
}

/** The types that tables, domains and composite types are made of. */
function typeUses({ tables, domains, composites }: Schema): readonly Use[] {
  const of = (by: NamedObject, type: ColumnType): readonly Use[] =>
    type.kind === "array"
      ? of(by, type.of)
      : type.kind === "named"
        ? (["enum", "domain", "composite", "range"] as const).map((kind) => ({
            by,
            used: { kind, ...nameOf(type) },
          }))
        : [];
  return [
    ...tables.flatMap((table: Table) =>
      table.columns.flatMap(({ type }) => of({ kind: "table", ...nameOf(table) }, type)),
    ),
    ...domains.flatMap((domain) => of({ kind: "domain", ...nameOf(domain) }, domain.type)),
    ...composites.flatMap((composite) =>
      composite.attributes.flatMap(({ type }) => of({ kind: "composite", ...nameOf(composite) }, type)),
    ),
  ];
}

function wordsOf({ by, used }: Use): string {
  return `the ${used.kind} ${displayName(used)} stays, for the ${by.kind} ${displayName(by)} uses it`;
}

function keyOf(object: NamedObject): string {
  return `${object.kind} ${nameKey(object)}`;
}
