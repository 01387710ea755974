import { labelsOf, nodeOf, type RevisionGraph } from "../revisions/graph.ts";
import { idsOf } from "../revisions/graph-node.ts";
import type { Revision } from "../revisions/revision.ts";
import type { RevisionInfo } from "./results.ts";

/** A revision as the verbs show it. `current` holds the revisions that count as current, where a database was asked. */
export function infoOf(graph: RevisionGraph, revision: Revision, current?: ReadonlySet<Revision>): RevisionInfo {
  const { parents, needs, children, neededBy } = nodeOf(graph, revision);
  const info: RevisionInfo = {
    revision: revision.id,
    downRevisions: revision.downRevisions,
    dependsOn: needs === parents ? [] : idsOf(needs.slice(parents.length)),
    branchLabels: labelsOf(graph, revision),
    message: revision.message,
    path: revision.path,
    format: revision.format,
    isHead: children.length === 0,
    isEffectiveHead: children.length === 0 && neededBy.length > 0,
    isBase: parents.length === 0,
    isBranchPoint: children.length > 1,
    isMergePoint: parents.length > 1,
    nextRevisions: idsOf(children),
  };
  return current === undefined ? info : { ...info, isCurrent: current.has(revision) };
}

/**
 * The revisions that stand for what a database has run: those of its rows, and the heads of branches that the rows imply because
 * one of them depends on such a head. In the graph's order. Every row must be among the files.
 */
export function currentRevisions(graph: RevisionGraph, rows: readonly string[]): ReadonlySet<Revision> {
  const nodes = graph.nodes.filter((node) => rows.includes(node.revision.id));
  const applied = new Set(nodes);
  for (const node of applied) for (const need of node.needs) applied.add(need);
  const stored = new Set(nodes);
  const shown = graph.nodes.filter(
    (node) => stored.has(node) || (applied.has(node) && node.children.every((child) => !applied.has(child))),
  );
  return new Set(shown.map((node) => node.revision));
}
