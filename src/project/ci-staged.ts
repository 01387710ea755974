import type { RevisionGraph } from "../revisions/graph.ts";
import type { GraphNode } from "../revisions/graph-node.ts";
import { fileStart, placeIn } from "./ci-place.ts";
import type { CiFinding, CiFound } from "./ci-result.ts";
import { names, type Repository } from "./git.ts";

/** What is about to be committed. */
interface Staged {
  readonly repository: Repository;
  /** Names of the staged files, as git gives them. */
  readonly staged: ReadonlySet<string>;
  /** Path of limbeck.lock, whether it is there or not. */
  readonly lock: string;
}

/** Whether what would be committed is what is judged, and holds together for whoever checks it out. */
export async function checkStaged(graph: RevisionGraph, { repository, staged, lock }: Staged): Promise<CiFound> {
  const { git, nameOf } = repository;
  const nameOfNode = ({ revision }: GraphNode) => nameOf(revision.path) ?? "";
  const judged = graph.nodes.filter((node) => staged.has(nameOfNode(node)));
  const lockName = nameOf(lock);
  const own = judged.map(nameOfNode);
  const listed = [...own, ...(lockName === undefined ? [] : [lockName])];
  const loose = new Set(names(await git("diff", "--name-only", "-z", "--", ...listed)));
  if (lockName !== undefined) {
    for (const name of names(await git("ls-files", "--others", "-z", "--", lockName))) loose.add(name);
  }
  const needs = [...new Set(judged.flatMap((node) => node.needs))].map(nameOfNode);
  // What is in the index is committed with it, or was before.
  const kept = new Set(needs.length === 0 ? [] : names(await git("ls-files", "-z", "--", ...needs)));
  const findings = judged.flatMap((node) => [
    ...(loose.has(nameOfNode(node)) ? [otherwiseStaged(node, nameOfNode(node))] : []),
    ...node.needs
      .filter((need) => !kept.has(nameOfNode(need)))
      .map((need) => looseParent(node, need, nameOfNode(need))),
  ]);
  const count = `${judged.length} staged file${judged.length === 1 ? "" : "s"}`;
  const isLockLoose = lockName !== undefined && loose.has(lockName);
  return { about: count, findings: isLockLoose ? [...findings, looseLock(lock, lockName)] : findings };
}

function otherwiseStaged({ revision }: GraphNode, name: string): CiFinding {
  return {
    severity: "error",
    rule: "otherwise-staged",
    message: `"${name}" has changes that aren't staged`,
    why: "What is judged here isn't what would be committed.",
    details: [],
    instead: { text: `git add ${name}` },
    revision: revision.id,
    place: fileStart(revision.path),
  };
}

function looseParent({ revision }: GraphNode, { revision: need }: GraphNode, name: string): CiFinding {
  return {
    severity: "error",
    rule: "parent-not-committed",
    message: `Revision "${revision.id}" comes after "${need.id}", which isn't under version control`,
    why: "Whoever checks this commit out has a history that doesn't hold together.",
    details: [],
    instead: { text: `Commit it, too: git add ${name}` },
    revision: revision.id,
    place: placeIn(revision, "parents"),
  };
}

/** Not an error: a revision is committed before others approve it. */
function looseLock(path: string, name: string): CiFinding {
  return {
    severity: "warning",
    rule: "lock-not-staged",
    message: `"${name}" has changes that this commit leaves out`,
    why: "Approvals and evidence count for others when they are committed.",
    details: [],
    instead: { text: `git add ${name}` },
    place: fileStart(path),
  };
}
