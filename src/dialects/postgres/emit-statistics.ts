import type { OpOf } from "../../ops/op.ts";
import { areOfColumn } from "../../ops/statistics-behaviours.ts";
import type { StatisticsOp } from "../../ops/statistics-ops.ts";
import { descendantsOf } from "../../schema/inheritance.ts";
import { nameOf, sameName } from "../../schema/names.ts";
import type { ObjectName, Statistics } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { commentOfNew } from "./emit-comment.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { locked, type Scene } from "./scene.ts";
import { inParentheses } from "./table-sql.ts";

type Emitters<K extends StatisticsOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on statistics over several columns. */
export const statisticsEmitters: Emitters<StatisticsOp["kind"]> = {
  createStatistics: ({ statistics }, scene) => makeStatistics(statistics, scene),

  dropStatistics(op, scene) {
    const guard = op.ifExists === true ? "IF EXISTS " : "";
    const known = scene.before.statistics.find((each) => sameName(each, op));
    const locks = known === undefined ? {} : locked(scene, known.table);
    return [draft(`DROP STATISTICS ${guard}${quoteObject(op)}`, factsOf(facts.dropStatistics, locks))];
  },

  setStatisticsTarget: (op) => [setTarget(op, op.target)],
};

/** The statements that make statistics, with their target and their comment. */
export function makeStatistics(statistics: Statistics, scene: Scene): readonly Draft[] {
  const { table, target } = statistics;
  return [
    draft(createStatisticsSql(statistics), factsOf(facts.createStatistics, locked(scene, table))),
    ...(target === undefined ? [] : [setTarget(statistics, target)]),
    ...commentOfNew({ kind: "statistics", ...nameOf(statistics) }, statistics, scene),
  ];
}

/** `CREATE STATISTICS … ON … FROM …`. Source: https://www.postgresql.org/docs/current/sql-createstatistics.html (13 to 18). */
export function createStatisticsSql(statistics: Statistics): string {
  const { table, parts, kinds } = statistics;
  const kept = kinds === undefined ? "" : ` (${kinds.join(", ")})`;
  const columns = parts.map((part) => ("column" in part ? quoteName(part.column) : inParentheses(part.expression)));
  return `CREATE STATISTICS ${quoteObject(statistics)}${kept} ON ${columns.join(", ")} FROM ${quoteObject(table)}`;
}

/** The server makes statistics anew with a column that changes, and forgets their target (14 to 18). */
export function targetsAgain(table: ObjectName, column: string, { before }: Scene): readonly Draft[] {
  const all = [table, ...descendantsOf(table, before)];
  return before.statistics
    .filter((each) => each.target !== undefined && all.some((one) => areOfColumn(each, one, column)))
    .map((each) => setTarget(each, each.target));
}

/** -1 stands for no target on each version; DEFAULT came with 17. */
function setTarget(name: ObjectName, target: number | undefined): Draft {
  return draft(
    `ALTER STATISTICS ${quoteObject(name)} SET STATISTICS ${target ?? -1}`,
    factsOf(facts.setStatisticsTarget),
  );
}
