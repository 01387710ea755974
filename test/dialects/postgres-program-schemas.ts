import type {
  Index,
  ObjectName,
  Routine,
  Rule,
  Statistics,
  StatisticsPart,
  Table,
  Trigger,
  View,
} from "../../src/schema/schema.ts";
import type { Draw } from "../schema/draw.ts";
import { quoted } from "../schema/random-names.ts";
import { type Making, quotedObject } from "./postgres-making.ts";
import { comment, list } from "./postgres-own-schemas.ts";

/** Over a table, over one of the views before, with everything of a table, or with a count for each value. */
export function drawView(
  { draw, names, major }: Making,
  name: ObjectName,
  table: Table,
  before: readonly View[],
): View {
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
  const columns = below === undefined ? draw.maybe(4, "columns", () => ["x"]) : {};
  const shown = below === undefined ? (columns.columns?.[0] ?? "y") : `one_${before.length}`;
  return {
    ...name,
    ...columns,
    definition,
    ...(draw.oneIn(3)
      ? drawMaterialized(draw, () => names.fresh("ix"), shown)
      : drawProperties(draw, { definition, shown, major })),
    ...comment(draw),
  };
}

interface Query {
  readonly definition: string;
  readonly shown: string;
  readonly major: number;
}

/** Of a view that isn't materialized; one with a check option must be such that rows can be written through it. */
function drawProperties(draw: Draw, { definition, shown, major }: Query): Partial<View> {
  const isWritable = definition.startsWith("SELECT") && definition.includes("NOT NULL");
  return {
    ...draw.maybe(4, "barrier", () => true as const),
    ...(major >= 15 ? draw.maybe(4, "security", () => "invoker" as const) : {}),
    ...(isWritable ? draw.maybe(3, "checkOption", () => draw.pick(["local", "cascaded"] as const)) : {}),
    ...(shown.startsWith("one_")
      ? draw.maybe(2, "columnDefaults", () => ({ [shown]: draw.pick(["1 + 2", "7"]) }))
      : {}),
  };
}

/** With indexes on a column of any type. */
function drawMaterialized(draw: Draw, name: () => string, column: string): Partial<View> {
  const isThere = `${quoted(column)} IS NOT NULL`;
  const indexes = list(
    draw,
    0,
    2,
    (): Index => ({
      name: name(),
      parts: [{ expression: draw.pick([isThere, `(${quoted(column)} IS NULL)`, `NOT ${isThere}`]) }],
      ...draw.maybe(4, "where", () => isThere),
      ...draw.maybe(5, "storage", () => ({ fillfactor: draw.pick(["50", "70"]) })),
      ...comment(draw),
    }),
  );
  return {
    materialized: true,
    ...(indexes.length === 0 ? {} : { indexes }),
    ...draw.maybe(4, "storage", () => ({ fillfactor: draw.pick(["50", "70"]) })),
  };
}

/** A function or procedure that nothing calls. */
export function drawRoutine(draw: Draw, name: ObjectName): Routine {
  const kind = draw.pick(["function", "procedure"] as const);
  const args = draw.pick(["", "integer, text"]);
  const returns = kind === "function" ? " RETURNS integer" : "";
  const definition = `CREATE ${kind.toUpperCase()} ${quotedObject(name)}(${args})${returns} LANGUAGE sql AS $$ SELECT 1 $$`;
  return { ...name, kind, arguments: args, definition };
}

/** True or false of a text, which a number becomes by itself nowhere. */
export function helperFunction(name: ObjectName): Routine {
  const body = "RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) < 90 $$";
  return {
    ...name,
    kind: "function",
    arguments: "text",
    definition: `CREATE FUNCTION ${quotedObject(name)}(text) ${body}`,
  };
}

/** The function of triggers. */
export function triggerFunction(name: ObjectName): Routine {
  const body = "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$";
  const definition = `CREATE FUNCTION ${quotedObject(name)}() RETURNS trigger ${body}`;
  return { ...name, kind: "function", arguments: "", definition };
}

/** Of a statement or of each row; of an update of a column, under a condition. */
export function drawTrigger(draw: Draw, name: string, table: Table, routine: Routine): Trigger {
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

/** Of a table, under a condition or not, with several actions or none; of a view in place of what would be written to it. */
export function drawRule(draw: Draw, name: string, tables: readonly Table[], views: readonly View[]): Rule {
  const plain = views.filter(({ materialized }) => materialized === undefined);
  const view = plain.length > 0 && draw.oneIn(3) ? draw.pick(plain) : undefined;
  const table = draw.pick(tables);
  const owner = view ?? table;
  const column = quoted(draw.pick(table.columns).name);
  const other = draw.pick(tables);
  const deleted = `DELETE FROM ${quotedObject(other)} o WHERE o.${quoted(draw.pick(other.columns).name)} IS NULL`;
  const event = draw.pick(["INSERT", "UPDATE", "DELETE"]);
  const row = event === "DELETE" ? "OLD" : "NEW";
  const condition = view === undefined && draw.oneIn(2) ? ` WHERE ${row}.${column} IS NOT NULL` : "";
  const action = draw.pick([
    ...["INSTEAD NOTHING", `INSTEAD ${deleted}`],
    ...(condition === "" ? [`INSTEAD (${deleted}; NOTIFY changed)`] : []),
    ...(view === undefined ? [`ALSO ${deleted} AND ${row}.${column} IS NULL`] : []),
  ]);
  return {
    name,
    ...(owner.schema === undefined ? {} : { schema: owner.schema }),
    table: owner.name,
    definition: `CREATE RULE ${quoted(name)} AS ON ${event} TO ${quotedObject(owner)}${condition} DO ${action}`,
    ...(view === undefined ? draw.maybe(4, "state", () => draw.pick(["disabled", "replica", "always"] as const)) : {}),
    ...comment(draw),
  };
}

/** Of two columns at least, or of an expression with them (14); the server takes those of types that have an order, and no virtual ones. */
export function drawStatistics(
  { draw, major }: Pick<Making, "draw" | "major">,
  name: ObjectName,
  table: Table,
): Statistics | undefined {
  const columns = table.columns.filter(({ type, generated }) => ORDERED.has(type.kind) && generated?.stored !== false);
  if (columns.length < 2) return undefined;
  const some = draw.some(columns, 2, 4).map(({ name: column }): StatisticsPart => ({ column }));
  const expressions = (): StatisticsPart[] => {
    const one = quoted(draw.pick(columns).name);
    return [{ expression: draw.pick([`${one} IS NULL`, `coalesce(${one}::text, '')`, `(${one} is not null)`]) }];
  };
  const parts = major >= 14 && draw.oneIn(3) ? [...(draw.oneIn(3) ? [] : some), ...expressions()] : some;
  const kinds = ["ndistinct", "dependencies", "mcv"] as const;
  return {
    ...name,
    table: table.schema === undefined ? { name: table.name } : { name: table.name, schema: table.schema },
    parts,
    ...(parts.length > 1 ? draw.maybe(2, "kinds", () => draw.some(kinds, 1, 3)) : {}),
    ...draw.maybe(3, "target", () => draw.int(0, 10000)),
    ...comment(draw),
  };
}

/** Kinds of types that surely have an order of their own. */
const ORDERED: ReadonlySet<string> = new Set<string>([
  ...["smallint", "integer", "bigint", "numeric", "text", "varchar", "boolean", "date", "timestamp", "uuid"],
]);
