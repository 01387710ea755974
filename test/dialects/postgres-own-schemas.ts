import type { SequenceOptions } from "../../src/schema/numbering.ts";
import type {
  Column,
  CompositeType,
  DefaultValue,
  Domain,
  ObjectName,
  OwnColumn,
  Policy,
  RangeType,
  Sequence,
  Table,
} from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import type { Draw } from "../schema/draw.ts";
import { type Names, quoted } from "../schema/random-names.ts";
import { PART_KEY } from "./postgres-making.ts";

/** What own objects are made with: where they are, and under which names. */
export interface OwnMaking {
  readonly draw: Draw;
  readonly names: Names;
  readonly place: () => { readonly schema?: string };
}

export interface OwnTypes {
  readonly domains: readonly Domain[];
  readonly composites: readonly CompositeType[];
  readonly ranges: readonly RangeType[];
}

const texts: readonly ColumnType[] = [{ kind: "text" }, { kind: "varchar", length: 40 }];
const numbers: readonly ColumnType[] = [{ kind: "integer" }, { kind: "bigint" }, { kind: "double" }];

/** Domains over texts, composite types, ranges over numbers; a composite type may have a domain in it. */
export function drawOwnTypes({ draw, names, place }: OwnMaking): OwnTypes {
  const domains = list(
    draw,
    0,
    2,
    (): Domain => ({
      name: names.fresh("dom"),
      ...place(),
      type: draw.pick(texts),
      ...draw.maybe(4, "collation", () => "C"),
      ...draw.maybe(4, "default", () => draw.pick(["", "it's"])),
      nullable: !draw.oneIn(6),
      checks: list(draw, 0, 1, () => ({
        name: names.fresh("dck"),
        expression: draw.pick(["length(VALUE) < 100", "VALUE <> 'O''Brien'", "value in ('', 'it''s', 'ok')"]),
        ...draw.maybe(5, "notValid", () => true as const),
      })),
      ...comment(draw),
    }),
  );
  const types = [...texts, ...numbers, ...domains.map(namedType)];
  const composites = list(
    draw,
    0,
    2,
    (): CompositeType => ({
      name: names.fresh("comp"),
      ...place(),
      attributes: names.several(draw.int(1, 3)).map((name) => ({ name, type: draw.pick(types), ...comment(draw) })),
      ...comment(draw),
    }),
  );
  const ranges = list(
    draw,
    0,
    1,
    (): RangeType => ({
      name: names.fresh("range"),
      ...place(),
      subtype: draw.pick(numbers),
      ...comment(draw),
    }),
  );
  return { domains, composites, ranges };
}

/** The type of a column that is of this type. */
export function namedType({ name, schema }: ObjectName): ColumnType {
  return { kind: "named", name, ...(schema === undefined ? {} : { schema }) };
}

/** Sequences, some of which a number of a table owns. */
export function drawSequences(
  { draw, names, place }: OwnMaking,
  tables: readonly Table[],
  options: () => SequenceOptions,
): readonly Sequence[] {
  return list(draw, 0, 3, (): Sequence => {
    const table = tables.length === 0 ? undefined : draw.pick(tables);
    const column = table?.columns.find(({ type, identity }) => type.kind === "integer" && identity === undefined);
    const name = names.fresh("seq");
    if (table === undefined || column === undefined || column.autoincrement === true || draw.oneIn(2))
      return { name, ...place(), ...options() };
    const ownedBy = { table: table.name, column: column.name };
    return { name, ...(table.schema === undefined ? {} : { schema: table.schema }), ...options(), ownedBy };
  });
}

/** Policies for everybody, on tables whether row security is on or not. */
export function drawPolicies({ draw, names }: OwnMaking, tables: readonly Table[]): readonly Policy[] {
  const plain = tables.filter(({ columns }) => columns.length > 0);
  if (plain.length === 0) return [];
  return list(draw, 0, 2, (): Policy => {
    const { name: table, schema, columns } = draw.pick(plain);
    const column = quoted(draw.pick(columns).name);
    const other = draw.pick(plain);
    const asked = `EXISTS (SELECT 1 FROM ${quotedName(other)} o WHERE o.${quoted(draw.pick(other.columns).name)} IS NULL)`;
    const conditions = [`${column} IS NOT NULL`, `(${column}) is null OR 1=1`, "true", asked];
    const command = draw.maybe(2, "command", () => draw.pick(["select", "insert", "update", "delete"] as const));
    return {
      name: names.fresh("pol"),
      ...(schema === undefined ? {} : { schema }),
      table,
      ...command,
      ...(command.command === "insert" ? {} : { using: draw.pick(conditions) }),
      ...(command.command === "insert" || command.command === "update" ? { check: draw.pick(conditions) } : {}),
      ...draw.maybe(4, "restrictive", () => true as const),
    };
  });
}

