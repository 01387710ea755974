import { realHeadsOf } from "../revisions/graph.ts";
import { withNeeds } from "../revisions/graph-node.ts";
import { nodesOfRows } from "../revisions/lookup.ts";
import { rowsOf, withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import { currentRevisions, infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** Where the database stands. Errors: REVISION_NOT_IN_FILES when it's at a revision that no file has. */
export const current: UseCases["current"] = async (options) => {
  const project = await openProject(options);
  const graph = project.graph();
  return withDatabase(project, "read", async (database) => {
    const rows = await rowsOf(database);
    const applied = withNeeds(nodesOfRows(graph, rows));
    const shown = currentRevisions(graph, rows);
    const missing = realHeadsOf(graph).filter((head) => ![...applied].some((node) => node.revision === head));
    return {
      database: database.display,
      revisions: [...shown].map((revision) => infoOf(graph, revision, shown)),
      isAtHeads: missing.length === 0,
      missingHeads: missing.map((head) => head.id),
    };
  });
};
