import type fc from "fast-check";
import {
  type Check,
  type Column,
  type DefaultValue,
  type EnumType,
  type Exclusion,
  emptySchema,
  type ForeignKey,
  type Index,
  type IndexPart,
  type ObjectName,
  type PrimaryKey,
  type Routine,
  type Schema,
  type Sequence,
  type SequenceOptions,
  type Table,
  type TableOptions,
  type Trigger,
  type Unique,
  type View,
} from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { type Draw, drawn } from "../schema/draw.ts";
import { everyFeature } from "../schema/features.ts";
import { Names, quoted } from "../schema/random-names.ts";
import {
  comment,
  drawHeirs,
  drawOwnTypes,
  drawPartitions,
  drawPolicies,
  drawSequences,
  list,
  namedType,
  type OwnMaking,
  type OwnTypes,
} from "./postgres-own-schemas.ts";

/** What random schemas of PostgreSQL may contain. */
export interface PostgresFeatures {
  readonly major: number;
  /** Names, and columns, of schemas that are to become each other are alike: many are changed, few dropped. */
  readonly names: "plain" | "wild";
  /** Absent is enums, tables, views, routines and triggers alone, and no names or keys that go from one table to another. */
  readonly span?: "whole";
}

/** Random schemas that the server takes: expressions fit the types of their columns, foreign keys the keys that they refer to. */
export function postgresSchemas(features: PostgresFeatures): fc.Arbitrary<Schema> {
  return drawn((draw) => drawSchema(draw, features));
}

/** Two random schemas. Of two arbitraries that are drawn side by side, fast-check makes both the same. */
export function postgresSchemaPairs(features: PostgresFeatures): fc.Arbitrary<readonly [Schema, Schema]> {
  return drawn((draw) => [drawSchema(draw, features), drawSchema(draw, features)]);
}

interface Making {
  readonly draw: Draw;
  readonly major: number;
  readonly names: Names;
  readonly style: PostgresFeatures["names"];
  readonly isWhole: boolean;
  /** Name of the table that is made. */
  readonly table?: string;
  readonly enums: readonly EnumType[];
  readonly own: OwnTypes;
  readonly tables: readonly Table[];
  /** Functions of a number or a text, for expressions. */
  readonly helpers: readonly Routine[];
  /** Sequences that defaults ask. */
  readonly numbers: readonly Sequence[];
}

function drawSchema(draw: Draw, { major, names: style, span }: PostgresFeatures): Schema {
  const isWhole = span === "whole";
  const names = new Names(draw, { ...everyFeature, names: style }, ["public"]);
  const namespaces = list(draw, 0, 2, () => names.fresh("ns"));
  const place = () => (namespaces.length > 0 && draw.oneIn(3) ? { schema: draw.pick(namespaces) } : {});
  const enums = list(draw, 0, 2, () => drawEnum(draw, { name: names.fresh("mood"), ...place() }));
  const tables: Table[] = [];
  const ownMaking: OwnMaking = { draw, names, place };
  const own = isWhole ? drawOwnTypes(ownMaking) : { domains: [], composites: [], ranges: [] };
  const helpers = list(draw, 0, isWhole ? 2 : 0, () => helperFunction({ name: names.fresh("help"), ...place() }));
  const numbers = list(
    draw,
    0,
    isWhole ? 1 : 0,
    (): Sequence => ({ name: names.fresh("num"), ...place(), ...drawSequence(draw) }),
  );
  const making: Making = { draw, major, names, style, isWhole, enums, own, tables, helpers, numbers };
  for (let left = draw.int(1, 4); left > 0; left--) {
    tables.push(drawTable(making, { name: names.fresh("t"), ...place() }));
  }
  if (isWhole) closeCircle(making, tables);
  const views: View[] = [];
  for (let left = draw.int(0, 3); left > 0; left--) {
    views.push(drawView(making, { name: names.fresh("v"), ...place() }, draw.pick(tables), views));
  }
  const routines = list(draw, 0, 2, () => drawRoutine(draw, { name: names.fresh("f"), ...place() }));
  const triggered: Routine = triggerFunction({ name: names.fresh("trg_f"), ...place() });
  const triggers = list(draw, 0, 2, () => drawTrigger(draw, names.fresh("trg"), draw.pick(tables), triggered));
  return {
    ...emptySchema,
    namespaces,
    enums,
    ...own,
    sequences: [...numbers, ...drawSequences(ownMaking, isWhole ? tables : [], () => drawSequence(draw))],
    tables: isWhole ? [...tables, ...drawPartitions(ownMaking, tables), ...drawHeirs(ownMaking, tables)] : tables,
    views,
    routines: [...helpers, ...routines, ...(triggers.length === 0 ? [] : [triggered])],
    triggers,
    policies: isWhole ? drawPolicies(ownMaking, tables) : [],
  };
}

