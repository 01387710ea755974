import type { PythonHeader, PythonStep } from "../bridge/run-commands.ts";
import type { RunSession } from "../bridge/run-session.ts";
import type { RevisionGraph } from "../revisions/graph.ts";
import { idsOf } from "../revisions/graph-node.ts";
import type { Step } from "../revisions/path.ts";
import type { Guest } from "../run/guest.ts";

/** The Python process as the runner sees it: it carries out one revision after the other. */
export function pythonGuest(session: RunSession, graph: RevisionGraph): Guest {
  return {
    begin: (steps, orders) =>
      session.begin({
        ...orders,
        steps: steps.map(({ step, ...ordered }) => ({ ...ordered, step: pythonStep(graph, step) })),
      }),
    told: session.told,
    cancel: session.cancel,
  };
}

/** A step as Python takes it. */
export function pythonStep(graph: RevisionGraph, { revision, direction, rows }: Step): PythonStep {
  const { id, path, message, downRevisions } = revision;
  const needs = idsOf(graph.byId.get(id)?.needs ?? []);
  return { revision: id, direction, path, message, downRevisions, needs, rows };
}

/** The whole graph, for the hooks of env.py and the revisions that look at it. */
export function pythonHeaders(graph: RevisionGraph): readonly PythonHeader[] {
  return graph.nodes.map(({ revision: { id, downRevisions, dependsOn, labels, message, path } }) => ({
    revision: id,
    downRevisions,
    dependsOn,
    labels,
    message,
    path,
  }));
}
