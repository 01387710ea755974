import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, idsOf, inOrder, quotedIds, reach, withNeeds } from "./graph-node.ts";
import { type Branch, findBranch, findNodeAnywhere } from "./lookup.ts";
import { nodeOfTarget } from "./target.ts";
import { parseTarget, type TargetText } from "./target-text.ts";
import { type Place, tooFar, walkDown, walkUp, wholeWalk } from "./walk.ts";

const WORDS: ReadonlySet<string> = new Set(["head", "heads", "base", "current"]);

/** Where a downgrade goes, and what it starts to take down on the way there. */
export interface DowngradeAim {
  readonly place: Place;
  /** The lowest revisions to be taken down; all that needs them goes first. */
  readonly roots: readonly GraphNode[];
}

/** Where the target is, and the branch that it is limited to. */
interface Goal {
  readonly place: Place;
  readonly side?: GraphNode;
}

/**
 * What a downgrade from `rows` to the target takes down.
 *
 * A branch before the `@` says which side above the target is meant: `label@base` takes down the base that the
 * branch stands on, so also other branches that stand on it. A walk down that ends at base (`rev-2`, `-2`) takes
 * down its own lineage only.
 * Throws GRAPH_NOT_BELOW, GRAPH_TOO_FAR, GRAPH_AMBIGUOUS_START, GRAPH_AMBIGUOUS_WALK, and what a lookup throws.
 */
export function downgradeAim(graph: RevisionGraph, rows: readonly GraphNode[], text: string): DowngradeAim {
  const target = parseTarget(graph, text);
  const { place, side } = goalOf(graph, rows, target);
  const above = place === "base" ? graph.nodes.filter((node) => node.parents.length === 0) : place.children;
  if (side === undefined || above.length < 2) return { place, roots: above };
  const line = reach([side], (node) => node.parents);
  const roots = above.filter((node) => line.has(node));
  if (roots.length === 0) {
    const message = `Not a valid downgrade target from current heads: "${side.revision.id}" does not stand above "${text}"`;
    throw fail("GRAPH_NOT_BELOW", message);
  }
  return { place, roots };
}

function goalOf(graph: RevisionGraph, rows: readonly GraphNode[], target: TargetText): Goal {
  const { branch: name, symbol, steps, text } = target;
  const branch = name === undefined ? undefined : findBranch(graph, name);
  const limited = branch === undefined ? {} : { side: branch.node };
  if (steps === undefined) return { place: absolutePlace(graph, target, branch, rows), ...limited };
  if (symbol === undefined) {
    if (steps >= 0) throw tooFar(target, "a downgrade only goes down");
    const start = startOfDowngrade(rows, branch, target);
    return { place: wholeWalk(walkDown(start, -steps), target), side: branch?.node ?? start };
  }
  if (steps >= 0) {
    const start = nodeOfTarget(graph, { text, symbol }) ?? "base";
    return { place: wholeWalk(walkUp(graph, start, steps, branch?.lineage), target), ...limited };
  }
  const start = nodeOfTarget(graph, name === undefined ? { text, symbol } : { text, symbol, branch: name });
  const place = wholeWalk(walkDown(start ?? "base", -steps), target);
  return place === "base" && start !== undefined ? { place, side: branch?.node ?? start } : { place, ...limited };
}

/** As in Alembic, the branch doesn't narrow the symbol here: it only says which side above the place is meant. */
function absolutePlace(
  graph: RevisionGraph,
  target: TargetText,
  branch: Branch | undefined,
  rows: readonly GraphNode[],
): Place {
  const { symbol = "", text } = target;
  if (!WORDS.has(symbol)) return findNodeAnywhere(graph, symbol, branch);
  return nodeOfTarget(graph, { text, symbol }, idsOf(rows)) ?? "base";
}

/** Where `-N` starts: at the only row, or the branch's only one, or its only head among what has been run. */
function startOfDowngrade(rows: readonly GraphNode[], branch: Branch | undefined, target: TargetText): GraphNode {
  const starts = branch === undefined ? rows : rowsOnBranch(rows, branch);
  const [start] = starts;
  if (start === undefined) {
    throw tooFar(target, branch === undefined ? "nothing has been run" : `nothing of "${branch.name}" has been run`);
  }
  if (starts.length > 1) {
    const message = `Ambiguous downgrade from multiple current revisions: "${target.text}" could start from ${quotedIds(starts)}`;
    throw fail("GRAPH_AMBIGUOUS_START", message, { details: { starts: idsOf(starts) } });
  }
  return start;
}

function rowsOnBranch(rows: readonly GraphNode[], branch: Branch): readonly GraphNode[] {
  const direct = rows.filter((row) => branch.lineage.has(row));
  if (direct.length > 0) return direct;
  const run = withNeeds(rows);
  return inOrder(run).filter((node) => branch.lineage.has(node) && !node.children.some((child) => run.has(child)));
}