function drawEnum(draw: Draw, name: ObjectName): EnumType {
  return { ...name, values: draw.some(["sad", "ok", "it's", 'so "so"', "naïve 名"], 1, 4), ...comment(draw) };
}

interface Kind {
  readonly type: ColumnType;
  readonly constants?: readonly DefaultValue[];
  readonly expressions?: readonly string[];
  /** An operator class of a method, for an index on such a column. */
  readonly methods?: readonly string[];
  readonly isText?: true;
  /** Without an order: no key, no plain index. */
  readonly isUnordered?: true;
}

const texts: Omit<Kind, "type"> = {
  constants: ["", "it's", 'a "b"\n\\'],
  expressions: ["'x'::text", "upper('a'::text)", "'a' || 'b'"],
  methods: ["hash"],
  isText: true,
};
const numbers: Omit<Kind, "type"> = { constants: [0, -1, 7], expressions: ["(1 + 2)", "7"], methods: ["brin", "hash"] };

const kinds: readonly Kind[] = [
  { type: { kind: "smallint" }, ...numbers },
  { type: { kind: "integer" }, ...numbers },
  { type: { kind: "bigint" }, ...numbers },
  { type: { kind: "numeric" }, ...numbers },
  { type: { kind: "numeric", precision: 12, scale: 3 }, constants: [0, -1.5, 2], methods: ["brin"] },
  { type: { kind: "real" }, constants: [0, 2] },
  { type: { kind: "double" }, constants: [0, -1.5, 1e21] },
  { type: { kind: "boolean" }, constants: [true, false], expressions: ["true", "(1 > 2)"] },
  { type: { kind: "text" }, ...texts },
  { type: { kind: "varchar" }, ...texts },
  { type: { kind: "varchar", length: 40 }, ...texts },
  { type: { kind: "char", length: 8 }, constants: ["a"] },
  { type: { kind: "blob" }, expressions: ["'\\x00ff'::bytea"] },
  { type: { kind: "date" }, constants: ["2026-01-02"], expressions: ["CURRENT_DATE"] },
  { type: { kind: "time" }, constants: ["12:00"], expressions: ["LOCALTIME"] },
  { type: { kind: "timestamp" }, expressions: ["now()", "CURRENT_TIMESTAMP"] },
  { type: { kind: "timestamp", timezone: true }, expressions: ["now()", "clock_timestamp()"] },
  { type: { kind: "timestamp", timezone: true, precision: 3 }, expressions: ["now()"] },
  { type: { kind: "interval" }, constants: ["1 day"], expressions: ["'1 day'::interval"] },
  { type: { kind: "interval", fields: "day to second", precision: 3 } },
  { type: { kind: "uuid" }, expressions: ["gen_random_uuid()"] },
  { type: { kind: "json" }, constants: ["{}"], isUnordered: true },
  { type: { kind: "jsonb" }, constants: ['{"a": 1}'], expressions: ["'{}'::jsonb"], methods: ["gin"] },
  { type: { kind: "bit", length: 3 }, expressions: ["B'101'"] },
  { type: { kind: "bit", varying: true, length: 9 } },
  { type: { kind: "inet" }, constants: ["127.0.0.1"] },
  { type: { kind: "int4range" }, expressions: ["int4range(1, 5)"], methods: ["gist"] },
  { type: { kind: "tsvector" }, methods: ["gin"] },
  { type: { kind: "point" }, isUnordered: true },
  {
    type: { kind: "array", of: { kind: "text" } },
    expressions: ["'{}'::text[]", "ARRAY['a'::text]"],
    methods: ["gin"],
  },
  { type: { kind: "array", of: { kind: "integer" } }, expressions: ["'{1,2}'::integer[]"] },
];

