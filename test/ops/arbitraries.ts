import type fc from "fast-check";
import { isLimbeckError } from "../../src/base/error.ts";
import { applyOp } from "../../src/ops/behaviours.ts";
import type { ColumnChanges } from "../../src/ops/column-ops.ts";
import type { CommentTarget } from "../../src/ops/comment-ops.ts";
import type { ConstraintType, DropConstraint } from "../../src/ops/constraint-ops.ts";
import type { RowValue } from "../../src/ops/data-ops.ts";
import { onTable } from "../../src/ops/edit.ts";
import type { Op, OpKind, OpOf } from "../../src/ops/op.ts";
import { nameOf } from "../../src/schema/names.ts";
import type { Attribute, Column, Domain, ObjectName, RangeType, Schema, Table } from "../../src/schema/schema.ts";
import type { ViewProperties } from "../../src/schema/view-properties.ts";
import {
  drawCheck,
  drawColumn,
  drawEnum,
  drawForeignKey,
  drawIndex,
  drawPolicy,
  drawRoutine,
  drawRule,
  drawSchema,
  drawStatistics,
  drawTable,
  drawTrigger,
  drawUnique,
  drawView,
  drawViewProperties,
} from "../schema/arbitraries.ts";
import { type Draw, drawn } from "../schema/draw.ts";
import { everyFeature, type SchemaFeatures } from "../schema/features.ts";
import { Names, quoted } from "../schema/random-names.ts";
import { drawDefault, drawSequenceOptions, drawType } from "../schema/random-types.ts";

/** A random schema, and random operations each of which can be applied after those before it. */
export interface SchemaAndOps {
  readonly schema: Schema;
  readonly ops: readonly Op[];
}

/** Random schemas with up to `count` operations that they allow. */
export function arbitraryOps(count: number, given: Partial<SchemaFeatures> = {}): fc.Arbitrary<SchemaAndOps> {
  const features = { ...everyFeature, ...given };
  return drawn((draw) => {
    const schema = drawSchema(draw, features);
    const ops: Op[] = [];
    let now = schema;
    for (let left = draw.int(1, count); left > 0; left--) {
      const op = drawOp(draw, now, features);
      ops.push(op);
      now = applyOp(now, op);
    }
    return { schema, ops };
  });
}

/** A random operation that the schema allows. */
export function drawOp(draw: Draw, schema: Schema, features: SchemaFeatures): Op {
  const kinds = Object.keys(makers) as OpKind[];
  for (let tries = 0; tries < 20; tries++) {
    const kind = draw.pick(kinds);
    const op = makers[kind]({ draw, schema, features, names: namesBeside(draw, schema, features) });
    if (op !== undefined && isAllowed(schema, op)) return op;
  }
  return { kind: "execute", sql: "SELECT 1" };
}

interface Situation {
  readonly draw: Draw;
  readonly schema: Schema;
  readonly features: SchemaFeatures;
  readonly names: Names;
}

type Makers = { readonly [K in OpKind]: (situation: Situation) => OpOf<K> | undefined };

