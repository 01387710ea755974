import { overlapAmong } from "../revisions/graph-node.ts";
import { fail } from "./errors.ts";
import { parentsFor, placeRevision, writeRevision } from "./new-revision.ts";
import { openProject } from "./open.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * Writes a revision that follows several others and changes nothing itself.
 * Errors: REVISION_MERGE_TOO_FEW, REVISION_MERGE_OVERLAP, REVISION_NOT_A_HEAD, and those of writing a revision.
 */
export const merge: UseCases["merge"] = async (options, input) => {
  const project = await openProject(options);
  const graph = await project.graph();
  const parents = parentsFor(graph, { heads: input.revisions, splice: input.splice ?? false });
  if (parents.length < 2) {
    const named = parents.length === 0 ? "none" : `"${parents[0]?.id}" only`;
    throw fail("REVISION_MERGE_TOO_FEW", `${input.revisions.join(" ")} names ${named}: there is nothing to merge`);
  }
  const lower = overlapAmong(parents.flatMap((parent) => graph.byId.get(parent.id) ?? []));
  if (lower !== undefined) {
    throw fail("REVISION_MERGE_OVERLAP", `"${lower.revision.id}" is already included in another one of the revisions`, {
      details: { revision: lower.revision.id },
    });
  }
  const placed = await placeRevision(project, options.cwd, {
    parents,
    message: input.message ?? `merge ${parents.map((parent) => parent.id).join(" and ")}`,
    revId: input.revId,
    labels: input.branchLabels ?? [],
    dependsOn: [],
    format: project.settings.format,
  });
  const written = await writeRevision(project, options, { placed, body: { upgrade: "", downgrade: "", imports: [] } });
  return { kind: "written", ...written, changes: [], warnings: [] };
};
