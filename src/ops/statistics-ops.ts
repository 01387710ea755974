import type { ObjectName, Statistics } from "../schema/schema.ts";

export interface CreateStatistics {
  readonly kind: "createStatistics";
  readonly statistics: Statistics;
}

export interface DropStatistics extends ObjectName {
  readonly kind: "dropStatistics";
  readonly ifExists?: true;
}

/** Says how detailed statistics are; an absent target is as the columns are. */
export interface SetStatisticsTarget extends ObjectName {
  readonly kind: "setStatisticsTarget";
  readonly target?: number;
}

export type StatisticsOp = CreateStatistics | DropStatistics | SetStatisticsTarget;
