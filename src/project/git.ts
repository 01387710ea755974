import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve as resolvePath, sep } from "node:path";
import { messageOf } from "../base/error.ts";

/** A work tree of git. */
export interface Repository {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** Runs git in the root, and returns what it prints. Errors: GitError where it fails. */
  readonly git: (...words: readonly string[]) => Promise<string>;
  /** The path as git names it: from the root on, with slashes. Undefined where it lies elsewhere. */
  readonly nameOf: (path: string) => string | undefined;
  /** The root, as a path that goes the way of a directory in it, through the same symbolic links. */
  readonly rootFrom: (directory: string) => string;
}

/** That git didn't do what it was asked, in its own words. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** The work tree around a directory; a text says why there is none. */
export async function repositoryAround(directory: string): Promise<Repository | string> {
  let root: string;
  try {
    root = (await run(directory, ["rev-parse", "--show-toplevel"])).trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return error.message;
  }
  return {
    root,
    git: (...words) => run(root, words),
    nameOf: (path) => {
      const name = relative(root, realPath(path)).split(sep).join("/");
      return name === ".." || name.startsWith("../") ? undefined : name;
    },
    rootFrom: (directory) => resolvePath(directory, relative(realPath(directory), root)),
  };
}

/** True when the file is under version control as it is now. */
export async function isCommitted(path: string): Promise<boolean> {
  const git = (...words: readonly string[]) => run(dirname(path), words);
  try {
    const tracked = await git("ls-files", "--", basename(path));
    return tracked !== "" && (await git("status", "--porcelain", "--", basename(path))) === "";
  } catch (error) {
    // No git, or no repository here: nothing is under version control.
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** The names in what git prints with `-z`. */
export function names(output: string): readonly string[] {
  return output.split("\0").filter((name) => name !== "");
}

/** Plenty for the names of a hundred thousand files. */
const MOST_BYTES = 256 * 1024 * 1024;

function run(directory: string, words: readonly string[]): Promise<string> {
  // A hook of git has its repository in the environment, by which git would take any directory for the root. The index stays: it is the
  // one that is to be committed, and git reads a relative name of it from the root.
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_PREFIX: ___, ...env } = process.env;
  const options = { cwd: directory, env: { ...env, LC_ALL: "C" }, maxBuffer: MOST_BYTES };
  return new Promise((resolve, reject) => {
    execFile("git", ["-c", "core.quotePath=false", ...words], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const isMissing = "code" in error && error.code === "ENOENT";
      reject(new GitError(isMissing ? "there is no git here" : firstLine(stderr) || messageOf(error)));
    });
  });
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/^fatal: /, "") ?? "";
}

/** The path without symbolic links; of a file that is gone, that of the place that it had. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}
