import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { ObjectName, Schema, View } from "../schema/schema.ts";
import type { ViewProperties } from "../schema/view-properties.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { missingObject, omit, refuseTaken } from "./edit.ts";
import { restoreParts, withoutParts } from "./owned-parts.ts";

/** What the operations on views mean. */
export const viewBehaviours: Behaviours<"createView" | "dropView" | "setViewOptions"> = {
  createView: {
    apply(schema, op) {
      const old = schema.views.find((view) => sameName(view, op.view));
      if (op.replace && old !== undefined) {
        return { ...schema, views: schema.views.map((view) => (view === old ? op.view : view)) };
      }
      refuseTaken(schema, op.view);
      return { ...schema, views: [...schema.views, op.view] };
    },
    reverse(op, before) {
      const old = before.views.find((view) => sameName(view, op.view));
      if (op.replace && old !== undefined) return exact({ kind: "createView", view: old, replace: true });
      return exact({ kind: "dropView", ...nameOf(op.view), ...(op.view.materialized ? { materialized: true } : {}) });
    },
    describe: (op) => `${op.replace ? "Replace" : "Create"} ${viewWord(op.view)} ${displayName(op.view)}`,
  },

  dropView: {
    apply(schema, op) {
      const view = findView(schema, op);
      if (view === undefined) {
        if (op.ifExists) return schema;
        throw missingObject(
          viewWord(op),
          op,
          schema.views.filter((each) => each.materialized === op.materialized),
        );
      }
      return { ...withoutParts(schema, view), views: schema.views.filter((each) => each !== view) };
    },
    reverse(op, before) {
      const view = findView(before, op);
      if (view === undefined) return exact();
      return exact({ kind: "createView", view }, ...restoreParts(before, view));
    },
    describe: (op) => `Drop ${viewWord(op)} ${displayName(op)}`,
  },

  setViewOptions: {
    apply(schema, op) {
      const found = requireView(schema, op);
      const changed: View = { ...withoutProperties(found), ...op.options };
      return { ...schema, views: schema.views.map((view) => (view === found ? changed : view)) };
    },
    reverse: (op, before) => exact({ ...op, options: viewProperties(requireView(before, op)) }),
    describe: (op) => `Set the options of view ${displayName(op)}`,
  },
};

const properties: { readonly [K in keyof Required<ViewProperties>]: true } = {
  ...{ security: true, algorithm: true, barrier: true, checkOption: true, columnDefaults: true },
  ...{ storage: true, tablespace: true, accessMethod: true, columnOptions: true },
};

const names = Object.keys(properties) as readonly (keyof ViewProperties)[];

/** What can be changed of a view in its place. */
export function viewProperties(view: View): ViewProperties {
  return Object.fromEntries(Object.entries(view).filter(([key]) => names.some((name) => name === key)));
}

/** The view with its query alone, and what stands on that. */
export function withoutProperties(view: View): Omit<View, keyof ViewProperties> {
  return omit(view, ...names);
}

type ViewName = ObjectName & { readonly materialized?: true };

function findView(schema: Schema, name: ViewName): View | undefined {
  return schema.views.find((view) => sameName(view, name) && view.materialized === name.materialized);
}

function viewWord(view: { readonly materialized?: true }): string {
  return view.materialized ? "materialized view" : "view";
}

function requireView(schema: Schema, name: ObjectName): View {
  const found = schema.views.find((view) => sameName(view, name));
  if (found === undefined) throw missingObject("view", name, schema.views);
  return found;
}
