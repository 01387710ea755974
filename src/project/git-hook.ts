import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { messageOf } from "../base/error.ts";
import { fail } from "./errors.ts";
import { realPath, repositoryAround } from "./git.ts";

/** Where the hook before commits goes, and what it says. */
interface HookPlace {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** What another hook would have to say. */
  readonly line: string;
}

/** The config of the project, and whether it is found by that name alone. */
interface HookedConfig {
  readonly path: string;
  readonly isNamed: boolean;
}

/**
 * The hook of the repository around a directory. `core.hooksPath` is followed, and work trees share what their repository has.
 * Errors: INIT_HOOK_NO_REPOSITORY, INIT_HOOK_ELSEWHERE, INIT_HOOK_PRESENT.
 */
export async function findHookPlace(directory: string, config: HookedConfig): Promise<HookPlace> {
  const repository = await repositoryAround(directory);
  if (typeof repository === "string") {
    throw fail("INIT_HOOK_NO_REPOSITORY", `"${directory}" can't have a hook of git: ${repository}`, {
      details: { directory, reason: repository },
    });
  }
  const { root, git, nameOf } = repository;
  const hooks = resolve(root, (await git("rev-parse", "--git-path", "hooks")).trim());
  const common = resolve(root, (await git("rev-parse", "--git-common-dir")).trim());
  const project = nameOf(directory) || ".";
  const configName = nameOf(config.path) ?? config.path;
  const words = [
    ...(project === "." ? [] : ["-C", quoted(project)]),
    ...(config.isNamed ? ["-c", quoted(relative(realPath(directory), realPath(config.path)) || configName)] : []),
    ...["ci", "--staged"],
  ].join(" ");
  const path = join(hooks, "pre-commit");
  const line = `npx limbeck ${words}`;
  const details = { path, line };
  if (![root, common].some((home) => isInside(realPath(hooks), realPath(home)))) {
    throw fail(
      "INIT_HOOK_ELSEWHERE",
      `core.hooksPath of git leads out of the repository, to "${hooks}"; a hook there would have the line: ${line}`,
      { details },
    );
  }
  const text = hookText({ words, configName, project });
  if (existsSync(path) && !/\blimbeck\b.*\bci\b/.test(readFileSync(path, "utf8"))) {
    throw fail("INIT_HOOK_PRESENT", `"${path}" is there already; the line for it: ${line}`, { details });
  }
  return { path, text, line };
}

/** Writes the hook; false where there is one that has Limbeck's line. Errors: INIT_UNWRITABLE. */
export function writeHook({ path, text }: HookPlace): boolean {
  if (existsSync(path)) return false;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx", mode: 0o755 });
    // The mode of a new file is cut down by the process's umask.
    chmodSync(path, 0o755);
    return true;
  } catch (cause) {
    throw fail("INIT_UNWRITABLE", `"${path}" can't be written: ${messageOf(cause)}`, { cause, details: { path } });
  }
}

interface HookText {
  readonly words: string;
  readonly configName: string;
  readonly project: string;
}

/** git starts it in the root of the work tree. A branch without the project has nothing to judge. */
function hookText({ words, configName, project }: HookText): string {
  const places =
    project === "." ? "$PWD/node_modules/.bin" : `$PWD/"${quoted(project)}"/node_modules/.bin:$PWD/node_modules/.bin`;
  return `#!/bin/sh
# Limbeck judges the revisions of a commit. \`limbeck init --hooks\` made this file; delete it to be rid of it.
# \`git commit --no-verify\` passes it by.
[ -e ${quoted(configName)} ] || exit 0
PATH="${places}:$PATH"
export PATH
if ! command -v limbeck > /dev/null; then
  echo "The hook before commits doesn't find limbeck: run npm ci, or commit with --no-verify." >&2
  exit 1
fi
exec limbeck ${words}
`;
}

/** A word as the shell takes it. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function isInside(path: string, home: string): boolean {
  const way = relative(home, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
