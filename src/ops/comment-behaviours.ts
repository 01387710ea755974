import { didYouMean } from "../base/nearest.ts";
import { displayName, sameName } from "../schema/names.ts";
import type { CompositeType, ObjectName, Schema } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import type { CommentTarget, SetComment } from "./comment-ops.ts";
import { omit } from "./edit.ts";
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
  return on.kind === "type" ? editType(schema, on, change) : editAttribute(schema, on, change);
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

function editAttribute(
  schema: Schema,
  on: Extract<CommentTarget, { readonly kind: "attribute" }>,
  change: Edit,
): Schema {
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
  return on.kind === "type" ? `type ${displayName(on)}` : `attribute ${displayName(on)}.${on.attribute}`;
}
