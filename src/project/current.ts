import { type RevisionGraph, realHeadsOf } from "../revisions/graph.ts";
import { withNeeds } from "../revisions/graph-node.ts";
import { nodesOfRows } from "../revisions/lookup.ts";
import { rowsOf, withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import type { CurrentResult } from "./results.ts";
import { currentRevisions, infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** Where the database stands. Errors: REVISION_NOT_IN_FILES when it's at a revision that no file has. */
export const current: UseCases["current"] = async (options) => {
  const project = await openProject(options);
  return withDatabase(project, "read", async (database) => {
    const rows = await rowsOf(database);
    const place = await project.answer({ name: "current", about: rows }, (graph) => placeIn(graph, rows));
    return { database: database.display, ...place };
  });
};

function placeIn(graph: RevisionGraph, rows: readonly string[]): Omit<CurrentResult, "database"> {
  const applied = withNeeds(nodesOfRows(graph, rows));
  const shown = currentRevisions(graph, rows);
  const missing = realHeadsOf(graph).filter((head) => ![...applied].some((node) => node.revision === head));
  return {
    revisions: [...shown].map((revision) => infoOf(graph, revision, shown)),
    isAtHeads: missing.length === 0,
    missingHeads: missing.map((head) => head.id),
  };
}
