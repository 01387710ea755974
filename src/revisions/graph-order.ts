import { fail } from "./errors.ts";
import type { Revision } from "./revision.ts";

/** As much of a node as its place in the order depends on. */
interface Orderable<Node> {
  readonly revision: Revision;
  readonly parents: readonly Node[];
  readonly needs: readonly Node[];
  readonly neededBy: readonly Node[];
  /** UNSEEN at first; its place in the order afterwards. */
  position: number;
}

/** The position of a node that hasn't been come to. */
export const UNSEEN = -1;

/** The position of a node while the nodes that it needs are seen to. */
const OPEN = -2;

/**
 * The nodes, each after all that it needs, one branch after the other, their positions set. Read backwards it goes down from each head
 * along the first parent, as Alembic's downgrades do.
 * The order comes from the headers alone: give the nodes sorted by id, each UNSEEN. Throws REVISION_CYCLE.
 */
export function orderNodes<Node extends Orderable<Node>>(nodes: readonly Node[]): readonly Node[] {
  const ordered: Node[] = [];
  for (const node of nodes) if (node.neededBy.length === 0) visit(node, ordered);
  // After the tops only circles are left, which the rest of the list leads into.
  for (const node of nodes) if (node.position === UNSEEN) visit(node, ordered);
  return ordered;
}

/** Depth first, on a stack of its own: a history of 100,000 revisions in a line is deeper than the engine's stack. */
function visit<Node extends Orderable<Node>>(start: Node, ordered: Node[]): void {
  const path: Node[] = [start];
  /** For each node of the path, how many of its needs have not been seen to. */
  const left: number[] = [start.needs.length];
  start.position = OPEN;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const place = path.length - 1;
    const next = top.needs[(left[place] ?? 0) - 1];
    if (next === undefined) {
      top.position = ordered.push(top) - 1;
      path.pop();
      left.pop();
    } else {
      left[place] = (left[place] ?? 0) - 1;
      if (next.position === OPEN) throw cycle(next, path);
      if (next.position !== UNSEEN) continue;
      next.position = OPEN;
      path.push(next);
      left.push(next.needs.length);
    }
  }
}

function cycle<Node extends Orderable<Node>>(entry: Node, path: readonly Node[]): Error {
  const round = path.slice(path.indexOf(entry));
  const versioned = round.every((node, i) => node.parents.includes(round[(i + 1) % round.length] ?? node));
  const revisions = round.map((node) => node.revision).sort((a, b) => (a.id < b.id ? -1 : 1));
  const kind = versioned ? "Cycle" : "Dependency cycle";
  const ids = revisions.map((revision) => revision.id);
  const files = revisions.map((revision) => `"${revision.id}" in ${revision.path}`).join(", ");
  return fail("REVISION_CYCLE", `${kind} is detected in revisions (${ids.join(", ")}): ${files}`, {
    details: { revisions: ids, paths: revisions.map((revision) => revision.path) },
  });
}
