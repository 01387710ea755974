import { execFileSync } from "node:child_process";

/** Runs git in a directory as somebody who has no config of their own, and returns what it prints. */
export function git(directory: string, ...words: readonly string[]): string {
  const env = { PATH: process.env["PATH"], ...NOBODY };
  return execFileSync("git", words, { cwd: directory, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Makes a repository of a directory, with all that is in it committed on `main`. */
export function repositoryIn(directory: string): void {
  git(directory, "init", "--quiet", "--initial-branch=main");
  commitAll(directory, "begin");
}

/** Commits all that there is, past every hook. */
export function commitAll(directory: string, message: string): void {
  git(directory, "add", "--all");
  git(directory, "commit", "--quiet", "--no-verify", "--message", message);
}

const NOBODY = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "ann",
  GIT_AUTHOR_EMAIL: "ann@example.org",
  GIT_COMMITTER_NAME: "ann",
  GIT_COMMITTER_EMAIL: "ann@example.org",
};
