import type { GraphNode } from "./graph-node.ts";

type Labels = readonly string[];
const NONE: Labels = [];

/**
 * The branch labels of every node as Alembic shows them: a label covers all descendants of its revision and,
 * where the line above it neither branches nor merges, its ancestors back to the next branch or merge point.
 * Neighbours share one list, so that a long history costs no more than its length. `nodes` is in the graph's order.
 */
export function spreadLabels(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, Labels> {
  const up = new Map<GraphNode, Labels>();
  for (const node of nodes) {
    up.set(node, union([...node.parents.map((parent) => up.get(parent) ?? NONE), node.revision.labels.toSorted()]));
  }
  const down = labelsFromAbove(nodes);
  const all = new Map<GraphNode, Labels>();
  const known = new Map<Labels, Map<Labels, Labels>>();
  for (const node of nodes) {
    const [own, above] = [up.get(node) ?? NONE, down.get(node) ?? NONE];
    const knownOfOwn = known.get(own) ?? new Map<Labels, Labels>();
    const labels = knownOfOwn.get(above) ?? union([own, above]);
    known.set(own, knownOfOwn.set(above, labels));
    all.set(node, labels);
  }
  return all;
}

/** For each node the labels that come down to it from its one child. */
function labelsFromAbove(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, Labels> {
  const labels = new Map<GraphNode, Labels>();
  const plainAbove = new Set<GraphNode>();
  for (const node of nodes.toReversed()) {
    if (node.neededBy.length > 1 || node.parents.length > 1) continue;
    const child = node.children[0];
    if (child === undefined || plainAbove.has(child)) plainAbove.add(node);
    if (child === undefined) continue;
    labels.set(
      node,
      union([labels.get(child) ?? NONE, plainAbove.has(child) ? child.revision.labels.toSorted() : NONE]),
    );
  }
  return labels;
}

function union(lists: readonly Labels[]): Labels {
  const filled = [...new Set(lists)].filter((list) => list.length > 0);
  const [only = NONE] = filled;
  return filled.length < 2 ? only : [...new Set(filled.flat())].sort();
}
