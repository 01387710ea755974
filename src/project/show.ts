import { resolveRevisions } from "../revisions/target.ts";
import { infoOf } from "./revision-info.ts";
import { namesCurrent, projectWithRows } from "./targets.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions that a target names; none for `base`. */
export const show: UseCases["show"] = async (options, { revision }) => {
  const { project, rows } = await projectWithRows(options, namesCurrent(revision));
  return project.answer({ name: "show", about: [revision, rows] }, (graph) =>
    resolveRevisions(graph, revision, rows).map((found) => infoOf(graph, found)),
  );
};