/** Of columns that are alike by their names, the types become each other without a word on how. */
function drawKind({ draw, enums, own, style, isWhole }: Making, id: string): Kind {
  if (style === "plain" && /^(?:id|age|total|kind)/.test(id)) return draw.pick(kinds.slice(0, 7));
  const others = [...own.domains, ...own.composites, ...own.ranges];
  if (others.length > 0 && draw.oneIn(5)) return { type: namedType(draw.pick(others)), isUnordered: true };
  if (enums.length === 0 || !draw.oneIn(style === "plain" ? 2 : 8)) {
    return draw.pick(style === "plain" ? kinds.filter(({ isText }) => isText) : kinds);
  }
  const { name, schema, values } = draw.pick(enums);
  const named = namedType({ name, ...(schema === undefined ? {} : { schema }) });
  if (isWhole && draw.oneIn(6)) return { type: { kind: "array", of: named }, expressions: ["'{}'"] };
  return { type: named, constants: values };
}

interface Drawn {
  readonly column: Column;
  readonly kind: Kind;
}

function drawColumn(making: Making, name: string): Drawn {
  const { draw } = making;
  const kind = drawKind(making, name);
  const isInteger = ["smallint", "integer", "bigint"].includes(kind.type.kind);
  const numbered = isInteger && draw.oneIn(4);
  const nullable = !numbered && !draw.oneIn(3);
  const column: Column = {
    name,
    type: kind.type,
    nullable,
    ...(numbered ? drawNumbers(draw) : drawDefault(making, kind)),
    ...(kind.isText === true ? draw.maybe(5, "collation", () => draw.pick(["C", "POSIX"])) : {}),
    ...(making.isWhole ? drawKeeping(making, kind) : {}),
    ...(numbered ? {} : drawNotNull(making, nullable)),
    ...comment(draw),
  };
  return { column, kind };
}

/** Since 18 a NOT NULL has a name, and may be for new rows alone. */
function drawNotNull(making: Making, nullable: boolean): Pick<Column, "notNull"> {
  const { draw, major, isWhole } = making;
  if (!isWhole || major < 18 || nullable || !draw.oneIn(8)) return {};
  return { notNull: draw.oneIn(2) ? { name: making.names.fresh("nn") } : { notValid: true } };
}

/** How long values are kept, and how much is known of them. */
function drawKeeping(
  { draw, major }: Making,
  { isText }: Kind,
): Pick<Column, "storage" | "compression" | "statistics"> {
  return {
    ...(isText === true ? draw.maybe(8, "storage", () => draw.pick(["plain", "external", "main"] as const)) : {}),
    ...(major < 14 || isText !== true ? {} : draw.maybe(8, "compression", () => "pglz")),
    ...draw.maybe(10, "statistics", () => draw.pick([0, 500])),
  };
}

function drawNumbers(draw: Draw): Pick<Column, "identity" | "autoincrement"> {
  if (draw.oneIn(2)) return { autoincrement: true };
  const { type: _, ...options } = drawSequence(draw, "smallint");
  return { identity: { always: draw.oneIn(2), ...(Object.keys(options).length === 0 ? {} : { options }) } };
}

function drawDefault({ draw, numbers }: Making, kind: Kind): { readonly default?: DefaultValue } {
  const { constants = [], expressions = [] } = kind;
  const asked =
    kind.type.kind === "bigint"
      ? numbers.map((each) => `nextval('${quotedObject(each).replaceAll("'", "''")}'::regclass)`)
      : [];
  const values: DefaultValue[] = [...constants, ...[...asked, ...asked, ...expressions].map((sql) => ({ sql }))];
  return values.length === 0 ? {} : draw.maybe(3, "default", () => draw.pick(values));
}

function drawSequence(draw: Draw, type = draw.pick(["smallint", "integer", "bigint"] as const)): SequenceOptions {
  return {
    ...(type === "bigint" ? {} : { type }),
    ...draw.maybe(3, "start", () => draw.pick(["5", "100"])),
    ...draw.maybe(3, "increment", () => draw.pick(["2", "10"])),
    ...draw.maybe(4, "min", () => draw.pick(["0", "2"])),
    ...draw.maybe(4, "max", () => draw.pick(["1000", "32000"])),
    ...draw.maybe(4, "cache", () => "20"),
    ...draw.maybe(4, "cycle", () => true as const),
  };
}

