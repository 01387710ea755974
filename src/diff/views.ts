import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import { sameData } from "../base/same-data.ts";
import { omit, onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { viewProperties, withoutProperties } from "../ops/view-behaviours.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { ObjectName, Schema, View } from "../schema/schema.ts";
import { changeComment } from "./comments.ts";
import { createIndexes, diffIndexes } from "./indexes.ts";
import { keys } from "./keys.ts";
import type { Mentions } from "./mentions.ts";
import { dependenciesFirst } from "./order.ts";
import { byName, compareNames, matchBy, type Sided, sidedOf } from "./pairs.ts";
import type { Sides } from "./sides.ts";
import { usesOfView } from "./uses.ts";

export interface ViewDiff {
  readonly drop: readonly Op[];
  /** Each view is followed by its indexes. */
  readonly create: readonly Op[];
  /** What changes of views that stay: their indexes, options and comments. */
  readonly change: readonly Op[];
  /** Views that are dropped, also those that come back. */
  readonly dropped: readonly ObjectName[];
}

/**
 * A changed view is dropped and created again, and with it the views that use what others ruin, or a dropped view.
 * The text tells: a view that has the word for another reason is made again to no harm.
 */
export function diffViews(
  have: Sided<Schema>,
  want: Sided<Schema>,
  { ruined, sides }: { readonly ruined: ReadonlySet<string>; readonly sides: Sides },
): ViewDiff {
  const views = (schema: Schema) => schema.views;
  const { both, removed, added } = matchBy(byName(sidedOf(have, views)), byName(sidedOf(want, views)), ({ given }) =>
    nameKey(given),
  );
  const same = both.filter((pair) => body(pair.have) === body(pair.want));
  const changed = both.filter((pair) => !same.includes(pair));
  const gone = [...removed, ...changed.map((pair) => pair.have)].map(({ given }) => given);
  const disturbed = dependents(
    same.map(({ have: { given } }) => ({ view: given, uses: usesOfView(given, sides.have) })),
    new Set([...ruined, ...gone.map(keys.relation)]),
  );
  const remade = same.filter((pair) => disturbed.has(pair.have.given));
  const drop = inDependencyOrder([...gone, ...disturbed], sides.have).toReversed();
  const create = inDependencyOrder(
    [...added.map(({ given }) => given), ...[...changed, ...remade].map((pair) => pair.want.given)],
    sides.want,
  );
  return {
    drop: drop.map(dropView),
    create: create.flatMap(createView),
    change: same.filter((pair) => !remade.includes(pair)).flatMap((pair) => changeView(pair.have, pair.want)),
    dropped: drop,
  };
}

/** All but what a view is given in its place. */
function body({ comparable }: Sided<View>): string {
  return stableJson(omit(withoutProperties(comparable), "comment", "columnComments", "indexes"));
}

function changeView(have: Sided<View>, want: Sided<View>): readonly Op[] {
  const indexes = diffIndexes(onTable(want.given), have, want, []);
  const isSame = sameData(viewProperties(have.comparable), viewProperties(want.comparable));
  return [
    ...[...indexes.drop, ...indexes.rename],
    ...(isSame
      ? []
      : [{ kind: "setViewOptions" as const, ...nameOf(want.given), options: viewProperties(want.given) }]),
    ...[...indexes.create, ...indexes.comment],
    ...changeComments(have.given, want.given),
  ];
}

function createView(view: View): readonly Op[] {
  const { indexes = [], ...bare } = view;
  return [{ kind: "createView", view: bare }, ...createIndexes(onTable(view), [...indexes].sort(compareNames))];
}

function changeComments(have: View, want: View): readonly Op[] {
  const name = nameOf(want);
  const [old = {}, next = {}] = [have.columnComments, want.columnComments];
  const columns = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
  return [
    ...changeComment(have, want, { kind: "view", ...name }),
    ...columns.flatMap((column) =>
      changeComment(given({ comment: old[column] }), given({ comment: next[column] }), {
        kind: "viewColumn",
        ...name,
        column,
      }),
    ),
  ];
}

function dropView(view: View): Op {
  return { kind: "dropView", ...nameOf(view), ...(view.materialized === true ? { materialized: true } : {}) };
}

interface Used {
  readonly view: View;
  readonly uses: readonly string[];
}

/** The views that use something ruined, or a view that does. */
function dependents(views: readonly Used[], ruined: ReadonlySet<string>): ReadonlySet<View> {
  const found = new Set<View>();
  for (let gone = ruined; gone.size > 0; ) {
    const next = views.filter(({ view, uses }) => !found.has(view) && uses.some((key) => gone.has(key)));
    for (const { view } of next) found.add(view);
    gone = new Set(next.map(({ view }) => keys.relation(view)));
  }
  return found;
}

function inDependencyOrder(views: readonly View[], mentions: Mentions): readonly View[] {
  return dependenciesFirst([...views].sort(compareNames), keys.relation, (view) => usesOfView(view, mentions)).items;
}
