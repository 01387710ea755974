import type { SequenceOptions } from "../../src/schema/numbering.ts";
import type { Column, DefaultValue, Table } from "../../src/schema/schema.ts";
import type { Draw } from "../schema/draw.ts";
import { quoted } from "../schema/random-names.ts";
import { type Drawn, type Kind, type Making, quotedObject } from "./postgres-making.ts";
import { comment, namedType } from "./postgres-own-schemas.ts";

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

/** Types of extensions. */
const ofExtensions: { readonly [extension: string]: Kind | undefined } = {
  citext: { type: { kind: "citext" }, constants: ["x", "it's"], expressions: ["'x'::citext"], methods: ["hash"] },
  hstore: {
    type: { kind: "raw", sql: "hstore" },
    expressions: ["'a=>1'::hstore"],
    methods: ["gin"],
    isUnordered: true,
  },
};

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

/** Columns of the types of extensions. Their names say which: of other types they become by casts of the extension's, or not at all. */
export function drawBrought(making: Making): readonly Drawn[] {
  return making.extensions.flatMap((extension): readonly Drawn[] => {
    const kind = ofExtensions[extension];
    if (kind === undefined || !making.draw.oneIn(2)) return [];
    const column = { name: `its ${extension}`, type: kind.type, nullable: true, ...drawDefault(making, kind) };
    return [{ column: { ...column, ...comment(making.draw) }, kind }];
  });
}

/** A column with a type, and what fits that. */
export function drawColumn(making: Making, name: string): Drawn {
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

function drawDefault({ draw, numbers, helpers }: Making, kind: Kind): { readonly default?: DefaultValue } {
  const { constants = [], expressions = [] } = kind;
  const asked =
    kind.type.kind === "bigint"
      ? numbers.map((each) => `nextval('${quotedObject(each).replaceAll("'", "''")}'::regclass)`)
      : [];
  const helped = kind.type.kind === "boolean" ? helpers.map((each) => `${quotedObject(each)}('a')`) : [];
  const values: DefaultValue[] = [
    ...constants,
    ...[...asked, ...asked, ...helped, ...expressions].map((sql) => ({ sql })),
  ];
  return values.length === 0 ? {} : draw.maybe(3, "default", () => draw.pick(values));
}

/** Options of a sequence. */
export function drawSequence(
  draw: Draw,
  type = draw.pick(["smallint", "integer", "bigint"] as const),
): SequenceOptions {
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

/** The column of a primary key is valid whenever the key is. */
export function inKey({ notNull, ...column }: Column): Column {
  return { ...column, nullable: false, ...(notNull === undefined || notNull.notValid === true ? {} : { notNull }) };
}

/** Before 17 a partitioned table has no identity columns. */
export function withoutNumbers({ column, kind }: Drawn): Drawn {
  const { identity: _, autoincrement: __, ...plain } = column;
  return { column: plain, kind };
}

/** Of a number or of a text; in another schema the source may be of another type. */
export function drawGenerated({ draw, major, names, style, isWhole }: Making, columns: readonly Column[]): Column[] {
  const source = columns.find(
    ({ type }) => type.kind === "integer" || (type.kind === "text" && (isWhole || style === "wild")),
  );
  if (source === undefined || !draw.oneIn(3)) return [];
  const name = names.column({ columns } as unknown as Table);
  const stored = major < 18 || draw.oneIn(2);
  const expression = source.type.kind === "text" ? `upper(${quoted(source.name)})` : `${quoted(source.name)} * 2`;
  return [{ name, type: source.type, nullable: true, generated: { expression, stored } }];
}

/** Types that become each other by themselves. */
export const numberKinds: ReadonlySet<string> = new Set(kinds.slice(0, 7).map(({ type }) => type.kind));
