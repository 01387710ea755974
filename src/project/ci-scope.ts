import type { RevisionGraph } from "../revisions/graph.ts";
import type { Revision } from "../revisions/revision.ts";
import { type Base, findBase, type SinceBase, sinceBase } from "./ci-base.ts";
import { fail } from "./errors.ts";
import { names, type Repository, repositoryAround } from "./git.ts";
import { type LockFile, lockPath, readLockFile } from "./lock-file.ts";
import type { Project } from "./open.ts";
import { approvalOf } from "./review.ts";
import type { CiInput, GlobalOptions } from "./use-cases.ts";

/** What the checks of one call look at. */
export interface CiScope {
  /** A text says why there is none. */
  readonly repository: Repository | string;
  readonly base?: Base & SinceBase;
  /** Names of the staged files among the revisions and beside them, as git gives them; present with `--staged`. */
  readonly staged?: ReadonlySet<string>;
  readonly lock: LockFile;
  /** Which of the revisions are judged one by one, and that in words. */
  readonly judged: (graph: RevisionGraph) => { readonly revisions: readonly Revision[]; readonly about: string };
}

/**
 * The staged revisions; or those that the base hasn't, where one is named; or else those that nobody has approved, in a project that has
 * approvals; or all. Errors: CI_BASE_UNKNOWN, CI_NO_REPOSITORY, LOCK_FILE_*.
 */
export async function ciScope(project: Project, options: GlobalOptions, input: CiInput): Promise<CiScope> {
  const { settings } = project;
  const repository = await repositoryAround(settings.directory);
  const lock = readLockFile(lockPath(settings));
  const places = { repository, lock };
  if (input.staged === true) {
    if (typeof repository === "string")
      throw fail("CI_NO_REPOSITORY", `--staged needs a repository: ${repository}`, { details: { reason: repository } });
    const staged = await stagedIn(repository, project);
    const isStaged = ({ path }: Revision) => staged.has(repository.nameOf(path) ?? "");
    return {
      ...places,
      staged,
      judged: (graph) => counted(revisionsOf(graph).filter(isStaged), (count) => `${count} staged`),
    };
  }
  const base = input.all === true ? undefined : await findBase(repository, options, input.base);
  if (base !== undefined && typeof repository !== "string") {
    const since = await sinceBase(repository, base, settings.locations);
    const isNew = ({ path }: Revision) => {
      const name = repository.nameOf(path) ?? "";
      return since.added.has(name) || since.edited.has(name);
    };
    return {
      ...places,
      base: { ...base, ...since },
      judged: (graph) => counted(revisionsOf(graph).filter(isNew), (count) => `${count} that ${base.ref} hasn't`),
    };
  }
  const hasApprovals = Object.keys(lock.reviewed).length > 0;
  if (input.all === true || !hasApprovals) {
    return { ...places, judged: (graph) => allOf(graph) };
  }
  const isOpen = (revision: Revision) => approvalOf(lock, revision) === undefined;
  return {
    ...places,
    judged: (graph) => counted(revisionsOf(graph).filter(isOpen), (count) => `${count} that nobody has approved`),
  };
}

function allOf(graph: RevisionGraph) {
  const revisions = revisionsOf(graph);
  return { revisions, about: `all revisions (${revisions.length})` };
}

/** In the graph's order. */
function revisionsOf(graph: RevisionGraph): readonly Revision[] {
  return graph.nodes.map((node) => node.revision);
}

function counted(revisions: readonly Revision[], words: (count: string) => string) {
  const count = `${revisions.length} revision${revisions.length === 1 ? "" : "s"}`;
  return { revisions, about: words(count) };
}

/** Whatever has become of them: a revision that is taken away counts, too. */
async function stagedIn({ git, nameOf }: Repository, { settings }: Project): Promise<ReadonlySet<string>> {
  const places = [...settings.locations, lockPath(settings)].flatMap((path) => nameOf(path) ?? []);
  if (places.length === 0) return new Set();
  return new Set(names(await git("diff", "--cached", "--name-only", "--no-renames", "-z", "--", ...places)));
}