const makers: Makers = {
  createTable({ draw, schema, features, names }) {
    const name = { name: names.fresh("t"), ...place(draw, schema) };
    const table = drawTable(draw, features, names, name, schema);
    return { kind: "createTable", table, ...draw.maybe(5, "ifNotExists", yes) };
  },
  dropTable: inTable((on, { draw }) => ({
    kind: "dropTable",
    ...on,
    ...draw.maybe(3, "ifExists", yes),
    ...draw.maybe(3, "dataLoss", () => 'nobody "reads" it'),
  })),
  renameTable: inTable((on, { names }) => ({ kind: "renameTable", ...on, to: names.fresh("t") })),
  setTableOptions: inTable((on, { draw }) => {
    return { kind: "setTableOptions", ...on, options: draw.maybe(2, "engine", () => "MyISAM") };
  }),
  setTableComment: inTable((on, { draw }) => ({
    kind: "setTableComment",
    ...on,
    ...draw.maybe(2, "comment", () => "new"),
  })),
  addColumn: inTable((on, { draw, features, names, schema }, table) => ({
    kind: "addColumn",
    ...on,
    column: drawColumn(draw, features, names.column(table), schema),
    ...draw.maybe(3, "position", () => (draw.oneIn(3) ? ("first" as const) : { after: draw.pick(table.columns).name })),
    ...draw.maybe(5, "ifNotExists", yes),
  })),
  dropColumn: inColumn((on, { draw }) => ({
    kind: "dropColumn",
    ...on,
    ...draw.maybe(5, "ifExists", yes),
    ...draw.maybe(3, "dataLoss", () => "nobody reads it"),
  })),
  renameColumn: inColumn((on, { names }, table) => ({ kind: "renameColumn", ...on, to: names.column(table) })),
  alterColumn: inColumn((on, situation) => {
    const changes = drawChanges(situation);
    if (Object.keys(changes).length === 0) return undefined;
    const using = changes.type === undefined ? {} : situation.draw.maybe(3, "using", () => "lower('`')");
    return { kind: "alterColumn", ...on, changes, ...using };
  }),
  // What the server calls the constraints of a partition that is detached isn't known: see the pairs of a real server.
  attachPartition: () => undefined,
  detachPartition: () => undefined,
  addInheritance: () => undefined,
  dropInheritance: () => undefined,
  createPrimaryKey: inTable((on, { draw, names }, table) => {
    const columns = draw.some(table.columns.map(name), 1, 2);
    return {
      kind: "createPrimaryKey",
      ...on,
      primaryKey: { ...draw.maybe(2, "name", () => names.fresh("pk")), columns },
    };
  }),
  createUnique: inTable((on, { draw, features, names }, table) => {
    const unique = drawUnique(draw, features, names, table.columns);
    const used = table.indexes.length === 0 ? {} : draw.maybe(4, "usingIndex", () => draw.pick(table.indexes).name);
    const online = used.usingIndex === undefined ? draw.maybe(5, "online", yes) : {};
    return { kind: "createUnique", ...on, unique, ...used, ...online };
  }),
  createCheck: inTable((on, { draw, features, names }, table) => {
    return { kind: "createCheck", ...on, check: drawCheck(draw, features, names, table.columns) };
  }),
  createForeignKey: inTable((on, { draw, features, names, schema }, table) => {
    const foreignKey = drawForeignKey(draw, features, names, table, draw.pick(schema.tables));
    return foreignKey === undefined ? undefined : { kind: "createForeignKey", ...on, foreignKey };
  }),
  createExclusion: inTable((on, { draw, names }, table) => {
    const elements = [{ expression: quoted(draw.pick(table.columns).name), operator: "=" }];
    return {
      kind: "createExclusion",
      ...on,
      exclusion: { ...draw.maybe(2, "name", () => names.fresh("ex")), elements },
    };
  }),
  validateConstraint: inTable((on, { draw }, table) => {
    const found = constraintsOf(table).flatMap(({ type, ...which }) =>
      type === "check" || type === "foreignkey" ? [{ type, ...which }] : [],
    );
    return found.length === 0 ? undefined : { kind: "validateConstraint", ...on, ...draw.pick(found) };
  }),
  dropConstraint: inTable((on, { draw }, table) => {
    const named = constraintsOf(table);
    return named.length === 0 ? undefined : { kind: "dropConstraint", ...on, ...draw.pick(named) };
  }),
  createIndex: inTable((on, { draw, features, names }, table) => ({
    kind: "createIndex",
    ...on,
    index: drawIndex(draw, features, names.fresh("ix"), table.columns),
    ...draw.maybe(3, "concurrently", yes),
    ...draw.maybe(5, "ifNotExists", yes),
  })),
  dropIndex: inTable((on, { draw }, table) => {
    if (table.indexes.length === 0) return undefined;
    const index = draw.pick(table.indexes).name;
    return {
      kind: "dropIndex",
      ...on,
      index,
      ...draw.maybe(3, "concurrently", yes),
      ...draw.maybe(5, "ifExists", yes),
    };
  }),
  renameIndex: inTable((on, { draw, names }, table) => {
    if (table.indexes.length === 0) return undefined;
    return { kind: "renameIndex", ...on, index: draw.pick(table.indexes).name, to: names.fresh("ix") };
  }),
  createNamespace: ({ names, draw }) => {
    return { kind: "createNamespace", name: names.fresh("ns"), ...draw.maybe(3, "ifNotExists", yes) };
  },
  dropNamespace({ draw, schema }) {
    return schema.namespaces.length === 0 ? undefined : { kind: "dropNamespace", name: draw.pick(schema.namespaces) };
  },
  createView({ draw, schema, features, names }) {
    const replaced = schema.views.length > 0 && draw.oneIn(2) ? draw.pick(schema.views) : undefined;
    const own = replaced === undefined ? { name: names.fresh("v"), ...place(draw, schema) } : nameOf(replaced);
    const view = drawView(draw, features, own, schema.tables);
    return { kind: "createView", view, ...(replaced === undefined ? {} : { replace: true as const }) };
  },
  dropView({ draw, schema }) {
    if (schema.views.length === 0) return undefined;
    const view = draw.pick(schema.views);
    return { kind: "dropView", ...nameOf(view), ...(view.materialized ? { materialized: true as const } : {}) };
  },
  setViewOptions({ draw, schema, features }) {
    const view = schema.views.length === 0 ? undefined : draw.pick(schema.views);
    if (view === undefined || !(features.viewOptions || features.materializedViews)) return undefined;
    const options: ViewProperties =
      view.materialized === true
        ? draw.maybe(2, "storage", () => ({ fillfactor: "60" }))
        : drawViewProperties(draw, features);
    return { kind: "setViewOptions", ...nameOf(view), options };
  },
  createTrigger({ draw, schema, names }) {
    if (schema.tables.length === 0) return undefined;
    return { kind: "createTrigger", trigger: drawTrigger(names.fresh("trg"), draw.pick(schema.tables)) };
  },
  dropTrigger({ draw, schema }) {
    if (schema.triggers.length === 0) return undefined;
    const trigger = draw.pick(schema.triggers);
    const on = onTable({ ...nameOf(trigger), name: trigger.table });
    return { kind: "dropTrigger", name: trigger.name, ...on, ...draw.maybe(5, "ifExists", yes) };
  },
  setTriggerState({ draw, schema }) {
    if (schema.triggers.length === 0) return undefined;
    const trigger = draw.pick(schema.triggers);
    const on = onTable({ ...nameOf(trigger), name: trigger.table });
    const state = () => draw.pick(["disabled", "replica", "always"] as const);
    return { kind: "setTriggerState", name: trigger.name, ...on, ...draw.maybe(2, "state", state) };
  },
  createRule({ draw, schema, features, names }) {
    if (!features.rules || schema.tables.length === 0) return undefined;
    return { kind: "createRule", rule: drawRule(draw, names.fresh("rul"), draw.pick(schema.tables)) };
  },
  dropRule({ draw, schema }) {
    if (schema.rules.length === 0) return undefined;
    const rule = draw.pick(schema.rules);
    const on = onTable({ ...nameOf(rule), name: rule.table });
    return { kind: "dropRule", name: rule.name, ...on, ...draw.maybe(5, "ifExists", yes) };
  },
  setRuleState({ draw, schema }) {
    if (schema.rules.length === 0) return undefined;
    const rule = draw.pick(schema.rules);
    const on = onTable({ ...nameOf(rule), name: rule.table });
    const state = () => draw.pick(["disabled", "replica", "always"] as const);
    return { kind: "setRuleState", name: rule.name, ...on, ...draw.maybe(2, "state", state) };
  },
  createStatistics({ draw, schema, features, names }) {
    if (!features.statistics || schema.tables.length === 0) return undefined;
    const name = { name: names.fresh("sta"), ...place(draw, schema) };
    return { kind: "createStatistics", statistics: drawStatistics(draw, name, draw.pick(schema.tables)) };
  },
  dropStatistics({ draw, schema }) {
    if (schema.statistics.length === 0) return undefined;
    return { kind: "dropStatistics", ...nameOf(draw.pick(schema.statistics)), ...draw.maybe(5, "ifExists", yes) };
  },
  setStatisticsTarget({ draw, schema }) {
    if (schema.statistics.length === 0) return undefined;
    const named = nameOf(draw.pick(schema.statistics));
    return { kind: "setStatisticsTarget", ...named, ...draw.maybe(2, "target", () => draw.int(0, 10000)) };
  },
  createPolicy({ draw, schema, features, names }) {
    if (!features.policies || schema.tables.length === 0) return undefined;
    return { kind: "createPolicy", policy: drawPolicy(draw, names.fresh("pol"), draw.pick(schema.tables)) };
  },
  dropPolicy({ draw, schema }) {
    if (schema.policies.length === 0) return undefined;
    const policy = draw.pick(schema.policies);
    const on = onTable({ ...nameOf(policy), name: policy.table });
    return { kind: "dropPolicy", name: policy.name, ...on, ...draw.maybe(5, "ifExists", yes) };
  },
  alterPolicy({ draw, schema }) {
    if (schema.policies.length === 0) return undefined;
    const policy = draw.pick(schema.policies);
    const changes = {
      ...draw.maybe(2, "roles", () => (draw.oneIn(2) ? null : ["app"])),
      ...draw.maybe(2, "using", () => "true"),
      ...draw.maybe(2, "check", () => "'`' <> ''"),
    };
    if (Object.keys(changes).length === 0) return undefined;
    return { kind: "alterPolicy", name: policy.name, ...onTable({ ...nameOf(policy), name: policy.table }), changes };
  },
  createRoutine({ draw, schema, names }) {
    return { kind: "createRoutine", routine: drawRoutine(draw, { name: names.fresh("f"), ...place(draw, schema) }) };
  },
  dropRoutine({ draw, schema }) {
    if (schema.routines.length === 0) return undefined;
    const routine = draw.pick(schema.routines);
    return { kind: "dropRoutine", ...nameOf(routine), routine: routine.kind, arguments: routine.arguments };
  },
  createEnum({ draw, schema, features, names }) {
    const own = drawEnum(draw, features, { name: names.fresh("mood"), ...place(draw, schema) });
    return { kind: "createEnum", enum: own, ...draw.maybe(3, "ifNotExists", yes) };
  },
  dropEnum: inEnum((named, { draw }) => ({ kind: "dropEnum", ...named, ...draw.maybe(3, "ifExists", yes) })),
  addEnumValue: inEnum((named, { draw }, values) => {
    return { kind: "addEnumValue", ...named, value: "new `one`", ...draw.maybe(2, "before", () => draw.pick(values)) };
  }),
  alterEnum: inEnum((named, { draw }, values) => {
    const others = [...new Set([...values, "new `one`"])].toReversed();
    return { kind: "alterEnum", ...named, values: others, ...draw.maybe(3, "comment", () => "why?") };
  }),
  renameEnumValue: inEnum((named, { draw }, values) => {
    return { kind: "renameEnumValue", ...named, value: draw.pick(values), to: "other" };
  }),
  createDomain: (situation) => ({ kind: "createDomain", domain: drawDomain(situation) }),
  dropDomain: inOne("domains", (named, { draw }) => ({
    kind: "dropDomain",
    ...named,
    ...draw.maybe(3, "ifExists", yes),
  })),
  alterDomain: inOne("domains", (named, situation) => {
    const { draw } = situation;
    const orNull = <T>(make: () => T) => (draw.oneIn(2) ? null : make());
    return {
      kind: "alterDomain",
      ...named,
      changes: {
        ...draw.maybe(3, "type", () => drawType(draw, situation.features, situation.schema.enums)),
        ...draw.maybe(3, "collation", () => orNull(() => "C")),
        ...draw.maybe(3, "default", () => orNull(() => drawDefault(draw))),
        ...draw.maybe(3, "nullable", () => draw.oneIn(2)),
        ...draw.maybe(3, "checks", () => [{ name: "k`", expression: "VALUE > 0" }]),
      },
    };
  }),
  createDomainCheck: inOne("domains", (named, { draw }) => ({
    kind: "createDomainCheck",
    ...named,
    check: { name: draw.pick(["k", "it's"]), expression: "VALUE <> '`'", ...draw.maybe(2, "notValid", yes) },
  })),
  dropDomainCheck: inOne("domains", (named, { draw }, domain) => {
    const names = domain.checks.flatMap((check) => check.name ?? []);
    return names.length === 0 ? undefined : { kind: "dropDomainCheck", ...named, check: draw.pick(names) };
  }),
  createComposite: (situation) => ({
    kind: "createComposite",
    composite: {
      name: situation.names.fresh("comp"),
      ...place(situation.draw, situation.schema),
      attributes: [drawAttribute(situation)],
      ...situation.draw.maybe(3, "comment", () => "it's"),
    },
  }),
  dropComposite: inOne("composites", (named) => ({ kind: "dropComposite", ...named })),
  addAttribute: inOne("composites", (named, situation) => ({
    kind: "addAttribute",
    ...named,
    attribute: drawAttribute(situation),
  })),
  dropAttribute: inOne("composites", (named, { draw }, { attributes }) => {
    if (attributes.length === 0) return undefined;
    return { kind: "dropAttribute", ...named, attribute: draw.pick(attributes).name };
  }),
  alterAttribute: inOne("composites", (named, { draw, features, schema }, { attributes }) => {
    if (attributes.length === 0) return undefined;
    const type = drawType(draw, features, schema.enums);
    const { name: attribute } = draw.pick(attributes);
    return { kind: "alterAttribute", ...named, attribute, type, ...draw.maybe(3, "collation", () => "C") };
  }),
  createRange: (situation) => ({
    kind: "createRange",
    range: drawRange(situation, { name: situation.names.fresh("range"), ...place(situation.draw, situation.schema) }),
  }),
  dropRange: inOne("ranges", (named, { draw }) => ({ kind: "dropRange", ...named, ...draw.maybe(3, "ifExists", yes) })),
  replaceRange: inOne("ranges", (named, situation) => ({ kind: "replaceRange", range: drawRange(situation, named) })),
  createExtension({ draw, names }) {
    const where = { ...draw.maybe(3, "schema", () => "s"), ...draw.maybe(3, "version", () => "1.0") };
    const extension = { name: names.fresh("ext"), ...where };
    return { kind: "createExtension", extension, ...draw.maybe(3, "ifNotExists", yes) };
  },
  dropExtension({ draw, schema }) {
    if (schema.extensions.length === 0) return undefined;
    return { kind: "dropExtension", name: draw.pick(schema.extensions).name };
  },
  alterExtension({ draw, schema }) {
    if (schema.extensions.length === 0) return undefined;
    return { kind: "alterExtension", name: draw.pick(schema.extensions).name, version: "2.0" };
  },
  setComment({ draw, schema }) {
    const targets: readonly CommentTarget[] = [
      ...schema.composites.flatMap((type): readonly CommentTarget[] => [
        { kind: "type", ...nameOf(type) },
        ...type.attributes.map((each) => ({ kind: "attribute" as const, ...nameOf(type), attribute: each.name })),
      ]),
      ...schema.views.flatMap((view): readonly CommentTarget[] => [
        { kind: "view", ...nameOf(view) },
        { kind: "viewColumn", ...nameOf(view), column: "it's" },
      ]),
      ...schema.sequences.map((each) => ({ kind: "sequence" as const, ...nameOf(each) })),
      ...schema.routines.flatMap(({ kind, arguments: args, ...each }) =>
        kind === "event" ? [] : [{ kind, ...nameOf(each), arguments: args }],
      ),
      ...schema.triggers.map((each) => ({ kind: "trigger" as const, ...nameOf(each), table: each.table })),
      ...schema.rules.map((each) => ({ kind: "rule" as const, ...nameOf(each), table: each.table })),
      ...schema.statistics.map((each) => ({ kind: "statistics" as const, ...nameOf(each) })),
      ...schema.policies.map((each) => ({ kind: "policy" as const, ...nameOf(each), table: each.table })),
      ...schema.extensions.map(({ name }) => ({ kind: "extension" as const, name })),
      ...schema.namespaces.map((name) => ({ kind: "namespace" as const, name })),
      ...schema.domains.flatMap((domain) =>
        domain.checks.map(({ name = "" }) => ({
          kind: "domainCheck" as const,
          ...nameOf(domain),
          name,
          domain: domain.name,
        })),
      ),
      ...schema.tables.flatMap((table) =>
        [...table.uniques, ...table.checks, ...table.foreignKeys, ...table.exclusions].flatMap(({ name }) =>
          name === undefined ? [] : [{ kind: "constraint" as const, ...onTable(table), name }],
        ),
      ),
      ...schema.tables.flatMap((table) =>
        table.indexes.map((index) => ({ kind: "index" as const, ...onTable(table), name: index.name })),
      ),
    ];
    if (targets.length === 0) return undefined;
    return { kind: "setComment", on: draw.pick(targets), ...draw.maybe(2, "comment", () => "it's `so`") };
  },
  createSequence({ draw, schema, names }) {
    const sequence = { name: names.fresh("seq"), ...place(draw, schema), ...drawSequenceOptions(draw) };
    return { kind: "createSequence", sequence, ...draw.maybe(3, "ifNotExists", yes) };
  },
  dropSequence({ draw, schema }) {
    if (schema.sequences.length === 0) return undefined;
    return { kind: "dropSequence", ...nameOf(draw.pick(schema.sequences)) };
  },
  setSequenceOwner: inColumn((on, { draw, schema }) => {
    const beside = schema.sequences.filter((sequence) => sequence.schema === on.schema);
    if (beside.length === 0) return undefined;
    const ownedBy = { table: on.table, column: on.column };
    return { kind: "setSequenceOwner", ...nameOf(draw.pick(beside)), ...draw.maybe(2, "ownedBy", () => ownedBy) };
  }),
  alterSequence({ draw, schema }) {
    if (schema.sequences.length === 0) return undefined;
    return { kind: "alterSequence", ...nameOf(draw.pick(schema.sequences)), options: drawSequenceOptions(draw) };
  },
  bulkInsert: inTable((on, { draw }, table) => {
    const row = () =>
      Object.fromEntries(draw.some(table.columns.map(name), 0, 3).map((column) => [column, drawCell(draw)]));
    return { kind: "bulkInsert", ...on, rows: Array.from({ length: draw.int(0, 3) }, row) };
  }),
  backfill: inTable((on, { draw }, table) => {
    const columns = draw.some(table.columns.map(name), 1, 3);
    if (columns.length === 0) return undefined;
    const set = Object.fromEntries(columns.map((column) => [column, drawCell(draw)]));
    return {
      ...{ kind: "backfill", ...on, set },
      ...draw.maybe(2, "where", () => "a IS NULL"),
      ...draw.maybe(3, "batchSize", () => draw.int(1, 100)),
      ...draw.maybe(3, "pauseMs", () => draw.int(0, 100)),
    };
  }),
  execute: ({ draw }) => {
    const texts = ["UPDATE t SET a = '`x`'", "SELECT 1;\nSELECT '${'", "SELECT '\\'", "a\r\nb", "x\\`y"];
    return { kind: "execute", sql: draw.pick(texts) };
  },
  run: () => undefined,
};