function drawTable(around: Making, name: ObjectName): Table {
  const making = { ...around, table: name.name };
  const { draw, names } = making;
  const partitioned = making.style === "wild" && draw.oneIn(10);
  const drawnColumns = names.several(draw.int(1, 6)).map((id) => drawColumn(making, id));
  const plain = partitioned ? drawnColumns.map(withoutNumbers) : drawnColumns;
  const ordered = plain.filter(({ kind }) => kind.isUnordered !== true).map(({ column }) => column.name);
  const key = partitioned || ordered.length === 0 || draw.oneIn(4) ? [] : draw.some(ordered, 1, 2);
  const unlogged = !partitioned && draw.oneIn(8);
  const foreign = drawForeignKeys(making, plain, unlogged, partitioned);
  const columns = [
    ...plain.map(({ column }) => (key.includes(column.name) ? inKey(column) : column)),
    ...foreign.columns,
    ...drawGenerated(making, [...plain.map(({ column }) => column), ...foreign.columns]),
  ];
  const all = columns.filter(({ generated }) => generated?.stored !== false).map((column) => column.name);
  return {
    ...name,
    columns,
    ...(key.length === 0
      ? {}
      : {
          primaryKey: {
            ...constraintName(making, "pk"),
            columns: key,
            ...(making.isWhole || making.style === "wild" ? include(draw, all) : {}),
            ...deferrable(draw, 8),
          },
        }),
    uniques:
      partitioned || ordered.length === 0
        ? []
        : distinct(
            list(draw, 0, 2, () => drawUnique(making, ordered, all)),
            key,
          ),
    checks: list(draw, 0, 2, () => drawCheck(making, plain, partitioned)),
    foreignKeys: foreign.keys,
    exclusions:
      partitioned || ordered.length === 0
        ? []
        : list(draw, 0, draw.oneIn(4) ? 1 : 0, () => drawExclusion(making, plain)),
    indexes: list(draw, 0, 2, () => drawIndex(making, plain, partitioned, all)).filter(
      (index) => index.parts.length > 0,
    ),
    ...comment(draw),
    options: drawOptions(making, plain, { unlogged, partitioned }),
  };
}

/** The column of a primary key is valid whenever the key is. */
function inKey({ notNull, ...column }: Column): Column {
  return { ...column, nullable: false, ...(notNull === undefined || notNull.notValid === true ? {} : { notNull }) };
}

/** Before 17 a partitioned table has no identity columns. */
function withoutNumbers({ column, kind }: Drawn): Drawn {
  const { identity: _, autoincrement: __, ...plain } = column;
  return { column: plain, kind };
}

function drawOptions(
  { draw, isWhole }: Making,
  columns: readonly Drawn[],
  given: { readonly unlogged: boolean; readonly partitioned: boolean },
): TableOptions {
  const sortable = columns.find(({ kind }) => kind.isUnordered !== true);
  if (given.partitioned && sortable !== undefined) {
    return {
      partitionBy: `${draw.pick(isWhole ? waysFor(sortable.kind) : ["RANGE"])} (${quoted(sortable.column.name)})`,
    };
  }
  return {
    ...(given.unlogged ? { unlogged: true as const } : {}),
    ...(isWhole ? drawOwnOptions(draw) : {}),
    ...draw.maybe(6, "storage", () => ({ fillfactor: "70", autovacuum_enabled: "false" })),
  };
}

/** A type without a hash has neither lists of values. */
function waysFor({ type }: Kind): readonly string[] {
  return type.kind === "bit" || type.kind === "tsvector" ? ["RANGE"] : ["RANGE", "LIST", "HASH"];
}

function drawOwnOptions(draw: Draw): Pick<TableOptions, "rowSecurity" | "forceRowSecurity" | "replicaIdentity"> {
  return {
    ...draw.maybe(6, "rowSecurity", () => true as const),
    ...draw.maybe(10, "forceRowSecurity", () => true as const),
    ...draw.maybe(10, "replicaIdentity", () => draw.pick(["full", "nothing"] as const)),
  };
}

/** Of a number or of a text; in another schema the source may be of another type. */
function drawGenerated({ draw, major, names, style, isWhole }: Making, columns: readonly Column[]): Column[] {
  const source = columns.find(
    ({ type }) => type.kind === "integer" || (type.kind === "text" && (isWhole || style === "wild")),
  );
  if (source === undefined || !draw.oneIn(3)) return [];
  const name = names.column({ columns } as unknown as Table);
  const stored = major < 18 || draw.oneIn(2);
  const expression = source.type.kind === "text" ? `upper(${quoted(source.name)})` : `${quoted(source.name)} * 2`;
  return [{ name, type: source.type, nullable: true, generated: { expression, stored } }];
}

