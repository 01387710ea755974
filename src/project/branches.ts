import { childrenOf, isBranchPoint } from "../revisions/graph.ts";
import { openProject } from "./open.ts";
import { infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions that several others follow, and those, newest first. */
export const branches: UseCases["branches"] = async (options) => {
  const graph = (await openProject(options)).graph();
  const points = graph.nodes.map((node) => node.revision).filter((revision) => isBranchPoint(graph, revision));
  return points.toReversed().map((point) => ({
    ...infoOf(graph, point),
    children: childrenOf(graph, point).map((child) => infoOf(graph, child)),
  }));
};
