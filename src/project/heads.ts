import { headsOf, realHeadsOf } from "../revisions/graph.ts";
import { openProject } from "./open.ts";
import { infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions that no other follows. */
export const heads: UseCases["heads"] = async (options, input) => {
  const project = await openProject(options);
  const headsIn = input.resolveDependencies === true ? realHeadsOf : headsOf;
  return project.answer({ name: "heads", about: { realHeads: input.resolveDependencies === true } }, (graph) =>
    headsIn(graph).map((revision) => infoOf(graph, revision)),
  );
};
