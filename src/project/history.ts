import { historyRange } from "../revisions/history-range.ts";
import { currentRevisions, infoOf } from "./revision-info.ts";
import { namesCurrent, projectWithRows } from "./targets.ts";
import type { UseCases } from "./use-cases.ts";

/** The revisions of a range, or all, newest first. */
export const history: UseCases["history"] = async (options, { range, indicateCurrent }) => {
  const isMarked = indicateCurrent === true;
  const { project, rows } = await projectWithRows(options, isMarked || (range !== undefined && namesCurrent(range)));
  return project.answer({ name: "history", about: [range, isMarked, rows] }, (graph) => {
    const current = isMarked ? currentRevisions(graph, rows ?? []) : undefined;
    return historyRange(graph, range, rows ?? []).map((revision) => infoOf(graph, revision, current));
  });
};
