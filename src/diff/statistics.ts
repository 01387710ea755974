import { stableJson } from "../base/hash.ts";
import { omit } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { dropOfStatistics } from "../ops/statistics-behaviours.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { Schema, Statistics } from "../schema/schema.ts";
import type { Around, AttachedOps } from "./attached.ts";
import { changeComment } from "./comments.ts";
import { compareNames, compareTexts, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";
import { usesOfStatistics } from "./uses.ts";

/**
 * Changed statistics are dropped and created again, and so are those that what others ruin would take along, such as a column that goes and
 * comes. Those that go with their table or a column are dropped too, so that the way back makes them again.
 */
export function diffStatistics(have: Sided<Schema>, want: Sided<Schema>, { ruined, sides }: Around): AttachedOps {
  const statistics = (schema: Schema) => schema.statistics;
  const { both } = matchBy(sidedOf(have, statistics), sidedOf(want, statistics), ({ given }) => nameKey(given));
  const staying = both.filter(
    ({ have: one, want: other }) =>
      sameObject(bare(one), bare(other)) && !usesOfStatistics(one.given, sides.have).some((key) => ruined.has(key)),
  );
  const kept = new Set(staying.map((pair) => nameKey(pair.have.given)));
  const others = ({ given: { statistics: all } }: Sided<Schema>) =>
    all.filter((each) => !kept.has(nameKey(each))).sort(compareNames);
  return {
    drop: others(have).map(dropOfStatistics),
    create: others(want).map((each) => ({ kind: "createStatistics", statistics: each })),
    alter: staying
      .filter((pair) => pair.have.given.target !== pair.want.given.target)
      .map(({ want: { given } }) => setTarget(given)),
    comment: staying.flatMap(({ have: { given: old }, want: { given } }) =>
      changeComment(old, given, { kind: "statistics", ...nameOf(given) }),
    ),
  };
}

/** Their columns have no order, whatever names they have. */
function bare({ given, comparable }: Sided<Statistics>): Sided<Statistics> {
  const parts = comparable.parts.toSorted((a, b) => compareTexts(stableJson(a), stableJson(b)));
  return { given, comparable: { ...omit(comparable, "target", "comment"), parts } };
}

function setTarget(statistics: Statistics): Op {
  const { target } = statistics;
  return { kind: "setStatisticsTarget", ...nameOf(statistics), ...(target === undefined ? {} : { target }) };
}