function quotedName({ name, schema }: ObjectName): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/** Tables that inherit from others, with a column of their own and an index of it. */
export function drawHeirs({ draw, names }: OwnMaking, tables: readonly Table[], major: number): readonly Table[] {
  const parents = tables.filter(({ options }) => options.partitionBy === undefined && options.unlogged !== true);
  if (parents.length === 0 || !draw.oneIn(3)) return [];
  const { name, schema, columns } = draw.pick(parents);
  const place = schema === undefined ? {} : { schema };
  const column = names.column({ columns } as unknown as Table);
  return [
    {
      name: names.fresh("heir"),
      ...place,
      inherits: [{ name, ...place }],
      ...draw.maybe(2, "ownDefaults", () => drawOwnDefaults(draw, columns)),
      ...draw.maybe(2, "ownColumns", () => drawOwnColumns(draw, columns, major)),
      columns: [{ name: column, type: draw.pick(numbers), nullable: draw.oneIn(2), ...comment(draw) }],
      uniques: [],
      checks: list(draw, 0, 1, () => ({ expression: `${quoted(column)} > 0` })),
      foreignKeys: [],
      exclusions: [],
      indexes: list(draw, 0, 1, () => ({ name: names.fresh("ix"), parts: [{ column }] })),
      options: {},
    },
  ];
}

/** None, or another constant, for one of the columns that have one. */
function drawOwnDefaults(draw: Draw, columns: readonly Column[]): Readonly<Record<string, DefaultValue | null>> {
  const able = columns.filter(({ identity, generated }) => identity === undefined && generated === undefined);
  return Object.fromEntries(
    draw.some(able, 0, 2).map(({ name, type }): [string, DefaultValue | null] => {
      const value = type.kind === "text" ? "own" : /^(?:small|big)?int(?:eger)?$/.test(type.kind) ? 11 : null;
      return [name, draw.oneIn(2) ? null : value];
    }),
  );
}

/** NOT NULL, another expression, the detail of statistics, for some of the columns. */
function drawOwnColumns(draw: Draw, columns: readonly Column[], major: number): Readonly<Record<string, OwnColumn>> {
  return Object.fromEntries(
    draw.some(columns, 1, 2).map(({ name, type, generated }): [string, OwnColumn] => {
      const isComputed = generated !== undefined && type.kind === "integer" && major >= 17;
      return [
        name,
        {
          ...(generated === undefined ? draw.maybe(2, "nullable", () => false as const) : {}),
          ...(generated?.stored === false ? {} : draw.maybe(3, "statistics", () => draw.pick([null, 44]))),
          ...(isComputed ? { generated: { ...generated, expression: "3 * 4" } } : {}),
        },
      ];
    }),
  );
}

/**
 * Partitions of the tables that are partitioned: a default one, one with everything, two of two; with a check of their own. Of tables that are
 * alike by their names, so are the partitions.
 */
export function drawPartitions({ draw, names }: OwnMaking, tables: readonly Table[], major: number): readonly Table[] {
  const bounds: readonly (readonly [way: string, bounds: readonly string[]])[] = [
    ["RANGE", [draw.pick(["DEFAULT", "FOR VALUES FROM (MINVALUE) TO (MAXVALUE)"])]],
    ["LIST", [draw.pick(["DEFAULT", "FOR VALUES IN (NULL)"])]],
    ["HASH", [0, 1].map((rest) => `FOR VALUES WITH (modulus 2, remainder ${rest})`)],
  ];
  return tables.flatMap(({ name: table, schema, options, columns }) => {
    const own = bounds.find(([way]) => options.partitionBy?.startsWith(way) === true)?.[1] ?? [];
    const place = schema === undefined ? {} : { schema };
    return own
      .filter(() => draw.oneIn(2))
      .map(
        (bound): Table => ({
          name: columns[0]?.name === PART_KEY ? `${table}_part` : names.fresh("part"),
          ...place,
          ...draw.maybe(2, "ownColumns", () => drawOwnColumns(draw, columns, major)),
          columns: [],
          uniques: [],
          checks: list(draw, 0, 1, () => ({ expression: `${quoted(draw.pick(columns).name)} IS NOT NULL` })),
          foreignKeys: [],
          exclusions: [],
          indexes: [],
          options: {},
          partitionOf: { table, ...place, bound },
        }),
      );
  });
}

/** Between `min` and `max` of what `make` makes. */
export function list<T>(draw: Draw, min: number, max: number, make: () => T): T[] {
  return Array.from({ length: draw.int(min, max) }, make);
}

/** A comment, now and then. */
export function comment(draw: Draw): { readonly comment?: string } {
  return draw.maybe(6, "comment", () => draw.pick(["whose?", 'it\'s\r\n"two" lines \\']));
}
