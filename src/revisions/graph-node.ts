import type { Revision } from "./revision.ts";

/** A revision at its place in the graph. Nodes are equal when they are the same object. */
export interface GraphNode {
  readonly revision: Revision;
  /** Place in the graph's one order, from 0: greater than that of everything the revision needs. */
  readonly position: number;
  /** Revisions on the longest way from it down to a base, without itself. */
  readonly depth: number;
  /** The revisions that it follows (`downRevisions`). */
  readonly parents: readonly GraphNode[];
  /** Its parents, then what it depends on beside them (`dependsOn`). */
  readonly needs: readonly GraphNode[];
  /** The revisions that follow it, in the graph's order. */
  readonly children: readonly GraphNode[];
  /** The revisions that follow it or depend on it, in the graph's order. */
  readonly neededBy: readonly GraphNode[];
}

/** The nodes themselves and all that can be reached from them by `next`. */
export function reach(
  starts: Iterable<GraphNode>,
  next: (node: GraphNode) => readonly GraphNode[],
): ReadonlySet<GraphNode> {
  const seen = new Set(starts);
  // A Set's iteration also visits what is added on the way, so the set is its own queue.
  for (const node of seen) for (const other of next(node)) seen.add(other);
  return seen;
}

/** True when a node for which `wanted` holds is among the nodes or can be reached from them by `next`. */
export function reaches(
  starts: Iterable<GraphNode>,
  next: (node: GraphNode) => readonly GraphNode[],
  wanted: (node: GraphNode) => boolean,
): boolean {
  const seen = new Set(starts);
  for (const node of seen) {
    if (wanted(node)) return true;
    for (const other of next(node)) seen.add(other);
  }
  return false;
}

/** The nodes and all that they need, directly or not: what a database has run when these are its rows. */
export function withNeeds(starts: Iterable<GraphNode>): ReadonlySet<GraphNode> {
  return reach(starts, (node) => node.needs);
}

/** The nodes and all that need them, directly or not. */
export function withNeeders(starts: Iterable<GraphNode>): ReadonlySet<GraphNode> {
  return reach(starts, (node) => node.neededBy);
}

/** The node, its ancestors and its descendants along the parents; dependencies do not count. */
export function lineageOf(node: GraphNode): ReadonlySet<GraphNode> {
  const lineage = new Set(reach([node], (each) => each.parents));
  for (const each of reach([node], (inner) => inner.children)) lineage.add(each);
  return lineage;
}

/** A node among `nodes` that another one of them needs, directly or not; undefined when there is none. */
export function overlapAmong(nodes: readonly GraphNode[]): GraphNode | undefined {
  if (nodes.length < 2) return undefined;
  const below = withNeeds(nodes.flatMap((node) => node.needs));
  return nodes.find((node) => below.has(node));
}

/** The nodes in the graph's order, each once. */
export function inOrder(nodes: Iterable<GraphNode>): readonly GraphNode[] {
  const unique = nodes instanceof Set ? nodes : new Set(nodes);
  return [...unique].sort((a, b) => a.position - b.position);
}

/** The ids of nodes, for messages and rows. */
export function idsOf(nodes: Iterable<GraphNode>): readonly string[] {
  return Array.from(nodes, (node) => node.revision.id);
}

/** The ids as they stand in a message: `"a", "b"`. */
export function quotedIds(nodes: Iterable<GraphNode>): string {
  return idsOf(nodes)
    .map((id) => `"${id}"`)
    .join(", ");
}
