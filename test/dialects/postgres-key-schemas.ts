import type {
  Check,
  Column,
  Exclusion,
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  Table,
  Unique,
} from "../../src/schema/schema.ts";
import type { Draw } from "../schema/draw.ts";
import { quoted } from "../schema/random-names.ts";
import { numberKinds } from "./postgres-column-schemas.ts";
import { constraintName, type Drawn, deferrable, include, type Making, quotedObject } from "./postgres-making.ts";
import { comment } from "./postgres-own-schemas.ts";

/** A unique constraint of one or two columns that have an order. */
export function drawUnique(making: Making, ordered: readonly string[], all: readonly string[]): Unique {
  const { draw, major } = making;
  return {
    ...constraintName(making, "uq"),
    columns: draw.some(ordered, 1, 2),
    ...include(draw, all),
    ...deferrable(draw, 4),
    ...(major >= 15 ? draw.maybe(4, "nullsNotDistinct", () => true as const) : {}),
    ...(making.isWhole ? comment(draw) : {}),
  };
}

/** A check of one column, which its type allows. */
export function drawCheck(making: Making, columns: readonly Drawn[], partitioned: boolean): Check {
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
    ...(making.isWhole ? comment(draw) : {}),
  };
}

/** Keys to the keys of the tables before, with columns of their own. */
export function drawForeignKeys(making: Making, own: readonly Drawn[], unlogged: boolean, partitioned: boolean) {
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
      ...(making.isWhole ? comment(draw) : {}),
    });
  }
  return { columns, keys };
}

/** Between numbers alone where types change, but for the whole span. */
function mayRefer({ isWhole, style }: Making, { columns }: Table, key: PrimaryKey | Unique): boolean {
  if (isWhole || style === "wild") return true;
  return columns.every(({ name, type }) => !key.columns.includes(name) || numberKinds.has(type.kind));
}

/** Now and then a table refers to itself, or the first to the last. */
export function closeCircle(making: Making, tables: Table[]): void {
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

/** Of ranges that overlap, or of values that are the same. */
export function drawExclusion(making: Making, columns: readonly Drawn[]): Exclusion {
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

/** An index of one or two columns, or by a method that a column has. */
export function drawIndex(
  making: Making,
  columns: readonly Drawn[],
  partitioned: boolean,
  all: readonly string[],
): Index {
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
    ...draw.maybe(4, "where", () => drawCondition(making, draw.pick(columns))),
    ...(method === undefined ? include(draw, all) : {}),
    ...(unique && major >= 15 ? draw.maybe(3, "nullsNotDistinct", () => true as const) : {}),
    ...(partitioned || method !== undefined ? {} : draw.maybe(5, "storage", () => ({ fillfactor: "70" }))),
    ...comment(draw),
  };
}

/** Of a column, by a function now and then. */
function drawCondition({ draw, helpers }: Making, { column: { name }, kind }: Drawn): string {
  const column = quoted(name);
  const helped = kind.isText === true ? helpers.map((each) => `${quotedObject(each)}((${column})::text)`) : [];
  return draw.pick([`${column} IS NOT NULL`, ...helped]);
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
