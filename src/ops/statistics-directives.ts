import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { readOptions } from "../schema/options.ts";
import type { Sql } from "../schema/schema.ts";
import { type StatisticsOptions, statistics, statisticsReaders } from "../schema/statistics-builder.ts";
import { called, directive, type IfExists, ifExists, type RecordOp } from "./directive.ts";

/** Operations on statistics over several columns, as a revision writes them (PostgreSQL). */
export interface StatisticsDirectives {
  /** op.createStatistics("st_city", "addresses", ["city", "zip"], { kinds: ["dependencies"] }) */
  createStatistics(name: string, table: string, parts: readonly (string | Sql)[], options?: StatisticsOptions): void;
  dropStatistics(name: string, options?: InSchema & IfExists): void;
  /** Says how detailed statistics are; null is as the columns are. */
  setStatisticsTarget(name: string, target: number | null, options?: InSchema): void;
}

/** Directives that record operations on statistics. */
export function statisticsDirectives(record: RecordOp): StatisticsDirectives {
  return {
    createStatistics(name, table, parts, options) {
      record({ kind: "createStatistics", statistics: statistics(name, table, parts, options) });
    },

    dropStatistics(name, options) {
      const where = directive("dropStatistics", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      record({ kind: "dropStatistics", ...called(name, schema, where), ...flags });
    },

    setStatisticsTarget(name, target, options) {
      const where = directive("setStatisticsTarget", name);
      const { schema } = readOptions(options, inSchema, where);
      const read = target === null ? {} : { target: statisticsReaders.target(target, `${where}: the target`) };
      record({ kind: "setStatisticsTarget", ...called(name, schema, where), ...read });
    },
  };
}
