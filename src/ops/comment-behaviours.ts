import { didYouMean } from "../base/nearest.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { CompositeType, Index, ObjectName, Schema, View } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import type { CommentTarget, SetComment } from "./comment-ops.ts";
import { editTable, omit, onTable, requireTable } from "./edit.ts";
import { fail } from "./errors.ts";

interface Commented {
  readonly comment?: string;
}

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
    describe: ({ on, comment }) => `${comment === undefined ? "Drop" : "Set"} comment of ${describe(on)}`,
  },
};

type Edit = (object: Commented) => Commented;

/** The schema with the object changed. Errors: OP_OBJECT_MISSING. */
function edit(schema: Schema, on: CommentTarget, change: Edit): Schema {
  switch (on.kind) {
    case "type":
      return editType(schema, on, change);
    case "attribute":
      return editAttribute(schema, on, change);
    case "index":
      return editIndex(schema, on, change);
    case "view":
      return editView(schema, on, change);
  }
}

type TargetOf<K extends CommentTarget["kind"]> = Extract<CommentTarget, { readonly kind: K }>;

function editIndex(schema: Schema, { table, name, ...place }: TargetOf<"index">, change: Edit): Schema {
  const on = onTable({ ...nameOf({ ...place, name: table }) });
  const indexes = requireTable(schema, on).indexes;
  if (!indexes.some((index) => index.name === name)) {
    const guess = didYouMean(
      name,
      indexes.map((index) => index.name),
    );
    throw fail("OP_OBJECT_MISSING", `The table "${table}" has no index "${name}"${guess}.`);
  }
  return editTable(schema, on, (each) => ({
    ...each,
    indexes: each.indexes.map((index) => (index.name === name ? (change(index) as Index) : index)),
  }));
}

function editView(schema: Schema, name: TargetOf<"view">, change: Edit): Schema {
  if (!schema.views.some((view) => sameName(view, name))) {
    const guess = didYouMean(displayName(name), schema.views.map(displayName));
    throw fail("OP_OBJECT_MISSING", `There is no view "${displayName(name)}"${guess}.`);
  }
  return { ...schema, views: schema.views.map((view) => (sameName(view, name) ? (change(view) as View) : view)) };
}

function editType(schema: Schema, name: ObjectName, change: Edit): Schema {
  const { enums, domains, composites, ranges } = schema;
  const types = [...enums, ...domains, ...composites, ...ranges];
  if (!types.some((type) => sameName(type, name))) {
    const guess = didYouMean(displayName(name), types.map(displayName));
    throw fail("OP_OBJECT_MISSING", `There is no type "${displayName(name)}"${guess}.`);
  }
  const changed = <T extends ObjectName & Commented>(list: readonly T[]): readonly T[] =>
    list.map((each) => (sameName(each, name) ? (change(each) as T) : each));
  return {
    ...schema,
    enums: changed(enums),
    domains: changed(domains),
    composites: changed(composites),
    ranges: changed(ranges),
  };
}

function editAttribute(schema: Schema, on: TargetOf<"attribute">, change: Edit): Schema {
  const type = schema.composites.find((each) => sameName(each, on));
  const names = type?.attributes.map(({ name }) => name) ?? [];
  if (type === undefined || !names.includes(on.attribute)) {
    const message = `There is no attribute "${on.attribute}" of "${displayName(on)}"${didYouMean(on.attribute, names)}.`;
    throw fail("OP_OBJECT_MISSING", message);
  }
  const edited: CompositeType = {
    ...type,
    attributes: type.attributes.map((each) =>
      each.name === on.attribute ? (change(each) as (typeof type.attributes)[number]) : each,
    ),
  };
  return { ...schema, composites: schema.composites.map((each) => (each === type ? edited : each)) };
}

function describe(on: CommentTarget): string {
  if (on.kind === "attribute") return `attribute ${displayName(on)}.${on.attribute}`;
  return on.kind === "index" ? `index ${on.name} of ${on.table}` : `${on.kind} ${displayName(on)}`;
}
