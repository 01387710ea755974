import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, quotedIds } from "./graph-node.ts";
import type { TargetText } from "./target-text.ts";

/** Where a walk can stand: at a revision, or below them all. */
export type Place = GraphNode | "base";

/** Where a walk ended: at `place`, with `left` of its steps not taken because the history ends there. */
export interface Walk {
  readonly place: Place;
  readonly left: number;
}

/** Walks up, on the branch's lineage where one is given. Throws GRAPH_AMBIGUOUS_WALK at a branch point. */
export function walkUp(graph: RevisionGraph, start: Place, steps: number, lineage?: ReadonlySet<GraphNode>): Walk {
  let place = start;
  for (let left = steps; left > 0; left--) {
    const above: readonly GraphNode[] =
      place === "base" ? graph.nodes.filter((node) => node.parents.length === 0) : place.children;
    const next = onlyOne(lineage === undefined ? above : above.filter((node) => lineage.has(node)), place, "up");
    if (next === undefined) return { place, left };
    place = next;
  }
  return { place, left: 0 };
}

/** Walks down, at the furthest to base. Throws GRAPH_AMBIGUOUS_WALK at a merge point. */
export function walkDown(start: Place, steps: number): Walk {
  let place = start;
  for (let left = steps; left > 0; left--) {
    if (place === "base") return { place, left };
    place = onlyOne(place.parents, place, "down") ?? "base";
  }
  return { place, left: 0 };
}

/** The place where a walk ended. Throws GRAPH_TOO_FAR when it ended early. */
export function wholeWalk(walk: Walk, target: TargetText): Place {
  if (walk.left > 0) throw tooFar(target, "there are not so many");
  return walk.place;
}

/** The error for a target whose steps lead nowhere. */
export function tooFar(target: TargetText, why: string): Error {
  const steps = target.steps ?? 0;
  const count = Math.abs(steps);
  const message = `Relative revision ${steps < 0 ? "-" : "+"}${count} didn't produce ${count} migrations: ${why}`;
  return fail("GRAPH_TOO_FAR", target.symbol === undefined ? message : `${message} ("${target.text}")`);
}

function onlyOne(nodes: readonly GraphNode[], from: Place, way: "up" | "down"): GraphNode | undefined {
  if (nodes.length < 2) return nodes[0];
  const place = from === "base" ? "base" : `"${from.revision.id}"`;
  const hint = `Name the revision itself${way === "up" ? ", or the branch: `<branch>@+1`" : ""}.`;
  throw fail("GRAPH_AMBIGUOUS_WALK", `Ambiguous walk: ${way} from ${place} come ${quotedIds(nodes)}`, {
    hint,
    details: { candidates: nodes.map((node) => node.revision.id) },
  });
}
