import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, idsOf, inOrder, overlapAmong, quotedIds, withNeeders, withNeeds } from "./graph-node.ts";
import { findBranch, nodesOfRows } from "./lookup.ts";
import { nodesNamed } from "./target.ts";
import { parseTarget, type TargetText } from "./target-text.ts";
import { type RowChange, replaceRows } from "./version-rows.ts";

/** What a stamp makes of the version table. */
export interface StampPlan {
  /** The rows afterwards, in the graph's order. */
  readonly heads: readonly string[];
  /** The changes that make them; empty when the table is right already. */
  readonly changes: readonly RowChange[];
}

/** One target, looked up. */
interface Stamp {
  /** The revisions that become rows; none for base. */
  readonly nodes: readonly GraphNode[];
  /** All that is connected with the nodes or with the target's branch; everything for a plain `base`. */
  readonly connected: ReadonlySet<GraphNode>;
}

/**
 * Plans to write into the version table that the database is at the targets, running nothing.
 * Rows that rest on a target, or that it rests on, are replaced by it; so are those connected with the branch of
 * `branch@…`, which moves as a whole. Other rows stay. `base` empties the table, `branch@base` takes away the rows
 * connected with the branch. With `purge` all present rows go, known or not.
 * Throws GRAPH_STAMP_CONFLICT when targets contradict each other, REVISION_NOT_IN_FILES for an unknown row, and what
 * `resolveRevisions` throws. A relative target is only taken on an empty table.
 */
export function planStamp(
  graph: RevisionGraph,
  current: readonly string[],
  targets: readonly string[],
  options: { readonly purge?: boolean },
): StampPlan {
  const purge = options.purge ?? false;
  const rows = purge ? [] : nodesOfRows(graph, current);
  const stamps = targets.map((text) => lookUp(graph, text, rows));
  refuseConflicts(stamps);
  const gone = new Set(stamps.flatMap((stamp) => replacedRows(stamp, rows)));
  const stamped = stamps.flatMap((stamp) => stamp.nodes);
  const heads = idsOf(inOrder([...rows.filter((row) => !gone.has(row)), ...stamped]));
  const before = [...new Set(current)];
  const removed = before.filter((id) => !heads.includes(id));
  const added = heads.filter((id) => !before.includes(id));
  const change = purge ? { delete: before, insert: heads, update: [] } : replaceRows(removed, added);
  return { heads, changes: removed.length + added.length === 0 ? [] : [change] };
}

function lookUp(graph: RevisionGraph, text: string, rows: readonly GraphNode[]): Stamp {
  const target = parseTarget(graph, text);
  refuseRelative(target, rows);
  const nodes = nodesNamed(graph, target, idsOf(rows));
  if (target.symbol === "base" && target.branch === undefined) return { nodes, connected: new Set(graph.nodes) };
  const starts = target.branch === undefined ? nodes : [...nodes, findBranch(graph, target.branch).node];
  return { nodes, connected: connectedWith(starts) };
}

/** The rows that the stamp stands in for: none where it only adds to them. */
function replacedRows(stamp: Stamp, rows: readonly GraphNode[]): readonly GraphNode[] {
  const moved = connectedWith(stamp.nodes.filter((node) => !rows.includes(node)));
  const moves = stamp.nodes.length === 0 || rows.some((row) => moved.has(row));
  return moves ? rows.filter((row) => stamp.connected.has(row)) : [];
}

function connectedWith(nodes: readonly GraphNode[]): ReadonlySet<GraphNode> {
  return new Set([...withNeeds(nodes), ...withNeeders(nodes)]);
}

function refuseRelative(target: TargetText, rows: readonly GraphNode[]): void {
  if (target.steps === undefined || rows.length === 0) return;
  const message = `Can't locate revision identified by '${target.text}': from ${quotedIds(rows)} or from the heads?`;
  throw fail("GRAPH_RELATIVE_REFUSED", message, { hint: "Name the revision that is to be stamped." });
}

function refuseConflicts(stamps: readonly Stamp[]): void {
  const stamped = inOrder(stamps.flatMap((stamp) => stamp.nodes));
  const lower = overlapAmong(stamped);
  if (lower !== undefined) {
    const message = `"${lower.revision.id}" can't be stamped beside a revision that rests on it: ${quotedIds(stamped)}`;
    throw fail("GRAPH_STAMP_CONFLICT", message, { details: { targets: idsOf(stamped), included: lower.revision.id } });
  }
  const emptied = stamps.filter((stamp) => stamp.nodes.length === 0);
  const lost = stamped.find((node) => emptied.some((stamp) => stamp.connected.has(node)));
  if (lost === undefined) return;
  throw fail("GRAPH_STAMP_CONFLICT", `"${lost.revision.id}" can't be stamped while its branch is emptied`, {
    hint: "Use --purge to empty the table first, or leave base out.",
  });
}
