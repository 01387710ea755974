import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import { spreadLabels } from "./graph-labels.ts";
import { checkId, checkLabel } from "./graph-names.ts";
import { type GraphNode, inOrder, withNeeds } from "./graph-node.ts";
import { orderNodes, UNSEEN } from "./graph-order.ts";
import type { Revision } from "./revision.ts";

/** A history of revisions, checked: every parent and dependency is there, and there is no circle. */
export interface RevisionGraph {
  /** All nodes, each after all that it needs. The order depends on the headers alone, not on how they were read. */
  readonly nodes: readonly GraphNode[];
  readonly byId: ReadonlyMap<string, GraphNode>;
  /** The nodes whose own files declare a label, by label. */
  readonly byLabel: ReadonlyMap<string, GraphNode>;
  /** The labels of every node with those that spread to it; worked out when first asked for. */
  readonly spreadLabels: () => ReadonlyMap<GraphNode, readonly string[]>;
}

/** A node while it is being linked. */
interface Draft extends GraphNode {
  position: number;
  depth: number;
  parents: Draft[];
  /** The same list as `parents` where nothing is needed beside them. */
  needs: Draft[];
  children: Draft[];
  /** The same list as `children` where nothing else depends on it. */
  neededBy: Draft[];
}

/**
 * Returns the graph of the revisions, in whatever order they are given.
 * Throws REVISION_ID_INVALID, REVISION_DUPLICATE, REVISION_LABEL_TAKEN, REVISION_PARENT_MISSING,
 * REVISION_DEPENDENCY_MISSING, REVISION_SELF_LOOP or REVISION_CYCLE, each naming the files.
 */
export function buildGraph(revisions: readonly Revision[]): RevisionGraph {
  const sorted = revisions.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.path, b.path));
  const byId = indexIds(sorted);
  const byLabel = indexLabels(sorted, byId);
  const drafts = [...byId.values()];
  for (const node of drafts) linkParents(node, byId);
  for (const node of drafts) node.neededBy = node.children;
  for (const node of drafts) if (node.revision.dependsOn.length > 0) linkDependencies(node, byId, byLabel);
  const nodes = orderNodes(drafts);
  for (const node of nodes) {
    for (const need of node.needs) node.depth = Math.max(node.depth, need.depth + 1);
  }
  for (const node of nodes) {
    sortByPosition(node.children);
    if (node.neededBy !== node.children) sortByPosition(node.neededBy);
  }
  let labels: ReadonlyMap<GraphNode, readonly string[]> | undefined;
  return {
    nodes,
    byId,
    byLabel,
    spreadLabels: () => {
      labels ??= byLabel.size === 0 ? new Map() : spreadLabels(nodes);
      return labels;
    },
  };
}

/** The revision of this exact id. */
export function getRevision(graph: RevisionGraph, id: string): Revision | undefined {
  return graph.byId.get(id)?.revision;
}

/** The revisions that no other follows, in the graph's order. */
export function headsOf(graph: RevisionGraph): readonly Revision[] {
  return revisionsOf(graph.nodes.filter((node) => node.children.length === 0));
}

/** The heads that no other revision depends on either: what `heads` means, and the rows after `upgrade heads`. */
export function realHeadsOf(graph: RevisionGraph): readonly Revision[] {
  return revisionsOf(graph.nodes.filter((node) => node.neededBy.length === 0));
}

/** The revisions that follow no other, in the graph's order. */
export function basesOf(graph: RevisionGraph): readonly Revision[] {
  return revisionsOf(graph.nodes.filter((node) => node.parents.length === 0));
}

/** All that this revision needs, directly or not, without itself, in the graph's order. */
export function ancestorsOf(graph: RevisionGraph, revision: Revision): readonly Revision[] {
  return revisionsOf(inOrder(withNeeds(nodeOf(graph, revision).needs)));
}

/** The revision's branch labels and those that spread to it from its branch, as Alembic shows them; sorted. */
export function labelsOf(graph: RevisionGraph, revision: Revision): readonly string[] {
  return graph.spreadLabels().get(nodeOf(graph, revision)) ?? [];
}

function revisionsOf(nodes: readonly GraphNode[]): readonly Revision[] {
  return nodes.map((node) => node.revision);
}

/** The revision's node. Throws REVISION_UNKNOWN for a revision of another history. */
export function nodeOf(graph: RevisionGraph, revision: Revision): GraphNode {
  const node = graph.byId.get(revision.id);
  if (node === undefined) throw fail("REVISION_UNKNOWN", `Revision "${revision.id}" is not in this history`);
  return node;
}