const yes = () => true as const;
const name = (column: Column) => column.name;

type On = { readonly table: string; readonly schema?: string };

function inTable<T>(make: (on: On, situation: Situation, table: Table) => T | undefined) {
  return (situation: Situation): T | undefined => {
    if (situation.schema.tables.length === 0) return undefined;
    const table = situation.draw.pick(situation.schema.tables);
    return table.columns.length === 0 ? undefined : make(onTable(table), situation, table);
  };
}

function inColumn<T>(
  make: (on: On & { readonly column: string }, situation: Situation, table: Table) => T | undefined,
) {
  return inTable((on, situation, table) => {
    return make({ ...on, column: situation.draw.pick(table.columns).name }, situation, table);
  });
}

function inEnum<T>(
  make: (named: { readonly name: string; readonly schema?: string }, s: Situation, values: readonly string[]) => T,
) {
  return (situation: Situation): T | undefined => {
    if (situation.schema.enums.length === 0) return undefined;
    const own = situation.draw.pick(situation.schema.enums);
    return make(nameOf(own), situation, own.values);
  };
}

function inOne<K extends "domains" | "composites" | "ranges", T>(
  kind: K,
  make: (named: ObjectName, situation: Situation, object: Schema[K][number]) => T | undefined,
) {
  return (situation: Situation): T | undefined => {
    const objects: readonly Schema[K][number][] = situation.schema[kind];
    if (objects.length === 0) return undefined;
    const object = situation.draw.pick(objects);
    return make(nameOf(object), situation, object);
  };
}

