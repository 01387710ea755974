import { given } from "../../base/given.ts";
import type { ObjectOp } from "../../ops/object-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import { displayName, nameOf, sameName } from "../../schema/names.ts";
import type { ObjectName, View } from "../../schema/schema.ts";
import { setKeeping } from "./column-keeping.ts";
import { type Draft, draft } from "./draft.ts";
import { changeComment } from "./emit-comment.ts";
import { emitCreateIndex } from "./emit-index.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse, refuseViewProperties } from "./refuse.ts";
import { beside, locked, type Scene, withNew } from "./scene.ts";
import { atLeast } from "./server-version.ts";
import { storageChanges } from "./storage-changes.ts";
import { defaultSql } from "./table-sql.ts";
import { createViewSql, viewOptions } from "./view-sql.ts";

type ViewOp = Extract<ObjectOp["kind"], "createView" | "dropView" | "setViewOptions">;

/** The statements of ops on views. */
export const viewEmitters: { readonly [K in ViewOp]: (op: OpOf<K>, scene: Scene) => readonly Draft[] } = {
  createView,
  dropView,
  setViewOptions,
};

/** A materialised view has no OR REPLACE; a plain one keeps the comment of the old one unless it is taken away. */
function createView({ view, replace, withoutData }: OpOf<"createView">, scene: Scene): readonly Draft[] {
  const old = replace === true ? scene.before.views.find((each) => sameName(each, view)) : undefined;
  const materialized = view.materialized === true;
  const isKindOfOld = old !== undefined && (old.materialized === true) === materialized;
  const inPlace = replace === true && !materialized && (old === undefined || isKindOfOld);
  const isEmpty = withoutData === true;
  const kind = isEmpty ? "createEmptyMaterializedView" : "createMaterializedView";
  const fact = facts[materialized ? kind : inPlace ? "replaceView" : "createView"];
  const drop = { kind: "dropView", ...nameAndKind(old ?? view), ifExists: true } as const;
  const around = inPlace ? scene : withNew(scene, view);
  const on = { kind: "view", ...nameOf(view) } as const;
  return [
    ...(replace === true && !inPlace ? dropView(drop, scene) : []),
    draft(
      createViewSql(view, { orReplace: inPlace, withoutData: isEmpty }),
      factsOf(fact, inPlace ? locked(scene, view) : {}),
    ),
    ...(view.indexes ?? []).flatMap((index) => emitCreateIndex(view, index, {}, around)),
    ...setColumnOptions({ kind: "createView", view }, {}, view, around),
    ...setDefaults(view, (inPlace ? old?.columnDefaults : undefined) ?? {}, around),
    ...changeComment(on, inPlace ? old : undefined, view, around),
    ...changedColumns(inPlace ? old : undefined, view).flatMap(([column, was, is]) =>
      changeComment(
        { kind: "viewColumn", ...nameOf(view), column },
        given({ comment: was }),
        given({ comment: is }),
        around,
      ),
    ),
  ];
}

function dropView(op: OpOf<"dropView">, scene: Scene): readonly Draft[] {
  const fact = op.materialized === true ? facts.dropMaterializedView : facts.dropView;
  const guard = op.ifExists === true ? "IF EXISTS " : "";
  const sql = `DROP ${op.materialized === true ? "MATERIALIZED " : ""}VIEW ${guard}${quoteObject(op)}`;
  return [draft(sql, factsOf(fact, locked(scene, op)))];
}

/** What differs between the options that the view has and those that it gets. */
function setViewOptions(op: OpOf<"setViewOptions">, scene: Scene): readonly Draft[] {
  const [from, to] = [scene.before, scene.after].map(({ views }) => views.find((each) => sameName(each, op)));
  if (from === undefined || to === undefined) return [];
  refuseViewProperties(op, to, to.materialized === true);
  if (to.materialized === true) return setStorage(op, from, to, scene);
  const changes = storageChanges({ storage: viewOptions(from) }, { storage: viewOptions(to) });
  return [...changes.map(({ sql }) => alterView(to, sql, scene)), ...setDefaults(to, from.columnDefaults ?? {}, scene)];
}