function drawUnique(making: Making, ordered: readonly string[], all: readonly string[]): Unique {
  const { draw, major } = making;
  return {
    ...constraintName(making, "uq"),
    columns: draw.some(ordered, 1, 2),
    ...include(draw, all),
    ...deferrable(draw, 4),
    ...(major >= 15 ? draw.maybe(4, "nullsNotDistinct", () => true as const) : {}),
  };
}

function drawCheck(making: Making, columns: readonly Drawn[], partitioned: boolean): Check {
  const { draw } = making;
  const { column, kind } = draw.pick(columns);
  const name = quoted(column.name);
  const expressions = [
    ...making.helpers.map((helper) => `${quotedObject(helper)}((${name})::text)`),
    `${name} IS NOT NULL`,
    `(${name} IS NOT NULL OR 1 = 1)`,
    ...(kind.isText === true ? [`length(${name}) < 100`, `${name} <> 'O''Brien'`, `${name} IN ('a', 'b\\')`] : []),
    ...(kind.type.kind === "integer" ? [`${name} > 0 AND ${name} < 100`, `${name} BETWEEN 1 AND 5`] : []),
  ];
  return {
    ...constraintName(making, "ck"),
    expression: draw.pick(expressions),
    ...draw.maybe(5, "notValid", () => true as const),
    ...(partitioned ? {} : draw.maybe(5, "noInherit", () => true as const)),
    ...(making.major >= 18 ? draw.maybe(8, "notEnforced", () => true as const) : {}),
  };
}

/** Keys to the keys of the tables before, with columns of their own. */
function drawForeignKeys(making: Making, own: readonly Drawn[], unlogged: boolean, partitioned: boolean) {
  const { draw, major, names, tables } = making;
  const columns: Column[] = [];
  const keys: ForeignKey[] = [];
  const targets = tables
    .filter(({ options }) => unlogged || options.unlogged !== true)
    .flatMap((target) =>
      [target.primaryKey, ...(making.isWhole ? target.uniques : [])].flatMap((key) =>
        key === undefined || key.deferrable !== undefined || !mayRefer(making, target, key) ? [] : [{ target, key }],
      ),
    );
  for (let left = targets.length === 0 ? 0 : draw.int(0, 2); left > 0; left--) {
    const { target, key } = draw.pick(targets);
    const primary = key.columns;
    const added = primary.map((id): Column => {
      const { type, collation } = target.columns.find((column) => column.name === id) as Column;
      const name = names.column({ columns: [...own.map(({ column }) => column), ...columns] } as unknown as Table);
      const column: Column = { name, type, nullable: true, ...(collation === undefined ? {} : { collation }) };
      columns.push(column);
      return column;
    });
    keys.push({
      ...constraintName(making, "fk"),
      columns: added.map((column) => column.name),
      references: {
        table: target.name,
        ...(target.schema === undefined ? {} : { schema: target.schema }),
        columns: key === target.primaryKey && draw.oneIn(3) ? [] : primary,
      },
      ...onDelete(
        draw,
        making.isWhole ? major : 13,
        added.map((column) => column.name),
      ),
      ...draw.maybe(3, "onUpdate", () => draw.pick(actions)),
      ...draw.maybe(5, "match", () => "full" as const),
      ...deferrable(draw, 4),
      ...(partitioned ? {} : draw.maybe(5, "notValid", () => true as const)),
    });
  }
  return { columns, keys };
}

/** Between numbers alone where types change, but for the whole span. */
function mayRefer({ isWhole, style }: Making, { columns }: Table, key: PrimaryKey | Unique): boolean {
  if (isWhole || style === "wild") return true;
  return columns.every(({ name, type }) => !key.columns.includes(name) || numberKinds.has(type.kind));
}

const numberKinds: ReadonlySet<string> = new Set(kinds.slice(0, 7).map(({ type }) => type.kind));

