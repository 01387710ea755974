import { fail } from "./errors.ts";
import { GitError, names, type Repository } from "./git.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** The state of the branch that a change is to be merged into. */
export interface Base {
  /** As it was named. */
  readonly ref: string;
  /** How it was known: an option, or a variable of the pipeline. */
  readonly from: string;
  /** The commit in which the histories part. */
  readonly commit: string;
}

/** Where the files stand beside the base, by the names that git gives them. */
export interface SinceBase {
  /** That the base hasn't, under version control or not. */
  readonly added: ReadonlySet<string>;
  /** That the base has, and that read otherwise now. */
  readonly edited: ReadonlySet<string>;
  /** That the base has, and that are gone, or have both another name and another text. */
  readonly gone: readonly string[];
}

/**
 * What pipelines say of the branch that is merged into. Sources: https://docs.github.com/actions/reference/workflows-and-actions/variables,
 * https://docs.gitlab.com/ci/variables/predefined_variables/#predefined-variables-for-merge-request-pipelines.
 */
const VARIABLES: readonly (readonly [name: string, ref: (value: string) => string])[] = [
  ["CI_MERGE_REQUEST_DIFF_BASE_SHA", (commit) => commit],
  ["GITHUB_BASE_REF", (branch) => `origin/${branch}`],
];

/** The base that `--base` or the pipeline names; undefined where nobody does. Errors: CI_BASE_UNKNOWN, CI_NO_REPOSITORY. */
export async function findBase(
  repository: Repository | string,
  { env }: GlobalOptions,
  asked: string | undefined,
): Promise<Base | undefined> {
  const [name, refOf] = VARIABLES.find(([variable]) => (env[variable] ?? "") !== "") ?? [];
  const ref = asked ?? (name === undefined ? undefined : refOf?.(env[name] ?? ""));
  if (ref === undefined) return undefined;
  const from = asked === undefined ? (name ?? "") : "--base";
  if (typeof repository === "string") {
    throw fail("CI_NO_REPOSITORY", `The base "${ref}" (${from}) needs a repository: ${repository}`, {
      details: { ref, from, reason: repository },
    });
  }
  try {
    await repository.git("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  } catch (cause) {
    throw unknown(ref, from, "there is no such commit here", cause);
  }
  try {
    return { ref, from, commit: (await repository.git("merge-base", "HEAD", ref)).trim() };
  } catch (cause) {
    throw unknown(ref, from, "it and HEAD have no commit in common here", cause);
  }
}

/** What has become of the files under these directories since the base. */
export async function sinceBase(
  { git, nameOf }: Repository,
  { commit }: Base,
  directories: readonly string[],
): Promise<SinceBase> {
  const under = directories.flatMap((directory) => nameOf(directory) ?? []).map((name) => name || ".");
  if (under.length === 0) return { added: new Set(), edited: new Set(), gone: [] };
  // A file that has only another name is neither new nor gone.
  const changes = names(await git("diff", "--name-status", "-z", "-M100%", commit, "--", ...under));
  const untracked = names(await git("ls-files", "-z", "--others", "--", ...under));
  const added = new Set(untracked);
  const edited = new Set<string>();
  const gone: string[] = [];
  for (let i = 0; i < changes.length; i += 2) {
    const [kind = "", name = ""] = [changes[i], changes[i + 1]];
    if (kind.startsWith("R") || kind.startsWith("C")) i += 1;
    else if (kind === "A") added.add(name);
    else if (kind === "D") gone.push(name);
    else edited.add(name);
  }
  return { added, edited, gone };
}

function unknown(ref: string, from: string, what: string, cause: unknown): Error {
  if (!(cause instanceof GitError)) throw cause;
  return fail("CI_BASE_UNKNOWN", `The base "${ref}" (${from}) can't be compared with: ${what}`, {
    cause,
    details: { ref, from },
  });
}
