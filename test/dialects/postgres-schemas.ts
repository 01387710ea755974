import type fc from "fast-check";
import { sameName } from "../../src/schema/names.ts";
import {
  type EnumType,
  emptySchema,
  type ObjectName,
  type Routine,
  type Schema,
  type Sequence,
  type Table,
  type View,
} from "../../src/schema/schema.ts";
import { type Draw, drawn } from "../schema/draw.ts";
import { everyFeature } from "../schema/features.ts";
import { Names } from "../schema/random-names.ts";
import { drawSequence } from "./postgres-column-schemas.ts";
import { closeCircle } from "./postgres-key-schemas.ts";
import type { Making, PostgresFeatures } from "./postgres-making.ts";
import {
  comment,
  drawHeirs,
  drawOwnTypes,
  drawPartitions,
  drawPolicies,
  drawSequences,
  list,
  type OwnMaking,
} from "./postgres-own-schemas.ts";
import {
  drawRoutine,
  drawRule,
  drawStatistics,
  drawTrigger,
  drawView,
  helperFunction,
  triggerFunction,
} from "./postgres-program-schemas.ts";
import { drawTable } from "./postgres-table-schemas.ts";

/** Random schemas that the server takes: expressions fit the types of their columns, foreign keys the keys that they refer to. */
export function postgresSchemas(features: PostgresFeatures): fc.Arbitrary<Schema> {
  return drawn((draw) => drawSchema(draw, features));
}

/** Two random schemas. Of two arbitraries that are drawn side by side, fast-check makes both the same. */
export function postgresSchemaPairs(features: PostgresFeatures): fc.Arbitrary<readonly [Schema, Schema]> {
  return drawn((draw): readonly [Schema, Schema] => [drawSchema(draw, features), drawSchema(draw, features)]).filter(
    ([from, to]) => !makesNamesake(from, to) && !makesNamesake(to, from),
  );
}

/** True for a function of one that is called as a range type of the other: the server makes functions of that name for the type, and takes them away with it. */
function makesNamesake({ routines }: Schema, { ranges }: Schema): boolean {
  return routines.some((routine) => ranges.some((range) => sameName(range, routine)));
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
    (): Sequence => ({ name: names.fresh("num"), ...place(), ...drawSequence(draw), ...comment(draw) }),
  );
  const extensions = isWhole && draw.oneIn(4) ? draw.some(["citext", "hstore"], 1, 2) : [];
  const making: Making = { draw, major, names, style, isWhole, enums, own, tables, helpers, numbers, extensions };
  for (let left = draw.int(1, 4); left > 0; left--) {
    tables.push(drawTable(making, { name: names.fresh("t"), ...place() }));
  }
  if (isWhole) closeCircle(making, tables);
  const views: View[] = [];
  for (let left = draw.int(0, 3); left > 0; left--) {
    views.push(drawView(making, { name: names.fresh("v"), ...place() }, draw.pick(tables), views));
  }
  const routines = list(draw, 0, 2, () => ({
    ...drawRoutine(draw, { name: names.fresh("f"), ...place() }),
    ...comment(draw),
  }));
  const triggered: Routine = triggerFunction({ name: names.fresh("trg_f"), ...place() });
  const triggers = list(draw, 0, 2, () => ({
    ...drawTrigger(draw, names.fresh("trg"), draw.pick(tables), triggered),
    ...comment(draw),
  }));
  return {
    ...emptySchema,
    namespaces,
    extensions: extensions.map((name) => ({ name })),
    enums,
    ...own,
    sequences: [...numbers, ...drawSequences(ownMaking, isWhole ? tables : [], () => drawSequence(draw))],
    tables: isWhole
      ? [...tables, ...drawPartitions(ownMaking, tables, major), ...drawHeirs(ownMaking, tables, major)]
      : tables,
    views,
    routines: [...helpers, ...routines, ...(triggers.length === 0 ? [] : [triggered])],
    triggers,
    rules: isWhole ? list(draw, 0, 2, () => drawRule(draw, names.fresh("rul"), tables, views)) : [],
    statistics: isWhole
      ? list(draw, 0, 3, () =>
          drawStatistics(making, { name: names.fresh("sta"), ...place() }, draw.pick(tables)),
        ).filter((each) => each !== undefined)
      : [],
    policies: isWhole ? drawPolicies(ownMaking, tables) : [],
  };
}

function drawEnum(draw: Draw, name: ObjectName): EnumType {
  return { ...name, values: draw.some(["sad", "ok", "it's", 'so "so"', "naïve 名"], 1, 4), ...comment(draw) };
}
