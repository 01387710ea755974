import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, idsOf, overlapAmong, quotedIds, withNeeds } from "./graph-node.ts";
import { type Branch, findBranch } from "./lookup.ts";
import { nodeOfTarget, nodesOfTarget } from "./target.ts";
import { parseTarget, type TargetText } from "./target-text.ts";
import { type Place, tooFar, type Walk, walkDown, walkUp, wholeWalk } from "./walk.ts";

/**
 * The revisions that an upgrade from `rows` is to reach; none for base.
 * Throws GRAPH_TOO_FAR, GRAPH_AMBIGUOUS_START, GRAPH_AMBIGUOUS_WALK, GRAPH_OVERLAP, and what a target's lookup throws.
 */
export function upgradeTargets(graph: RevisionGraph, rows: readonly GraphNode[], text: string): readonly GraphNode[] {
  const target = parseTarget(graph, text);
  const { steps } = target;
  if (steps !== undefined) {
    const place = wholeWalk(upgradeWalk(graph, rows, target, steps), target);
    return place === "base" ? [] : [place];
  }
  const nodes = nodesOfTarget(graph, target, idsOf(rows));
  const lower = overlapAmong(nodes);
  if (lower !== undefined) {
    const message = `Requested revision ${lower.revision.id} overlaps with other requested revisions: "${text}" is ${quotedIds(nodes)}`;
    throw fail("GRAPH_OVERLAP", message, { details: { targets: idsOf(nodes), included: lower.revision.id } });
  }
  return nodes;
}

/** The walk of a target with steps: from the rows, or from the symbol where the target has one. */
export function upgradeWalk(graph: RevisionGraph, rows: readonly GraphNode[], target: TargetText, steps: number): Walk {
  const { branch: name, symbol, text } = target;
  const branch = name === undefined ? undefined : findBranch(graph, name);
  if (symbol === undefined) {
    if (steps <= 0) throw tooFar(target, "an upgrade only goes up");
    return walkUp(graph, startOfUpgrade(rows, branch, text), steps, branch?.lineage);
  }
  if (steps > 0) return walkUp(graph, nodeOfTarget(graph, { text, symbol }) ?? "base", steps, branch?.lineage);
  const start = nodeOfTarget(graph, name === undefined ? { text, symbol } : { text, symbol, branch: name });
  return walkDown(start ?? "base", -steps);
}

/** Where `+N` starts: at the only row, or the branch's only one, or where the branch leaves what has been run. */
function startOfUpgrade(rows: readonly GraphNode[], branch: Branch | undefined, text: string): Place {
  let starts = rows;
  if (branch !== undefined) {
    starts = rows.filter((row) => branch.lineage.has(row));
    if (starts.length === 0) starts = tipsOnBranch(rows, branch);
  }
  if (starts.length > 1) {
    const message = `Ambiguous upgrade from multiple current revisions: "${text}" could start from ${quotedIds(starts)}`;
    throw fail("GRAPH_AMBIGUOUS_START", message, { details: { starts: idsOf(starts) } });
  }
  return starts[0] ?? "base";
}

function tipsOnBranch(rows: readonly GraphNode[], branch: Branch): readonly GraphNode[] {
  const run = [...withNeeds(rows)].filter((node) => branch.lineage.has(node));
  const covered = new Set(run.flatMap((node) => node.needs));
  return run.filter((node) => !covered.has(node));
}
