import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, inOrder, quotedIds, withNeeds } from "./graph-node.ts";
import { findBranch, findNode, nodesOfRows } from "./lookup.ts";
import type { Revision } from "./revision.ts";
import { parseTarget, type TargetText } from "./target-text.ts";
import { walkDown } from "./walk.ts";

/**
 * The revisions that a symbol names, for commands that name revisions (show, edit, merge, revision --head, stamp):
 * `head`, `heads`, `base` (none), `current`, an id, the beginning of one, a branch label, any of these as
 * `<branch>@…`, and `-N` or `<branch>@-N`: for each head the revision so far below it, none where that is base.
 * `current` holds the rows of the version table, where they are known.
 * Throws REVISION_UNKNOWN, REVISION_AMBIGUOUS, REVISION_BRANCH_UNKNOWN, REVISION_NOT_ON_BRANCH, GRAPH_MULTIPLE_HEADS,
 * GRAPH_RELATIVE_REFUSED, GRAPH_CURRENT_UNKNOWN, and what `parseTarget` throws.
 */
export function resolveRevisions(
  graph: RevisionGraph,
  symbol: string,
  current?: readonly string[],
): readonly Revision[] {
  return nodesNamed(graph, parseTarget(graph, symbol), current).map((node) => node.revision);
}

/**
 * What a database is at, as `current` shows it: the revisions of its rows, and the heads of other branches that have
 * been run because those depend on them. In the graph's order. Throws REVISION_NOT_IN_FILES for an unknown row.
 */
export function currentRevisions(graph: RevisionGraph, rows: readonly string[]): readonly Revision[] {
  const run = withNeeds(nodesOfRows(graph, rows));
  const tips = [...run].filter((node) => !node.children.some((child) => run.has(child)));
  return inOrder(tips).map((node) => node.revision);
}

/** `resolveRevisions` on a target that is taken apart already. */
export function nodesNamed(
  graph: RevisionGraph,
  target: TargetText,
  current?: readonly string[],
): readonly GraphNode[] {
  const { steps, symbol } = target;
  if (steps === undefined) return nodesOfTarget(graph, target, current);
  if (symbol === undefined && steps < 0) return belowHeads(graph, target.branch, -steps);
  throw fail("GRAPH_RELATIVE_REFUSED", `Can't locate revision identified by '${target.text}': a relative target`);
}

/** The nodes of a target without steps; none for base. */
export function nodesOfTarget(
  graph: RevisionGraph,
  target: TargetText,
  current?: readonly string[],
): readonly GraphNode[] {
  const branch = target.branch === undefined ? undefined : findBranch(graph, target.branch);
  const symbol = target.symbol ?? "";
  const here = (nodes: readonly GraphNode[]): readonly GraphNode[] =>
    branch === undefined ? nodes : nodes.filter((node) => branch.lineage.has(node));
  const versionedHeads = (): readonly GraphNode[] => here(graph.nodes.filter((node) => node.children.length === 0));
  switch (symbol) {
    case "base":
      return [];
    case "head":
      return atMostOne(versionedHeads(), target);
    case "heads":
      return branch === undefined ? realHeads(graph) : versionedHeads();
    case "current":
      if (current === undefined) {
        throw fail("GRAPH_CURRENT_UNKNOWN", `"${target.text}" is what a database holds, and none was read`);
      }
      return here(nodesOfRows(graph, current));
    default:
      return [findNode(graph, symbol, branch)];
  }
}

/** The one node of a target without steps; undefined for base. Throws GRAPH_MULTIPLE_HEADS when there are several. */
export function nodeOfTarget(
  graph: RevisionGraph,
  target: TargetText,
  current?: readonly string[],
): GraphNode | undefined {
  return atMostOne(nodesOfTarget(graph, target, current), target)[0];
}

function belowHeads(graph: RevisionGraph, branchName: string | undefined, steps: number): readonly GraphNode[] {
  const branch = branchName === undefined ? undefined : findBranch(graph, branchName);
  const heads = realHeads(graph).filter((node) => branch?.lineage.has(node) ?? true);
  return heads.map((head) => walkDown(head, steps).place).filter((place) => place !== "base");
}

function realHeads(graph: RevisionGraph): readonly GraphNode[] {
  return graph.nodes.filter((node) => node.neededBy.length === 0);
}

function atMostOne(nodes: readonly GraphNode[], target: TargetText): readonly GraphNode[] {
  if (nodes.length < 2) return nodes;
  const message = `Multiple head revisions are present for given argument '${target.text}': ${quotedIds(nodes)}`;
  throw fail("GRAPH_MULTIPLE_HEADS", message, { details: { heads: nodes.map((node) => node.revision.id) } });
}
