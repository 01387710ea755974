import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { type GraphNode, inOrder, reach, withNeeds } from "./graph-node.ts";
import { findBranch } from "./lookup.ts";
import type { Revision } from "./revision.ts";
import { nodesOfTarget } from "./target.ts";
import { parseTarget, type TargetText } from "./target-text.ts";
import { upgradeWalk } from "./upgrade-target.ts";
import { tooFar, walkDown } from "./walk.ts";

/** The two ends of a range for an SQL script. */
export interface SqlRange {
  /** Where the script starts; absent when only a target was given. */
  readonly from?: string;
  readonly to: string;
}

/**
 * The revisions of `start:end`, newest first, both ends included; all of them when there is no range.
 * An end left out is base or heads. A relative start is counted down from the end (`-3:current`), a relative end up
 * from the start (`current:+2`); steps beyond the history's ends are cut off. The revisions are those that the end
 * needs, and of them those that follow the start. `branch@…` as the start keeps to heads of that branch.
 * `current` holds the rows of the version table.
 * Throws GRAPH_RANGE_SYNTAX, GRAPH_RANGE_ORDER, and what a target's lookup throws.
 */
export function historyRange(
  graph: RevisionGraph,
  range: string | undefined,
  current: readonly string[],
): readonly Revision[] {
  const [startText, endText] = endsOf(range ?? ":");
  const startTarget = parseTarget(graph, startText);
  const endTarget = parseTarget(graph, endText);
  const startsBelowEnd = startTarget.symbol === undefined;
  const fromStart = startsBelowEnd ? [] : placesOf(graph, startTarget, current);
  const ends =
    endTarget.symbol === undefined
      ? above(graph, endTarget, fromStart)
      : placesOf(graph, endOnBranch(endTarget, startTarget.branch), current);
  const starts = startsBelowEnd ? below(startTarget, ends) : fromStart;
  const branch = startTarget.branch === undefined ? undefined : findBranch(graph, startTarget.branch);
  const kept = branch === undefined ? ends : ends.filter((node) => branch.lineage.has(node));
  const needed = withNeeds(kept);
  if (starts.some((start) => !needed.has(start))) {
    const message = `Requested range ${startText}:${endText} does not refer to ancestor/descendant revisions along the same branch`;
    throw fail("GRAPH_RANGE_ORDER", message);
  }
  const following = starts.length === 0 ? needed : reach(starts, (node) => node.children);
  const shown = inOrder([...needed].filter((node) => following.has(node)));
  return shown.toReversed().map((node) => node.revision);
}

/** Splits the target of `upgrade|downgrade|stamp --sql`: `from:to`, or `to` alone. Throws GRAPH_RANGE_SYNTAX. */
export function splitSqlRange(text: string): SqlRange {
  const [first = "", second, ...more] = text.split(":");
  if (more.length > 0 || first === "" || second === "") {
    throw fail("GRAPH_RANGE_SYNTAX", `"${text}" is not a range of the form from:to`);
  }
  return second === undefined ? { to: first } : { from: first, to: second };
}

function endsOf(range: string): readonly [string, string] {
  const [start, end, ...more] = range.trim().split(":");
  if (start === undefined || end === undefined || more.length > 0) {
    throw fail("GRAPH_RANGE_SYNTAX", `History range requires [start]:[end], [start]:, or :[end], not "${range}"`);
  }
  return [start.trim() || "base", end.trim() || "heads"];
}

/** `heads` after `branch@…:` are that branch's, those too that another branch depends on. */
function endOnBranch(end: TargetText, branch: string | undefined): TargetText {
  return branch === undefined || end.symbol !== "heads" || end.branch !== undefined ? end : { ...end, branch };
}

/** The nodes of an end that names its own place. */
function placesOf(graph: RevisionGraph, target: TargetText, current: readonly string[]): readonly GraphNode[] {
  if (target.steps === undefined) return nodesOfTarget(graph, target, current);
  const { place } = upgradeWalk(graph, [], target, target.steps);
  return place === "base" ? [] : [place];
}

/** The end that `+N` gives, counted from the start. */
function above(graph: RevisionGraph, target: TargetText, starts: readonly GraphNode[]): readonly GraphNode[] {
  const { steps = 0 } = target;
  if (steps < 0) throw tooFar(target, "the end of a range is counted up from its start");
  const { place } = upgradeWalk(graph, starts, target, steps);
  return place === "base" ? [] : [place];
}

/** The starts that `-N` gives, counted from the ends; none, which is base, where one of them leads there. */
function below(target: TargetText, ends: readonly GraphNode[]): readonly GraphNode[] {
  const { steps = 0 } = target;
  if (steps > 0) throw tooFar(target, "the start of a range is counted down from its end");
  const places = ends.map((node) => walkDown(node, -steps).place);
  const nodes = places.filter((place) => place !== "base");
  return nodes.length < places.length ? [] : inOrder(nodes);
}
