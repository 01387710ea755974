import { existsSync } from "node:fs";
import type { RevisionGraph } from "../revisions/graph.ts";
import type { Revision } from "../revisions/revision.ts";
import { fileStart } from "./ci-place.ts";
import type { CiFinding, CiFound } from "./ci-result.ts";
import type { CiScope } from "./ci-scope.ts";
import { checkStaged } from "./ci-staged.ts";
import type { Repository } from "./git.ts";
import { lockPath } from "./lock-file.ts";
import type { Project } from "./open.ts";
import { approvalOf } from "./review.ts";

/**
 * Whether what would be deployed is what lies here: revisions and limbeck.lock are committed, and what the base has is as it was. With
 * `--staged`, whether what would be committed is.
 */
export async function checkFiles({ settings }: Project, scope: CiScope, graph: RevisionGraph): Promise<CiFound> {
  const { repository, base, staged } = scope;
  if (typeof repository === "string") return { status: "notAsked", about: repository, findings: [] };
  if (staged !== undefined) return checkStaged(graph, { repository, staged, lock: lockPath(settings) });
  const revisions = graph.nodes.map((node) => node.revision);
  const lock = lockPath(settings);
  const paths = [...revisions.map(({ path }) => path), ...(existsSync(lock) ? [lock] : [])];
  const states = await statesOf(repository, [...settings.locations, lock]);
  const loose = paths.flatMap((path) => {
    const name = repository.nameOf(path);
    const state = name === undefined ? "lies outside of the repository" : states.get(name);
    return state === undefined ? [] : [looseFile(path, name ?? path, state)];
  });
  const edited = base === undefined ? [] : changedFiles({ ...scope, base, repository }, revisions);
  const beside = base === undefined ? "" : `, beside ${base.ref}`;
  return { about: `${paths.length} file${paths.length === 1 ? "" : "s"}${beside}`, findings: [...loose, ...edited] };
}

/** What is the matter with each file that isn't committed as it is, by its name. */
async function statesOf({ git, nameOf }: Repository, places: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const under = places.flatMap((path) => nameOf(path) ?? []).map((name) => name || ".");
  if (under.length === 0) return new Map();
  const listing = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching"];
  const output = await git(...listing, "--", ...under);
  return new Map(
    output
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => [entry.slice(3), stateOf(entry.slice(0, 2))]),
  );
}

function stateOf(letters: string): string {
  if (letters === "!!") return "is ignored by git";
  if (letters === "??") return "isn't under version control";
  return letters.startsWith("A") ? "is new, and not committed" : "has changes that aren't committed";
}

function looseFile(path: string, name: string, state: string): CiFinding {
  return {
    severity: "error",
    rule: "not-committed",
    message: `"${name}" ${state}`,
    why: "What runs elsewhere is what is committed, not what was judged here.",
    details: [],
    instead: {
      text:
        state === "is ignored by git"
          ? `Take it out of .gitignore; git check-ignore -v ${name} says where`
          : "Commit it",
    },
    place: fileStart(path),
  };
}

/** Files that the base has, and with it databases: they are not to change. */
function changedFiles(
  {
    base,
    repository,
    lock,
  }: CiScope & { readonly base: NonNullable<CiScope["base"]>; readonly repository: Repository },
  revisions: readonly Revision[],
): readonly CiFinding[] {
  const edited = revisions
    .filter(({ path }) => base.edited.has(repository.nameOf(path) ?? ""))
    .map((revision): CiFinding => {
      const isApproved = approvalOf(lock, revision) !== undefined;
      return {
        severity: isApproved ? "note" : "error",
        rule: "edited",
        message: `Revision "${revision.id}" isn't as ${base.ref} has it${isApproved ? ", and is approved as it is now" : ""}`,
        why: "Databases that have it will never see the change, and `upgrade` refuses to go on there before `limbeck repair --accept` settles it.",
        details: [],
        instead: {
          text: `Take the edit back (git checkout ${base.commit.slice(0, 12)} -- ${repository.nameOf(revision.path) ?? ""}), and make a new revision of it; or let somebody approve it: limbeck review ${revision.id} --approve`,
        },
        revision: revision.id,
        place: fileStart(revision.path),
      };
    });
  const gone = base.gone
    .filter((name) => /\.(?:[cm]?[jt]s|sql|py)$/.test(name))
    .map(
      (name): CiFinding => ({
        severity: "error",
        rule: "gone",
        message: `"${name}" is on ${base.ref}, and isn't here any more`,
        why: "Databases that have the revision are at one that no file has, and can be moved neither up nor down.",
        details: [],
        instead: { text: `Put it back: git checkout ${base.commit.slice(0, 12)} -- ${name}` },
      }),
    );
  return [...edited, ...gone];
}
