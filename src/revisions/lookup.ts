import { didYouMean, nearest } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import type { RevisionGraph } from "./graph.ts";
import { RESERVED } from "./graph-names.ts";
import { type GraphNode, inOrder, lineageOf } from "./graph-node.ts";

/** A branch that a target names: what stood before the `@`, and the revisions on it. */
export interface Branch {
  readonly name: string;
  readonly node: GraphNode;
  /** The node, its ancestors and its descendants along the parents. */
  readonly lineage: ReadonlySet<GraphNode>;
}

/**
 * The node of an id, a branch label, or the beginning of one; on the branch, where one is given.
 * Throws REVISION_UNKNOWN, REVISION_AMBIGUOUS or REVISION_NOT_ON_BRANCH.
 */
export function findNode(graph: RevisionGraph, name: string, branch?: Branch): GraphNode {
  const exact = graph.byId.get(name) ?? graph.byLabel.get(name);
  if (exact !== undefined) return onBranch(exact, branch);
  const all = beginningWith(graph, name);
  const found = all.filter((node) => branch?.lineage.has(node) ?? true);
  const [node] = found;
  if (node === undefined) throw all[0] === undefined ? unknown(graph, name) : notOnBranch(all[0], branch);
  if (found.length > 1) throw ambiguous(name, found);
  return node;
}

/**
 * As `findNode`, but the node may lie off the branch: that only decides between several that begin so.
 * Throws REVISION_UNKNOWN, REVISION_AMBIGUOUS or REVISION_NOT_ON_BRANCH.
 */
export function findNodeAnywhere(graph: RevisionGraph, name: string, branch?: Branch): GraphNode {
  const exact = graph.byId.get(name) ?? graph.byLabel.get(name);
  const [only, ...more] = exact === undefined ? beginningWith(graph, name) : [exact];
  return only !== undefined && more.length === 0 ? only : findNode(graph, name, branch);
}

/** The branch of a label, an id, or the beginning of one. Throws REVISION_BRANCH_UNKNOWN or REVISION_AMBIGUOUS. */
export function findBranch(graph: RevisionGraph, name: string): Branch {
  const exact = graph.byLabel.get(name) ?? graph.byId.get(name);
  const found = exact === undefined ? beginningWith(graph, name) : [exact];
  const [node] = found;
  if (found.length > 1) throw ambiguous(name, found);
  if (node === undefined) {
    const meant = didYouMean(name, [...graph.byLabel.keys(), ...graph.byId.keys()]);
    throw fail("REVISION_BRANCH_UNKNOWN", `No such branch: '${name}'${meant}`, { details: { branch: name } });
  }
  return { name, node, lineage: lineageOf(node) };
}

/**
 * The nodes of the ids that a version table holds, each once, in the graph's order.
 * Throws REVISION_NOT_IN_FILES where the database is ahead of the files.
 */
export function nodesOfRows(graph: RevisionGraph, rows: readonly string[]): readonly GraphNode[] {
  const missing = rows.filter((id) => !graph.byId.has(id));
  if (missing.length > 0) {
    const ids = missing.map((id) => `"${id}"`).join(", ");
    throw fail("REVISION_NOT_IN_FILES", `The database is at revision ${ids}, which no file has`, {
      details: { missing, rows },
    });
  }
  return inOrder(rows.flatMap((id) => graph.byId.get(id) ?? []));
}

/** Nodes whose id or label begins so, as Alembic finds them: names of fewer than four characters don't count. */
function beginningWith(graph: RevisionGraph, name: string): readonly GraphNode[] {
  const begins = (whole: string): boolean => whole.length > 3 && whole.startsWith(name);
  const labelled = [...graph.byLabel].filter(([label]) => begins(label)).map(([, node]) => node);
  return inOrder([...graph.nodes.filter((node) => begins(node.revision.id)), ...labelled]);
}

function onBranch(node: GraphNode, branch: Branch | undefined): GraphNode {
  if (branch?.lineage.has(node) ?? true) return node;
  throw notOnBranch(node, branch);
}

function notOnBranch(node: GraphNode, branch: Branch | undefined): Error {
  return fail("REVISION_NOT_ON_BRANCH", `Revision ${node.revision.id} is not a member of branch '${branch?.name}'`, {
    details: { id: node.revision.id, branch: branch?.name },
  });
}

function ambiguous(name: string, found: readonly GraphNode[]): Error {
  const names = found.map(({ revision }) => [revision.id, ...revision.labels].find((each) => each.startsWith(name)));
  const shown = names
    .slice(0, 5)
    .map((each) => `"${each}"`)
    .join(", ");
  const more = found.length > 5 ? ` and ${found.length - 5} more` : "";
  return fail("REVISION_AMBIGUOUS", `Multiple revisions start with '${name}': ${shown}${more}`, {
    details: { name, candidates: names },
  });
}

function unknown(graph: RevisionGraph, name: string): Error {
  const meant = nearest(name, [...RESERVED, ...graph.byLabel.keys(), ...graph.byId.keys()]);
  const message = `Can't locate revision identified by '${name}'`;
  return fail("REVISION_UNKNOWN", meant === undefined ? message : `${message} (did you mean "${meant}"?)`, {
    details: { name, ...(meant === undefined ? {} : { nearest: meant }) },
  });
}