function indexIds(revisions: readonly Revision[]): ReadonlyMap<string, Draft> {
  const byId = new Map<string, Draft>();
  for (const revision of revisions) {
    checkId(revision);
    const twin = byId.get(revision.id)?.revision;
    if (twin !== undefined) {
      throw fail(
        "REVISION_DUPLICATE",
        `Two files have the revision id "${revision.id}": ${twin.path}, ${revision.path}`,
        {
          details: { id: revision.id, paths: [twin.path, revision.path] },
        },
      );
    }
    const none: Draft[] = [];
    byId.set(revision.id, {
      revision,
      position: UNSEEN,
      depth: 0,
      parents: none,
      needs: none,
      children: none,
      neededBy: none,
    });
  }
  return byId;
}

function indexLabels(revisions: readonly Revision[], byId: ReadonlyMap<string, Draft>): ReadonlyMap<string, Draft> {
  const byLabel = new Map<string, Draft>();
  for (const revision of revisions) {
    if (revision.labels.length === 0) continue;
    const node = byId.get(revision.id);
    for (const label of node === undefined ? [] : new Set(revision.labels)) {
      checkLabel(revision, label);
      const other = (byId.get(label) ?? byLabel.get(label))?.revision;
      if (other !== undefined) {
        const message = `Branch name '${label}' in revision ${revision.id} already used by revision ${other.id}: ${revision.path}, ${other.path}`;
        throw fail("REVISION_LABEL_TAKEN", message, { details: { label, paths: [revision.path, other.path] } });
      }
      if (node !== undefined) byLabel.set(label, node);
    }
  }
  return byLabel;
}

// Most histories are long lines without dependencies: their nodes share the lists that are equal, and a list of one stays that small.

function linkParents(node: Draft, byId: ReadonlyMap<string, Draft>): void {
  const { revision } = node;
  const { downRevisions } = revision;
  if (downRevisions.length === 0) return;
  const parents: Draft[] = [];
  for (const id of unique(downRevisions)) {
    const parent = byId.get(id);
    if (parent === undefined) throw parentMissing(revision, id, byId);
    if (parent === node) throw selfLoop(revision, "follows");
    parents.push(parent);
    if (parent.children.length === 0) parent.children = [node];
    else parent.children.push(node);
  }
  node.parents = parents;
  node.needs = parents;
}

/** To be called when all parents are linked. */
function linkDependencies(node: Draft, byId: ReadonlyMap<string, Draft>, byLabel: ReadonlyMap<string, Draft>): void {
  const { revision } = node;
  for (const name of unique(revision.dependsOn)) {
    const needed = byId.get(name) ?? byLabel.get(name) ?? byPrefix(revision, name, byId);
    if (needed === node) throw selfLoop(revision, "depends on");
    if (node.needs.includes(needed)) continue;
    if (needed.neededBy === needed.children) needed.neededBy = [...needed.children];
    node.needs = [...node.needs, needed];
    needed.neededBy.push(node);
  }
}

function unique(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)];
}

function sortByPosition(nodes: Draft[]): void {
  if (nodes.length > 1) nodes.sort((a, b) => a.position - b.position);
}

/** The one revision whose id begins with `name`. */
function byPrefix(revision: Revision, name: string, byId: ReadonlyMap<string, Draft>): Draft {
  const found = name === "" ? [] : [...byId.values()].filter((node) => node.revision.id.startsWith(name));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const ids = found.map((node) => node.revision.id);
  const what =
    ids.length === 0
      ? `which no revision or branch is called${didYouMean(name, byId.keys())}`
      : `but several revisions begin so: ${ids.join(", ")}`;
  throw fail(
    "REVISION_DEPENDENCY_MISSING",
    `Revision "${revision.id}" depends on "${name}", ${what}: ${revision.path}`,
    {
      details: { id: revision.id, dependency: name, path: revision.path },
    },
  );
}

function parentMissing(revision: Revision, parent: string, byId: ReadonlyMap<string, Draft>): Error {
  const meant = didYouMean(parent, byId.keys());
  const message = `Revision "${revision.id}" follows "${parent}", which no file has${meant}: ${revision.path}`;
  return fail("REVISION_PARENT_MISSING", message, { details: { id: revision.id, parent, path: revision.path } });
}

function selfLoop(revision: Revision, verb: "follows" | "depends on"): Error {
  const kind = verb === "follows" ? "Self-loop" : "Dependency self-loop";
  const message = `${kind} is detected: revision "${revision.id}" ${verb} itself: ${revision.path}`;
  return fail("REVISION_SELF_LOOP", message, { details: { id: revision.id, path: revision.path } });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
