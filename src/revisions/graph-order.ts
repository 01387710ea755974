import { fail } from "./errors.ts";
import type { Revision } from "./revision.ts";

/** As much of a node as its place in the order depends on. */
interface Orderable<Node> {
  readonly revision: Revision;
  readonly parents: readonly Node[];
  readonly needs: readonly Node[];
  readonly neededBy: readonly Node[];
}

interface Visit<Node> {
  readonly node: Node;
  /** How many of the node's needs have not been seen to. */
  left: number;
}

/**
 * The nodes, each after all that it needs, one branch after the other. Read backwards it goes down from each head
 * along the first parent, as Alembic's downgrades do.
 * The order comes from the headers alone: give the nodes sorted by id. Throws REVISION_CYCLE.
 */
export function orderNodes<Node extends Orderable<Node>>(nodes: readonly Node[]): readonly Node[] {
  const ordered: Node[] = [];
  const finished = new Set<Node>();
  const tops = nodes.filter((node) => node.neededBy.length === 0);
  // After the tops only circles are left, which the rest of the list leads into.
  for (const start of [...tops, ...nodes]) {
    if (!finished.has(start)) visit(start, finished, ordered);
  }
  return ordered;
}

/** Depth first, on a stack of its own: a history of 100,000 revisions in a line is deeper than the engine's stack. */
function visit<Node extends Orderable<Node>>(start: Node, finished: Set<Node>, ordered: Node[]): void {
  const path: Visit<Node>[] = [{ node: start, left: start.needs.length }];
  const onPath = new Set([start]);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.node.needs[top.left - 1];
    if (next === undefined) {
      finished.add(top.node);
      ordered.push(top.node);
      onPath.delete(top.node);
      path.pop();
    } else {
      top.left -= 1;
      if (onPath.has(next)) throw cycle(next, path);
      if (finished.has(next)) continue;
      path.push({ node: next, left: next.needs.length });
      onPath.add(next);
    }
  }
}

function cycle<Node extends Orderable<Node>>(entry: Node, path: readonly Visit<Node>[]): Error {
  const round = path.slice(path.findIndex((each) => each.node === entry)).map((each) => each.node);
  const versioned = round.every((node, i) => node.parents.includes(round[(i + 1) % round.length] ?? node));
  const revisions = round.map((node) => node.revision).sort((a, b) => (a.id < b.id ? -1 : 1));
  const kind = versioned ? "Cycle" : "Dependency cycle";
  const ids = revisions.map((revision) => revision.id);
  const files = revisions.map((revision) => `"${revision.id}" in ${revision.path}`).join(", ");
  return fail("REVISION_CYCLE", `${kind} is detected in revisions (${ids.join(", ")}): ${files}`, {
    details: { revisions: ids, paths: revisions.map((revision) => revision.path) },
  });
}
