import { downgradeAim } from "./downgrade-target.ts";
import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, idsOf, inOrder, quotedIds, withNeeders, withNeeds } from "./graph-node.ts";
import { nodesOfRows } from "./lookup.ts";
import type { Revision } from "./revision.ts";
import { upgradeTargets } from "./upgrade-target.ts";
import { type RowChange, rowState } from "./version-rows.ts";

export { historyRange, splitSqlRange } from "./history-range.ts";
export { planStamp } from "./stamp.ts";

/** One revision to be run. */
export interface Step {
  readonly revision: Revision;
  readonly direction: "upgrade" | "downgrade";
  /** What the step does to the version table, together with the revision's own changes. */
  readonly rows: RowChange;
}

/** A move of a database from where it is to a target. */
export interface MovePlan {
  /** In the order in which they run; empty when there is nothing to do. */
  readonly steps: readonly Step[];
  /** The rows of the version table before the first step, in the graph's order. */
  readonly current: readonly string[];
  /** The rows after the last step, in the graph's order. */
  readonly heads: readonly string[];
}

/**
 * Plans the way up from the rows `current` to the target: all that it needs and that has not been run.
 * Targets: `head heads base`, an id, the beginning of one, a label, `branch@…`, `+N`, `branch@+N`, `rev+N`, `rev-N`.
 * Throws REVISION_* and GRAPH_* errors where the target or the rows allow no one answer.
 */
export function planUpgrade(graph: RevisionGraph, current: readonly string[], target: string): MovePlan {
  const rows = nodesOfRows(graph, current);
  const state = rowState(rows);
  const run = withNeeds(rows);
  const missing = inOrder([...withNeeds(upgradeTargets(graph, rows, target))].filter((node) => !run.has(node)));
  const steps = missing.map((node): Step => ({ revision: node.revision, direction: "upgrade", rows: state.up(node) }));
  return { steps, current: idsOf(rows), heads: state.ids() };
}

/**
 * Plans the way down from the rows `current` to the target: all that has been run and stands above it, with all that
 * depends on that. Targets: `base`, an id, the beginning of one, a label, `branch@…`, `-N`, `branch@-N`, `rev-N`, `rev+N`.
 * Throws GRAPH_NOT_BELOW when the target is not below the rows, and as `planUpgrade`.
 */
export function planDowngrade(graph: RevisionGraph, current: readonly string[], target: string): MovePlan {
  const rows = nodesOfRows(graph, current);
  const state = rowState(rows);
  const { place, roots } = downgradeAim(graph, rows, target);
  const run = withNeeds(rows);
  const undone = inOrder([...withNeeders(roots)].filter((node) => run.has(node))).toReversed();
  if (undone.length === 0 && place !== "base" && !rows.includes(place)) throw notBelow(target, place, rows, run);
  const steps = undone.map(
    (node): Step => ({ revision: node.revision, direction: "downgrade", rows: state.down(node) }),
  );
  return { steps, current: idsOf(rows), heads: state.ids() };
}

function notBelow(target: string, place: GraphNode, rows: readonly GraphNode[], run: ReadonlySet<GraphNode>): Error {
  const at = rows.length === 0 ? "base" : idsOf(rows).join(", ");
  const message = `Destination ${target} is not a valid downgrade target from current head(s): the database is at ${at}`;
  const details = { target: place.revision.id, current: idsOf(rows) };
  const dependents = place.neededBy.filter((node) => run.has(node));
  if (dependents.length === 0) return fail("GRAPH_NOT_BELOW", message, { details });
  const hint = `"${place.revision.id}" is the head of its branch and has been run because ${quotedIds(dependents)} depends on it: downgrade to below that.`;
  return fail("GRAPH_NOT_BELOW", message, { details, hint });
}