function drawDomain({ draw, schema, features, names }: Situation): Domain {
  return {
    name: names.fresh("dom"),
    ...place(draw, schema),
    type: drawType(draw, features, schema.enums),
    ...draw.maybe(3, "collation", () => "C"),
    ...draw.maybe(2, "default", () => drawDefault(draw)),
    nullable: draw.oneIn(2),
    checks: draw.oneIn(2) ? [] : [{ name: names.fresh("ck"), expression: "VALUE IS NOT NULL" }],
    ...draw.maybe(3, "comment", () => "it's"),
  };
}

function drawAttribute({ draw, schema, features, names }: Situation): Attribute {
  return {
    name: names.fresh("attr"),
    type: drawType(draw, features, schema.enums),
    ...draw.maybe(3, "collation", () => "C"),
    ...draw.maybe(3, "comment", () => "why `so`?"),
  };
}

function drawRange({ draw, schema, features, names }: Situation, named: ObjectName): RangeType {
  return {
    ...named,
    subtype: drawType(draw, features, schema.enums),
    ...draw.maybe(3, "opclass", () => "text_pattern_ops"),
    ...draw.maybe(3, "collation", () => "C"),
    ...draw.maybe(3, "difference", () => "public.apart"),
    ...draw.maybe(3, "multirange", () => names.fresh("ranges")),
    ...draw.maybe(3, "comment", () => "from"),
  };
}

