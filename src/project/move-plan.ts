import type { RevisionGraph } from "../revisions/graph.ts";
import { type MovePlan, planDowngrade, planUpgrade } from "../revisions/path.ts";
import { parseTarget } from "../revisions/target-text.ts";
import type { Direction } from "./results.ts";

const PLANNERS = { upgrade: planUpgrade, downgrade: planDowngrade } as const;

/** The steps from these rows of the version table to a target. Errors: REVISION_*, GRAPH_*. */
export function planMove(
  graph: RevisionGraph,
  direction: Direction,
  rows: readonly string[],
  target: string,
): MovePlan {
  return PLANNERS[direction](graph, rows, target);
}

/** True when the target is counted from where the database is, so that it means another one when the database has moved. */
export function isRelative(graph: RevisionGraph, target: string): boolean {
  const { steps, symbol } = parseTarget(graph, target);
  return symbol === "current" || (steps !== undefined && symbol === undefined);
}