/** Now and then a table refers to itself, or the first to the last. */
function closeCircle(making: Making, tables: Table[]): void {
  const [first, last] = [tables[0], making.draw.oneIn(2) ? tables[0] : tables.at(-1)];
  const key = last?.primaryKey;
  if (first === undefined || last === undefined || key === undefined || key.deferrable !== undefined) return;
  if (!making.draw.oneIn(3) || first.options.partitionBy !== undefined) return;
  if (last.options.unlogged !== first.options.unlogged) return;
  const added = key.columns.map((id, i): Column => {
    const { type, collation } = last.columns.find((column) => column.name === id) as Column;
    return { name: `back_${i}`, type, nullable: true, ...(collation === undefined ? {} : { collation }) };
  });
  const { name: table, schema } = last;
  const foreignKey: ForeignKey = {
    ...constraintName(making, "fk"),
    columns: added.map(({ name }) => name),
    references: { table, ...(schema === undefined ? {} : { schema }), columns: key.columns },
    ...deferrable(making.draw, 3),
  };
  const columns = [...first.columns, ...added];
  tables[0] = { ...first, columns, foreignKeys: [...first.foreignKeys, foreignKey] };
}

/** Since 15 a deletion may set some of the columns only. */
function onDelete(draw: Draw, major: number, columns: readonly string[]): Pick<ForeignKey, "onDelete" | "setColumns"> {
  const chosen = draw.maybe(3, "onDelete", () => draw.pick(actions));
  if (major < 15 || chosen.onDelete === undefined || !chosen.onDelete.startsWith("set ")) return chosen;
  return { ...chosen, ...draw.maybe(2, "setColumns", () => draw.some(columns, 1, 1)) };
}

const actions = ["no action", "restrict", "cascade", "set null", "set default"] as const;

function drawExclusion(making: Making, columns: readonly Drawn[]): Exclusion {
  const { draw } = making;
  const range = columns.find(({ kind }) => kind.type.kind === "int4range");
  const ordered = columns.filter(({ kind }) => kind.isUnordered !== true);
  const column = draw.pick(ordered).column.name;
  return {
    ...constraintName(making, "ex"),
    ...(range === undefined ? draw.maybe(2, "method", () => "btree") : { method: "gist" }),
    elements:
      range === undefined
        ? [{ expression: quoted(column), operator: "=" }]
        : [{ expression: quoted(range.column.name), operator: "&&" }],
    ...draw.maybe(3, "where", () => `${quoted(column)} IS NOT NULL`),
    ...deferrable(draw, 3),
  };
}

function drawIndex(making: Making, columns: readonly Drawn[], partitioned: boolean, all: readonly string[]): Index {
  const { draw, major, names } = making;
  const special = columns.filter(({ kind }) => kind.methods !== undefined);
  const method = special.length > 0 && draw.oneIn(4) ? draw.pick(special) : undefined;
  const ordered = columns.filter(({ kind }) => kind.isUnordered !== true);
  const unique = method === undefined && !partitioned && draw.oneIn(3);
  return {
    name: names.fresh("ix"),
    ...(unique ? { unique: true as const } : {}),
    ...(method === undefined ? {} : { method: draw.pick(method.kind.methods ?? []) }),
    parts:
      method === undefined
        ? (ordered.length === 0 ? [] : draw.some(ordered, 1, 2)).map((each) => drawPart(draw, each))
        : [{ column: method.column.name }],
    ...draw.maybe(4, "where", () => `${quoted(draw.pick(columns).column.name)} IS NOT NULL`),
    ...(method === undefined ? include(draw, all) : {}),
    ...(unique && major >= 15 ? draw.maybe(3, "nullsNotDistinct", () => true as const) : {}),
    ...(partitioned || method !== undefined ? {} : draw.maybe(5, "storage", () => ({ fillfactor: "70" }))),
    ...comment(draw),
  };
}

function drawPart(draw: Draw, { column, kind }: Drawn): IndexPart {
  const isText = kind.isText === true;
  return {
    ...(isText && draw.oneIn(3) ? { expression: `lower(${quoted(column.name)})` } : { column: column.name }),
    ...(isText ? draw.maybe(5, "collation", () => "C") : {}),
    ...(isText ? draw.maybe(5, "opclass", () => "text_pattern_ops") : {}),
    ...draw.maybe(4, "descending", () => true as const),
    ...draw.maybe(4, "nulls", () => draw.pick(["first", "last"] as const)),
  };
}

