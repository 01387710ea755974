import { basesOf } from "../revisions/graph.ts";
import { openProject } from "./open.ts";
import { infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions that follow no other. */
export const bases: UseCases["bases"] = async (options) => {
  const project = await openProject(options);
  return project.answer({ name: "bases", about: null }, (graph) =>
    basesOf(graph).map((revision) => infoOf(graph, revision)),
  );
};
