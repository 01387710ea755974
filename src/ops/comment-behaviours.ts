import { didYouMean } from "../base/nearest.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { Commented, CompositeType, ObjectName, Schema, Table } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import type { CommentTarget, SetComment } from "./comment-ops.ts";
import { editIndexes, editTable, omit, onTable, requireTable } from "./edit.ts";
import { fail } from "./errors.ts";

/** What the comment of an object means. */
export const commentBehaviours: Behaviours<SetComment["kind"]> = {
  setComment: {
    apply: (schema, { on, comment }) =>
      edit(schema, on, (object) => ({
        ...omit(object, "comment"),
        ...(comment === undefined ? {} : { comment }),
      })),
    reverse({ on }, before) {
      let old: string | undefined;
      edit(before, on, (object) => {
        old = object.comment;
        return object;
      });
      return exact({ kind: "setComment", on, ...(old === undefined ? {} : { comment: old }) });
    },
    describe: ({ on, comment }) => `${comment === undefined ? "Drop" : "Set"} comment of ${titleOf(on)}`,
  },
};

type Edit = <T extends Commented>(object: T) => T;
type TargetOf<Part> = Extract<CommentTarget, Part>;

/** The schema with the object changed. Errors: OP_OBJECT_MISSING, OP_TABLE_MISSING. */
function edit(schema: Schema, on: CommentTarget, change: (object: Commented) => Commented): Schema {
  const changed: Edit = (object) => change(object) as typeof object;
  switch (on.kind) {
    case "type":
      return editType(schema, on, changed);
    case "attribute":
      return editAttribute(schema, on, changed);
    case "constraint":
      return editConstraint(schema, on, changed);
    case "index":
      return editIndexes(schema, ownerOf(on), (indexes) => one(indexes, ({ name }) => name === on.name, changed, on));
    case "domainCheck": {
      const isOwner = (each: ObjectName) => sameName(each, { ...nameOf(on), name: on.domain });
      const found = schema.domains.find(isOwner)?.checks ?? [];
      const checks = one(found, ({ name }) => name === on.name, changed, on);
      return { ...schema, domains: schema.domains.map((each) => (isOwner(each) ? { ...each, checks } : each)) };
    }
    case "view":
      return { ...schema, views: one(schema.views, (each) => sameName(each, on), changed, on) };
    case "viewColumn":
      return { ...schema, views: one(schema.views, (each) => sameName(each, on), columnEdit(on, changed), on) };
    case "sequence":
      return { ...schema, sequences: one(schema.sequences, (each) => sameName(each, on), changed, on) };
    case "statistics":
      return { ...schema, statistics: one(schema.statistics, (each) => sameName(each, on), changed, on) };
    case "extension":
      return { ...schema, extensions: one(schema.extensions, ({ name }) => name === on.name, changed, on) };
    case "namespace":
      return editNamespace(schema, on, changed);
    case "trigger":
      return { ...schema, triggers: one(schema.triggers, (each) => isOf(each, on), changed, on) };
    case "rule":
      return { ...schema, rules: one(schema.rules, (each) => isOf(each, on), changed, on) };
    case "policy":
      return { ...schema, policies: one(schema.policies, (each) => isOf(each, on), changed, on) };
    case "function":
    case "procedure": {
      const isSame = (each: Schema["routines"][number]) =>
        sameName(each, on) && each.kind === on.kind && each.arguments === on.arguments;
      return { ...schema, routines: one(schema.routines, isSame, changed, on) };
    }
  }
}

/** The list with one of its objects changed. Errors: OP_OBJECT_MISSING. */
function one<T extends { readonly name?: string }>(
  list: readonly T[],
  isMeant: (object: T) => boolean,
  change: (object: T) => T,
  on: CommentTarget,
): readonly T[] {
  if (list.some(isMeant)) return list.map((each) => (isMeant(each) ? change(each) : each));
  const guess = didYouMean(
    on.name,
    list.flatMap(({ name }) => name ?? []),
  );
  throw fail("OP_OBJECT_MISSING", `There is no ${titleOf(on)}${guess}.`);
}

interface InTable extends ObjectName {
  readonly table: string;
}

function isOf(each: InTable, on: InTable): boolean {
  return sameName(each, on) && each.table === on.table;
}

function ownerOf(on: InTable) {
  return onTable({ ...nameOf(on), name: on.table });
}