/** Over a table, over one of the views before, with everything of a table, or with a count for each value. */
function drawView({ draw }: Making, name: ObjectName, table: Table, before: readonly View[]): View {
  const column = quoted(draw.pick(table.columns).name);
  const below = before.length > 0 && draw.oneIn(3) ? draw.pick(before) : undefined;
  const from = `FROM ${quotedObject(table)}`;
  const definition =
    below === undefined
      ? draw.pick([
          `SELECT ${column} AS y ${from} WHERE ${column} IS NOT NULL`,
          `SELECT count(*) AS y ${from} WHERE ${column} IS NULL`,
          `SELECT x.y FROM (SELECT ${column} AS y ${from}) x, ${quotedObject(table)} z`,
        ])
      : `SELECT a.*, 1 AS ${quoted(`one_${before.length}`)} FROM ${quotedObject(below)} a`;
  return {
    ...name,
    ...(below === undefined ? draw.maybe(4, "columns", () => ["x"]) : {}),
    definition,
    ...draw.maybe(4, "materialized", () => true as const),
    ...comment(draw),
  };
}

function drawRoutine(draw: Draw, name: ObjectName): Routine {
  const kind = draw.pick(["function", "procedure"] as const);
  const args = draw.pick(["", "integer, text"]);
  const returns = kind === "function" ? " RETURNS integer" : "";
  const definition = `CREATE ${kind.toUpperCase()} ${quotedObject(name)}(${args})${returns} LANGUAGE sql AS $$ SELECT 1 $$`;
  return { ...name, kind, arguments: args, definition };
}

/** True or false of a text, which a number becomes by itself nowhere. */
function helperFunction(name: ObjectName): Routine {
  const body = "RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) < 90 $$";
  return {
    ...name,
    kind: "function",
    arguments: "text",
    definition: `CREATE FUNCTION ${quotedObject(name)}(text) ${body}`,
  };
}

function triggerFunction(name: ObjectName): Routine {
  const body = "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$";
  const definition = `CREATE FUNCTION ${quotedObject(name)}() RETURNS trigger ${body}`;
  return { ...name, kind: "function", arguments: "", definition };
}

/** Of a statement or of each row; of an update of a column, under a condition. */
function drawTrigger(draw: Draw, name: string, table: Table, routine: Routine): Trigger {
  const place = table.schema === undefined ? {} : { schema: table.schema };
  const column = quoted(draw.pick(table.columns).name);
  const isComputed = table.columns.some(({ generated }) => generated !== undefined);
  const when = draw.pick([
    "BEFORE INSERT",
    "AFTER UPDATE OR DELETE",
    ...(isComputed ? [] : [`BEFORE UPDATE OF ${column}`, `AFTER INSERT OR UPDATE OF ${column}`]),
  ]);
  const each = table.options.partitionBy === undefined && draw.oneIn(2) ? "ROW" : "STATEMENT";
  const condition = each === "ROW" && !isComputed && draw.oneIn(2) ? ` WHEN (NEW.${column} IS NOT NULL)` : "";
  const state = draw.maybe(6, "state", () => draw.pick(["disabled", "replica", "always"] as const));
  const isNew = condition === "" || !when.includes("DELETE");
  const head = `CREATE TRIGGER ${quoted(name)} ${when} ON ${quotedObject(table)} FOR EACH ${each}${isNew ? condition : ""}`;
  const definition = `${head} EXECUTE FUNCTION ${quotedObject(routine)}()`;
  return { name, ...place, table: table.name, definition, ...state };
}

/** Without those that have the columns of another or of the primary key, of which the server makes one. */
function distinct(uniques: readonly Unique[], primaryKey: readonly string[]): Unique[] {
  const seen = new Set([primaryKey.join("\u0000")]);
  return uniques.filter(({ columns }) => seen.size !== seen.add(columns.join("\u0000")).size);
}

/** Two tables of a namespace can't both have a key of one name. In the whole span another schema may have it for another table. */
function constraintName({ draw, names, table, isWhole }: Making, hint: string): { readonly name?: string } {
  return draw.maybe(2, "name", () => names.fresh(isWhole ? hint : `${hint}_${table}`));
}

function include(draw: Draw, columns: readonly string[]): { readonly include?: readonly string[] } {
  return draw.maybe(6, "include", () => draw.some(columns, 1, 1));
}

function deferrable(draw: Draw, n: number) {
  return draw.maybe(n, "deferrable", () => draw.pick(["initially immediate", "initially deferred"] as const));
}

function quotedObject(name: ObjectName): string {
  return name.schema === undefined ? quoted(name.name) : `${quoted(name.schema)}.${quoted(name.name)}`;
}
