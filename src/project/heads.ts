import { headsOf, realHeadsOf } from "../revisions/graph.ts";
import { openProject } from "./open.ts";
import { infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions that no other follows. */
export const heads: UseCases["heads"] = async (options, input) => {
  const graph = (await openProject(options)).graph();
  const found = input.resolveDependencies === true ? realHeadsOf(graph) : headsOf(graph);
  return found.map((revision) => infoOf(graph, revision));
};