function editConstraint(schema: Schema, on: TargetOf<InTable>, change: Edit): Schema {
  const table = requireTable(schema, ownerOf(on));
  const changed = <T extends Commented & { readonly name?: string }>(list: readonly T[]) =>
    list.map((each) => (each.name === on.name ? change(each) : each));
  const { primaryKey, uniques, checks, foreignKeys, exclusions } = table;
  const keys = primaryKey === undefined ? [] : [primaryKey];
  one([...keys, ...uniques, ...checks, ...foreignKeys, ...exclusions], ({ name }) => name === on.name, same, on);
  const [key] = changed(keys);
  return editTable(
    schema,
    ownerOf(on),
    (each): Table => ({
      ...each,
      ...(key === undefined ? {} : { primaryKey: key }),
      uniques: changed(uniques),
      checks: changed(checks),
      foreignKeys: changed(foreignKeys),
      exclusions: changed(exclusions),
    }),
  );
}

function same<T>(object: T): T {
  return object;
}

function columnEdit({ column }: TargetOf<{ readonly column: string }>, change: Edit) {
  return <T extends { readonly columnComments?: Readonly<Record<string, string>> }>(view: T): T => {
    const columnComments = withEntry(view.columnComments, column, change);
    return { ...omit(view, "columnComments"), ...(columnComments === undefined ? {} : { columnComments }) } as T;
  };
}

function editNamespace(schema: Schema, on: CommentTarget, change: Edit): Schema {
  one(
    schema.namespaces.map((name) => ({ name })),
    ({ name }) => name === on.name,
    same,
    on,
  );
  const namespaceComments = withEntry(schema.namespaceComments, on.name, change);
  return { ...omit(schema, "namespaceComments"), ...(namespaceComments === undefined ? {} : { namespaceComments }) };
}

/** Comments by name with one of them changed; undefined for none. */
function withEntry(
  comments: Readonly<Record<string, string>> = {},
  name: string,
  change: Edit,
): Readonly<Record<string, string>> | undefined {
  const old = Object.hasOwn(comments, name) ? comments[name] : undefined;
  const { comment } = change<Commented>(old === undefined ? {} : { comment: old });
  const others = Object.entries(comments).filter(([key]) => key !== name);
  const entries = comment === undefined ? others : [...others, [name, comment] as const];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function editType(schema: Schema, on: CommentTarget, change: Edit): Schema {
  const { enums, domains, composites, ranges } = schema;
  one([...enums, ...domains, ...composites, ...ranges], (type: ObjectName) => sameName(type, on), same, on);
  const changed = <T extends ObjectName & Commented>(list: readonly T[]): readonly T[] =>
    list.map((each) => (sameName(each, on) ? change(each) : each));
  return {
    ...schema,
    enums: changed(enums),
    domains: changed(domains),
    composites: changed(composites),
    ranges: changed(ranges),
  };
}

function editAttribute(schema: Schema, on: TargetOf<{ readonly attribute: string }>, change: Edit): Schema {
  const type = schema.composites.find((each) => sameName(each, on));
  const names = type?.attributes.map(({ name }) => name) ?? [];
  if (type === undefined || !names.includes(on.attribute)) {
    const message = `There is no attribute "${on.attribute}" of "${displayName(on)}"${didYouMean(on.attribute, names)}.`;
    throw fail("OP_OBJECT_MISSING", message);
  }
  const edited: CompositeType = {
    ...type,
    attributes: type.attributes.map((each) => (each.name === on.attribute ? change(each) : each)),
  };
  return { ...schema, composites: schema.composites.map((each) => (each === type ? edited : each)) };
}

/** What it is, in words. */
function titleOf(on: CommentTarget): string {
  const beside = (name: string) => displayName({ ...nameOf(on), name });
  switch (on.kind) {
    case "attribute":
      return `attribute ${displayName(on)}.${on.attribute}`;
    case "viewColumn":
      return `column ${displayName(on)}.${on.column}`;
    case "domainCheck":
      return `check ${on.name} of domain ${beside(on.domain)}`;
    case "constraint":
    case "index":
    case "trigger":
    case "rule":
    case "policy":
      return `${on.kind} ${on.name} of ${beside(on.table)}`;
    case "function":
    case "procedure":
      return `${on.kind} ${displayName(on)}(${on.arguments})`;
    case "namespace":
      return `schema ${on.name}`;
    default:
      return `${on.kind} ${displayName(on)}`;
  }
}