function isAllowed(schema: Schema, op: Op): boolean {
  try {
    applyOp(schema, op);
    return true;
  } catch (error) {
    if (isLimbeckError(error)) return false;
    throw error;
  }
}

function place(draw: Draw, schema: Schema): { readonly schema?: string } {
  return schema.namespaces.length === 0 ? {} : draw.maybe(3, "schema", () => draw.pick(schema.namespaces));
}

/** New names that nothing in the schema has. */
function namesBeside(draw: Draw, schema: Schema, features: SchemaFeatures): Names {
  const { namespaces, enums, sequences, tables, views, routines, triggers, rules, policies, statistics } = schema;
  const types = [...schema.extensions, ...schema.domains, ...schema.composites, ...schema.ranges];
  const objects = [
    ...types,
    ...enums,
    ...sequences,
    ...tables,
    ...views,
    ...routines,
    ...triggers,
    ...rules,
    ...policies,
  ];
  const inside = tables.flatMap((table) => [
    ...[table.primaryKey, ...table.uniques, ...table.checks, ...table.foreignKeys, ...table.exclusions].map(
      (each) => each?.name,
    ),
    ...table.indexes.map((index) => index.name),
    ...table.columns.map(name),
  ]);
  const used = [...namespaces, ...[...objects, ...statistics].map((object) => object.name), ...inside];
  return new Names(
    draw,
    features,
    used.filter((each) => each !== undefined),
  );
}

