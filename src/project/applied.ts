import type { RevisionGraph } from "../revisions/graph.ts";
import { inOrder, withNeeds } from "../revisions/graph-node.ts";
import type { Revision } from "../revisions/revision.ts";

/** The revisions that a database with these rows has run, in the graph's order. Rows that no file has count for nothing. */
export function appliedRevisions(graph: RevisionGraph, rows: readonly string[]): readonly Revision[] {
  const known = rows.flatMap((id) => graph.byId.get(id) ?? []);
  return inOrder(withNeeds(known)).map((node) => node.revision);
}
