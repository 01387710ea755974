import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { displayName, findTable, nameOf, sameName } from "../schema/names.ts";
import type { ObjectName, Schema, Statistics, StatisticsPart } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { missingObject, omit } from "./edit.ts";
import { fail } from "./errors.ts";
import type { Op } from "./op.ts";
import type { StatisticsOp } from "./statistics-ops.ts";

/** What the operations on statistics over several columns mean. */
export const statisticsBehaviours: Behaviours<StatisticsOp["kind"]> = {
  createStatistics: {
    apply(schema, { statistics }) {
      const { table } = statistics;
      if (findTable(schema, table) === undefined && !schema.views.some((view) => sameName(view, table))) {
        const guess = didYouMean(displayName(table), [...schema.tables, ...schema.views].map(displayName));
        throw fail("OP_TABLE_MISSING", `There is no table or view "${displayName(table)}"${guess}.`);
      }
      if (!schema.statistics.some((each) => sameName(each, statistics))) {
        return { ...schema, statistics: [...schema.statistics, statistics] };
      }
      throw fail("OP_OBJECT_EXISTS", `There are statistics "${displayName(statistics)}" already.`);
    },
    reverse: ({ statistics }) => exact(dropOfStatistics(statistics)),
    describe: ({ statistics }) => `Create statistics ${displayName(statistics)} on ${displayName(statistics.table)}`,
  },

  dropStatistics: {
    apply(schema, op) {
      if (op.ifExists && !schema.statistics.some((each) => sameName(each, op))) return schema;
      const gone = requireStatistics(schema, op);
      return { ...schema, statistics: schema.statistics.filter((each) => each !== gone) };
    },
    reverse(op, before) {
      const statistics = before.statistics.find((each) => sameName(each, op));
      return statistics === undefined ? exact() : exact({ kind: "createStatistics", statistics });
    },
    describe: (op) => `Drop statistics ${displayName(op)}`,
  },

  setStatisticsTarget: {
    apply(schema, op) {
      const found = requireStatistics(schema, op);
      const changed = { ...omit(found, "target"), ...given({ target: op.target }) };
      return { ...schema, statistics: schema.statistics.map((each) => (each === found ? changed : each)) };
    },
    reverse(op, before) {
      return exact({ ...omit(op, "target"), ...given({ target: requireStatistics(before, op).target }) });
    },
    describe: (op) => `Set the target of statistics ${displayName(op)}: ${op.target ?? "that of the columns"}`,
  },
};

/** The op that drops statistics. */
export function dropOfStatistics(statistics: Statistics): Op {
  return { kind: "dropStatistics", ...nameOf(statistics) };
}

/** True for statistics of this table or view that are of the column; the server drops them with it. */
export function areOfColumn(statistics: Statistics, table: ObjectName, column: string): boolean {
  return sameName(statistics.table, table) && statistics.parts.some((part) => speaksOf(part, column));
}

function speaksOf(part: StatisticsPart, column: string): boolean {
  if ("column" in part) return part.column === column;
  return mentionsIdentifier(part.expression, column, { as: "column" });
}

/** The statistics with the names of their columns and the texts of their expressions turned into others. */
export function mapStatistics(
  statistics: Statistics,
  rename: (column: string) => string,
  rewrite: (expression: string) => string,
): Statistics {
  const parts = statistics.parts.map((part) =>
    "column" in part ? { column: rename(part.column) } : { expression: rewrite(part.expression) },
  );
  return { ...statistics, parts };
}

function requireStatistics(schema: Schema, name: ObjectName): Statistics {
  const found = schema.statistics.find((each) => sameName(each, name));
  if (found !== undefined) return found;
  throw missingObject("statistics object", name, schema.statistics);
}