function constraintsOf(table: Table) {
  const unnamed = (constraint: { readonly name?: string }, how: Pick<DropConstraint, "columns" | "expression">) =>
    constraint.name === undefined ? how : { name: constraint.name };
  const of = (type: ConstraintType, how: object) => ({ type, ...how });
  return [
    ...(table.primaryKey === undefined ? [] : [of("primary", unnamed(table.primaryKey, {}))]),
    ...table.uniques.map((each) => of("unique", unnamed(each, { columns: each.columns }))),
    ...table.checks.map((each) => of("check", unnamed(each, { expression: each.expression }))),
    ...table.foreignKeys.map((each) => of("foreignkey", unnamed(each, { columns: each.columns }))),
    ...table.exclusions.filter((each) => each.name !== undefined).map((each) => of("exclude", unnamed(each, {}))),
  ];
}

function drawChanges({ draw, schema, features }: Situation): ColumnChanges {
  const orNull = <T>(make: () => T) => (draw.oneIn(2) ? null : make());
  return {
    ...draw.maybe(3, "type", () => drawType(draw, features, schema.enums)),
    ...draw.maybe(3, "nullable", () => draw.oneIn(2)),
    ...draw.maybe(3, "default", () => orNull(() => drawDefault(draw))),
    ...draw.maybe(5, "generated", () => orNull(() => ({ expression: "1 + 1", stored: draw.oneIn(2) }))),
    ...draw.maybe(5, "identity", () => orNull(() => ({ always: draw.oneIn(2) }))),
    ...draw.maybe(5, "autoincrement", () => orNull(yes)),
    ...draw.maybe(5, "collation", () => orNull(() => "NOCASE")),
    ...draw.maybe(5, "onUpdate", () => orNull(() => "now()")),
    ...draw.maybe(5, "invisible", () => orNull(yes)),
    ...draw.maybe(5, "comment", () => orNull(() => 'it\'s "so"')),
    ...draw.maybe(5, "onNullConflict", () => orNull(() => "fail" as const)),
  };
}

function drawCell(draw: Draw): RowValue {
  return draw.oneIn(5) ? null : drawDefault(draw);
}