function alterView(view: ObjectName, what: string, scene: Scene): Draft {
  return draft(`ALTER VIEW ${quoteObject(view)} ${what}`, factsOf(facts.setViewOptions, locked(scene, view)));
}

/** The defaults of its columns, where they are others than `old`. */
function setDefaults(view: View, old: Readonly<Record<string, string>>, scene: Scene): readonly Draft[] {
  const wanted = view.columnDefaults ?? {};
  const alter = (column: string, what: string) => alterView(view, `ALTER COLUMN ${quoteName(column)} ${what}`, scene);
  return [
    ...Object.keys(old)
      .filter((column) => !(column in wanted))
      .map((column) => alter(column, "DROP DEFAULT")),
    ...Object.entries(wanted)
      .filter(([column, sql]) => old[column] !== sql)
      .map(([column, sql]) => alter(column, `SET DEFAULT ${defaultSql({ sql })}`)),
  ];
}

function setStorage(op: OpOf<"setViewOptions">, from: View, to: View, scene: Scene): readonly Draft[] {
  const alter = (what: string, fact: Fact) =>
    draft(`ALTER MATERIALIZED VIEW ${quoteObject(op)} ${what}`, factsOf(fact, locked(scene, op)));
  if (from.accessMethod !== to.accessMethod && !atLeast(scene.server, 15)) {
    const hint = "Drop the view and create it again.";
    refuse(op, `view "${displayName(op)}"`, "SET ACCESS METHOD before version 15", hint);
  }
  return [
    ...(from.tablespace === to.tablespace
      ? []
      : [alter(`SET TABLESPACE ${quoteName(to.tablespace ?? "pg_default")}`, facts.setViewTablespace)]),
    ...(from.accessMethod === to.accessMethod
      ? []
      : [alter(`SET ACCESS METHOD ${quoteName(to.accessMethod ?? "heap")}`, facts.setViewAccessMethod)]),
    ...storageChanges(from, to).map(({ sql }) => alter(sql, facts.setViewStorage)),
    ...setColumnOptions(op, from, to, scene),
  ];
}

/** How the values of the columns of a materialized view are kept; those that are there stay as they are until it is filled anew. */
function setColumnOptions(
  op: OpOf<"createView" | "setViewOptions">,
  { columnOptions: from = {} }: Pick<View, "columnOptions">,
  { columnOptions: to = {}, ...name }: View,
  scene: Scene,
): readonly Draft[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((column) => {
    const [was = {}, is = {}] = [from[column], to[column]];
    const subject = `column "${displayName(name)}.${column}"`;
    const alter = (what: string, fact: Fact) =>
      draft(
        `ALTER MATERIALIZED VIEW ${quoteObject(name)} ALTER COLUMN ${quoteName(column)} ${what}`,
        factsOf(fact, locked(scene, name)),
      );
    if (was.storage !== undefined && is.storage === undefined && !atLeast(scene.server, 16)) {
      const hint = "Name the storage of the type: plain, main, external or extended.";
      refuse(op, subject, "SET STORAGE DEFAULT before version 16", hint);
    }
    if (is.compression !== undefined && !atLeast(scene.server, 14))
      refuse(op, subject, "compression of columns before version 14");
    return [
      ...setKeeping(alter, was, is),
      ...(was.compression === is.compression
        ? []
        : [alter(`SET COMPRESSION ${is.compression ?? "DEFAULT"}`, facts.setCompression)]),
    ];
  });
}

/** The columns whose comments the old or the new view says, with both. */
function changedColumns(old: View | undefined, view: View) {
  const [was = {}, is = {}] = [old?.columnComments, view.columnComments];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => [name, was[name], is[name]] as const);
}

function nameAndKind(view: OpOf<"createView">["view"]) {
  return { ...beside(view, view.name), ...(view.materialized === true ? { materialized: true as const } : {}) };
}
