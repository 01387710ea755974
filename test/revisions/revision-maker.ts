import { isLimbeckError, type LimbeckError } from "../../src/base/error.ts";
import { buildGraph, type RevisionGraph } from "../../src/revisions/graph.ts";
import type { Revision } from "../../src/revisions/revision.ts";

interface Extras {
  readonly dependsOn?: readonly string[];
  readonly labels?: readonly string[];
  readonly path?: string;
}

/** A revision for a graph: no file behind it. `parents` is one id, several, or none for a base. */
export function revision(id: string, parents: string | readonly string[] = [], extras: Extras = {}): Revision {
  return {
    id,
    downRevisions: typeof parents === "string" ? [parents] : parents,
    dependsOn: extras.dependsOn ?? [],
    labels: extras.labels ?? [],
    message: `make ${id}`,
    path: extras.path ?? `versions/${id}.ts`,
    format: "ts",
    checksum: "",
  };
}

/** A history in one text: `a, b < a, c < a & x # label, m < b c` (parents, dependencies and labels, each optional). */
export function history(text: string): readonly Revision[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const list = (mark: string): readonly string[] =>
        (new RegExp(`${mark}([^<&#]*)`).exec(part)?.[1] ?? "").split(" ").filter((word) => word !== "");
      const id = /^[^<&#\s]*/.exec(part)?.[0] ?? "";
      return revision(id, list("<"), { dependsOn: list("&"), labels: list("#") });
    });
}

/** The graph of such a text. */
export function graphOf(text: string): RevisionGraph {
  return buildGraph(history(text));
}

/** The code of the error that `run` throws; undefined when it throws none. */
export function codeOf(run: () => unknown): string | undefined {
  return errorOf(run)?.code;
}

/** The coded error that `run` throws; undefined when it throws none. */
export function errorOf(run: () => unknown): LimbeckError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (isLimbeckError(error)) return error;
    throw error;
  }
}
