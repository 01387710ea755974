import { stableJson } from "../base/hash.ts";
import type { Op } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { ObjectName, Schema, View } from "../schema/schema.ts";
import { dependenciesFirst } from "./order.ts";
import { byName, compareNames, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

export interface ViewDiff {
  readonly drop: readonly Op[];
  readonly create: readonly Op[];
  readonly comment: readonly Op[];
  /** Views that are dropped, also those that come back. */
  readonly dropped: readonly ObjectName[];
}

/**
 * A changed view is dropped and created again, and with it the views that speak of it, or of a dropped table.
 * The text tells: a view that has the word for another reason is made again to no harm.
 */
export function diffViews(have: Sided<Schema>, want: Sided<Schema>, droppedTables: readonly ObjectName[]): ViewDiff {
  const views = (schema: Schema) => schema.views;
  const { both, removed, added } = matchBy(byName(sidedOf(have, views)), byName(sidedOf(want, views)), ({ given }) =>
    nameKey(given),
  );
  const same = both.filter((pair) => body(pair.have) === body(pair.want));
  const changed = both.filter((pair) => !same.includes(pair));
  const gone = [...removed, ...changed.map((pair) => pair.have)].map(({ given }) => given);
  const disturbed = dependents(
    same.map((pair) => pair.have.given),
    [...droppedTables, ...gone],
  );
  const remade = same.filter((pair) => disturbed.has(pair.have.given));
  const drop = inDependencyOrder([...gone, ...disturbed]).toReversed();
  const create = inDependencyOrder([
    ...added.map(({ given }) => given),
    ...[...changed, ...remade].map((pair) => pair.want.given),
  ]);
  return {
    drop: drop.map(dropView),
    create: create.map((view) => ({ kind: "createView", view })),
    comment: same
      .filter((pair) => !remade.includes(pair) && !sameObject(pair.have, pair.want))
      .map(({ want: { given } }) => ({
        kind: "setComment",
        on: { kind: "view", ...nameOf(given) },
        ...(given.comment === undefined ? {} : { comment: given.comment }),
      })),
    dropped: drop,
  };
}

/** All but the comment, which a view is given in its place. */
function body({ comparable }: Sided<View>): string {
  return stableJson({ ...comparable, comment: undefined });
}

function dropView(view: View): Op {
  return { kind: "dropView", ...nameOf(view), ...(view.materialized === true ? { materialized: true } : {}) };
}

/** The views that speak of one of these objects, or of a view that does. */
function dependents(views: readonly View[], objects: readonly ObjectName[]): ReadonlySet<View> {
  const found = new Set<View>();
  let names = objects;
  while (names.length > 0) {
    const next = views.filter((view) => !found.has(view) && names.some((object) => speaksOf(view, object)));
    for (const view of next) found.add(view);
    names = next;
  }
  return found;
}

function inDependencyOrder(views: readonly View[]): readonly View[] {
  return dependenciesFirst([...views].sort(compareNames), nameKey, (view) =>
    views.filter((other) => other !== view && speaksOf(view, other)).map(nameKey),
  ).items;
}

function speaksOf(view: View, object: ObjectName): boolean {
  return mayMention(view.definition, object.name) && mentionsIdentifier(view.definition, object.name);
}

/** A quick no, for most views have nothing to do with each other; a quoted name may be spelt with its quotes doubled. */
function mayMention(text: string, name: string): boolean {
  return /["`\]]/.test(name) || text.toLowerCase().includes(name.toLowerCase());
}
