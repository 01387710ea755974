import { openProject } from "./open.ts";
import { infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions that several others follow, and those, newest first. */
export const branches: UseCases["branches"] = async (options) => {
  const project = await openProject(options);
  return project.answer({ name: "branches", about: null }, (graph) => {
    const points = graph.nodes.filter((node) => node.children.length > 1);
    return points.toReversed().map((point) => ({
      ...infoOf(graph, point.revision),
      children: point.children.map((child) => infoOf(graph, child.revision)),
    }));
  });
};
