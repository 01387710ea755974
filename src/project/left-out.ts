import { given } from "../base/given.ts";
import { tableNameOf } from "../ops/edit.ts";
import { nameKey } from "../schema/names.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";
import type { HookSet } from "./ask-hook.ts";
import type { Item, ItemKind } from "./autogenerate-hooks.ts";
import { type Forms, withoutLeftOutParts } from "./left-out-parts.ts";
import { chosen, type LooksAt, lookout, paired } from "./lookout.ts";
import { namespaceCommentsOf } from "./scope.ts";

/**
 * What the models ask for, but for what the hooks leave out: that is as the database has it, or isn't there where the database hasn't.
 * Triggers, rules, policies and statistics go with their table, and sequences with the one that owns them. `normalise` brings a schema to the form in which
 * it is compared. Errors: CONFIG_HOOK_THREW, CONFIG_HOOK_ANSWER.
 */
export function withoutLeftOut(
  have: Schema,
  want: Schema,
  { hooks, normalise }: { readonly hooks: HookSet; readonly normalise: (schema: Schema) => Schema },
): Schema {
  const { includeName, includeObject } = hooks.functions;
  if (includeName === undefined && includeObject === undefined) return want;
  const looksAt = lookout(hooks);
  const of = chooser({ have, want }, looksAt);
  const tables = of("table", (schema) => schema.tables);
  const views = of("view", (schema) => schema.views);
  const left = new Set([...tables.left, ...views.left]);
  /** What belongs to a table or view, and stays with it. */
  const members = <T extends Item & ObjectName>(
    kind: "trigger" | "rule" | "policy" | "sequence" | "statistics",
    list: (schema: Schema) => readonly T[],
    owner: (object: T) => ObjectName | undefined,
  ): readonly T[] => {
    const stays = (object: T): boolean => {
      const found = owner(object);
      return found !== undefined && left.has(nameKey(found));
    };
    const isByItself = kind === "sequence" || kind === "statistics";
    const key = (object: T) => (isByItself ? nameKey(object) : `${nameKey(object)} ${owner(object)?.name}`);
    return [
      ...of(kind, (schema) => list(schema).filter((each) => !stays(each)), key).list,
      ...list(have).filter(stays),
    ];
  };
  const namespaces = of("namespace", namespacesOf);
  const comments = {
    ...namespaceCommentsOf(
      want,
      want.namespaces.filter((name) => !namespaces.left.includes(name)),
    ),
    ...namespaceCommentsOf(have, namespaces.left),
  };
  const forms = { have: { given: have, normal: normalise(have) }, want: { given: want, normal: normalise(want) } };
  return {
    namespaces: namespaces.list.map(({ name }) => name),
    ...(Object.keys(comments).length === 0 ? {} : { namespaceComments: comments }),
    extensions: of("extension", (schema) => schema.extensions).list,
    enums: of("enum", (schema) => schema.enums).list,
    domains: of("domain", (schema) => schema.domains).list,
    composites: of("composite", (schema) => schema.composites).list,
    ranges: of("range", (schema) => schema.ranges).list,
    sequences: members(
      "sequence",
      (schema) => schema.sequences,
      ({ ownedBy, schema }) => ownedBy && { name: ownedBy.table, ...given({ schema }) },
    ),
    tables: tables.list.map((table) => (left.has(nameKey(table)) ? table : partly(table, forms, looksAt))),
    views: views.list,
    routines: of(
      "routine",
      (schema) => schema.routines,
      (routine) => `${nameKey(routine)}(${routine.arguments})`,
    ).list,
    triggers: members(
      "trigger",
      (schema) => schema.triggers,
      (trigger) => tableNameOf(trigger),
    ),
    rules: members(
      "rule",
      (schema) => schema.rules,
      (rule) => tableNameOf(rule),
    ),
    policies: members(
      "policy",
      (schema) => schema.policies,
      (policy) => tableNameOf(policy),
    ),
    statistics: members(
      "statistics",
      (schema) => schema.statistics,
      ({ table }) => table,
    ),
  };
}

function chooser({ have, want }: { readonly have: Schema; readonly want: Schema }, looksAt: LooksAt) {
  return <T extends Item & ObjectName>(
    kind: ItemKind,
    list: (schema: Schema) => readonly T[],
    key: (object: T) => string = nameKey,
  ) => {
    const { list: kept, left } = chosen(paired(list(have), list(want), key), (pair) => {
      const { schema, table }: { readonly schema?: string; readonly table?: unknown } = pair.have ?? pair.want ?? {};
      return looksAt(kind, pair, given({ schema, table: typeof table === "string" ? table : undefined }));
    });
    return { list: kept, left: left.flatMap((pair) => [pair.have ?? pair.want ?? []].flat()).map(nameKey) };
  };
}

/** Both schemas, each as it is given and in its normal form. */
interface BothForms {
  readonly have: Forms<Schema>;
  readonly want: Forms<Schema>;
}

function partly(table: Table, { have, want }: BothForms, looksAt: LooksAt): Table {
  const [old, ours] = [formsOf(have, table), formsOf(want, table)];
  return old === undefined || ours === undefined ? table : withoutLeftOutParts(old, ours, looksAt);
}

function formsOf({ given: schema, normal }: Forms<Schema>, name: ObjectName): Forms<Table> | undefined {
  const at = schema.tables.findIndex((table) => nameKey(table) === nameKey(name));
  const table = schema.tables[at];
  return table === undefined ? undefined : { given: table, normal: normal.tables[at] ?? table };
}

function namespacesOf({ namespaces }: Schema): readonly ObjectName[] {
  return namespaces.map((name) => ({ name }));
}
