import { isLimbeckError } from "../base/error.ts";
import { headsOf, labelsOf, type RevisionGraph } from "../revisions/graph.ts";
import type { Revision } from "../revisions/revision.ts";
import { fileStart, placeIn } from "./ci-place.ts";
import type { CiFinding, CiFound } from "./ci-result.ts";
import type { Project } from "./open.ts";

/** Whether the files make a history, whose branches have one head each. */
export async function checkHeads(project: Project): Promise<CiFound> {
  let graph: RevisionGraph;
  try {
    graph = await project.graph();
  } catch (error) {
    // What is wrong with the files is what this check is for; that they can't be reached isn't.
    if (!isLimbeckError(error) || !/^(?:REVISION|GRAPH)_/.test(error.code)) throw error;
    const { code, message, hint, details } = error;
    const paths = [details["path"], ...(Array.isArray(details["paths"]) ? details["paths"].toReversed() : [])];
    const path = paths.find((each) => typeof each === "string");
    const finding: CiFinding = {
      severity: "error",
      rule: code,
      message,
      details: [],
      instead: { text: hint },
      ...(path === undefined ? {} : { place: fileStart(path) }),
    };
    return { about: "the files don't make a history", findings: [finding] };
  }
  const heads = headsOf(graph);
  const findings = severalHeads(graph, heads);
  const count = graph.nodes.length;
  const ids = heads.map(({ id }) => id).join(", ");
  const named = heads.length === 1 ? `the head ${ids}` : heads.length === 0 ? "no head" : `the heads ${ids}`;
  return { about: `${count} revision${count === 1 ? "" : "s"} with ${named}`, findings };
}

/** Heads that no branch label tells apart. */
function severalHeads(graph: RevisionGraph, heads: readonly Revision[]): readonly CiFinding[] {
  const byBranch = new Map<string, Revision[]>();
  for (const head of heads) {
    const labels = labelsOf(graph, head);
    for (const label of labels.length === 0 ? [""] : labels) {
      byBranch.set(label, [...(byBranch.get(label) ?? []), head]);
    }
  }
  const told = new Set<string>();
  return [...byBranch].flatMap(([label, same]) => {
    const ids = same.map(({ id }) => id);
    const [, ...others] = same;
    const last = others.at(-1);
    if (last === undefined || told.has(ids.join())) return [];
    told.add(ids.join());
    const branch = label === "" ? "The history" : `The branch "${label}"`;
    const merge = `limbeck merge ${ids.join(" ")} -m "join"`;
    return [
      {
        severity: "error",
        rule: "several-heads",
        message: `${branch} has ${ids.length} heads: ${ids.join(", ")}`,
        why: "`upgrade head` is refused, for nobody has said in which order they come.",
        details: [],
        instead: {
          text: `Let the one that isn't applied anywhere follow the other, by its down revision; or join them: ${merge}`,
        },
        revision: last.id,
        place: placeIn(last, "parents"),
      },
    ];
  });
}
