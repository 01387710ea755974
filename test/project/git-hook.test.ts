import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoryWith, inLine, limbeck } from "../cli/project.ts";
import { git, repositoryIn } from "./git-project.ts";

const HOOK = ".git/hooks/pre-commit";

/** A repository with the project of three revisions in one of its directories. */
function repositoryWith(project: string): { readonly root: string; readonly directory: string } {
  const root = directoryWith({});
  const directory = join(root, project);
  for (const [name, text] of Object.entries(inLine)) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  mkdirSync(join(directory, "node_modules/.bin"), { recursive: true });
  writeFileSync(join(root, ".gitignore"), "node_modules/\n");
  repositoryIn(root);
  return { root, directory };
}

/** A program that stands for Limbeck's in the project: it writes down how it is called, and ends with `exit`. */
function standIn(directory: string, exit: number): string {
  const path = join(directory, "node_modules/.bin/limbeck");
  writeFileSync(path, `#!/bin/sh\nfor word in "$PWD" "$@"; do echo "$word"; done > "$0.said"\nexit ${exit}\n`);
  chmodSync(path, 0o755);
  return `${path}.said`;
}

describe("init --hooks", () => {
  it.each(["", "packages/db", "it's my db"])('puts a hook that git runs on the project in "%s"', async (project) => {
    const { root, directory } = repositoryWith(project);
    const { out, exit } = await limbeck(directory, "init --hooks");
    expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringMatching(/^created .*pre-commit\n$/) });
    expect(statSync(join(root, HOOK)).mode & 0o111).toBe(0o111);
    expect(existsSync(join(directory, "limbeck.config.ts"))).toBe(false);
    const said = standIn(directory, 0);
    git(root, "commit", "--allow-empty", "--message", "one");
    const place = project === "" ? [] : ["-C", project];
    expect(readFileSync(said, "utf8").split("\n")).toEqual([root, ...place, "ci", "--staged", ""]);
    standIn(directory, 1);
    expect(() => git(root, "commit", "--allow-empty", "--message", "two")).toThrow();
    git(root, "commit", "--allow-empty", "--no-verify", "--message", "past it");
  });

  it("sets a new project up as well", async () => {
    const root = emptyRepository();
    expect((await limbeck(root, "init --template sql --hooks")).out).toContain("created limbeck.config.ts");
    expect(existsSync(join(root, HOOK))).toBe(true);
  });

  it("names the config that it was told of", async () => {
    const { root, directory } = repositoryWith("db");
    writeFileSync(join(directory, "other.json"), "{}");
    await limbeck(directory, "-c other.json init --hooks");
    expect(readFileSync(join(root, HOOK), "utf8")).toContain("\nexec limbeck -C db -c other.json ci --staged\n");
  });

  it("leaves its own hook as it is", async () => {
    const { root, directory } = repositoryWith("");
    await limbeck(directory, "init --hooks");
    writeFileSync(join(root, HOOK), "#!/bin/sh\nnpx limbeck ci --staged --skip lint\n");
    const { out, exit } = await limbeck(directory, "init --hooks");
    expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringMatching(/^kept /) });
    expect(readFileSync(join(root, HOOK), "utf8")).toContain("--skip lint");
  });

  it("leaves another hook as it is, says which line it takes, and writes nothing at all", async () => {
    const root = emptyRepository();
    writeFileSync(join(root, HOOK), "#!/bin/sh\nnpm test\n");
    const { err, exit } = await limbeck(root, "init --hooks");
    expect(exit).toBe(2);
    expect(err).toContain("INIT_HOOK_PRESENT");
    expect(err).toContain("npx limbeck ci --staged");
    expect(readFileSync(join(root, HOOK), "utf8")).toBe("#!/bin/sh\nnpm test\n");
    expect(existsSync(join(root, "limbeck.config.ts"))).toBe(false);
  });

  it("follows core.hooksPath in the repository", async () => {
    const { root, directory } = repositoryWith("");
    git(root, "config", "core.hooksPath", ".githooks");
    await limbeck(directory, "init --hooks");
    expect(existsSync(join(root, ".githooks/pre-commit"))).toBe(true);
    expect(existsSync(join(root, HOOK))).toBe(false);
  });

  it("refuses hooks that other repositories share", async () => {
    const shared = directoryWith({});
    const { root, directory } = repositoryWith("db");
    git(root, "config", "core.hooksPath", shared);
    const { err, exit } = await limbeck(directory, "init --hooks");
    expect(exit).toBe(2);
    expect(err).toContain("INIT_HOOK_ELSEWHERE");
    expect(err).toContain("npx limbeck -C db ci --staged");
    expect(existsSync(join(shared, "pre-commit"))).toBe(false);
  });

  it("gives a work tree the hook of its repository, which judges what is staged there", async () => {
    const { root } = repositoryWith("");
    const tree = join(root, "node_modules/tree");
    git(root, "worktree", "add", "--quiet", "-b", "other", tree);
    mkdirSync(join(tree, "node_modules/.bin"), { recursive: true });
    await limbeck(tree, "init --hooks");
    expect(existsSync(join(root, HOOK))).toBe(true);
    const said = standIn(tree, 0);
    git(tree, "commit", "--allow-empty", "--message", "one");
    expect(readFileSync(said, "utf8").split("\n")[0]).toBe(tree);
  });

  it("has nothing to say on a branch without the project", async () => {
    const { root, directory } = repositoryWith("db");
    await limbeck(directory, "init --hooks");
    git(root, "rm", "-r", "--quiet", "db");
    git(root, "commit", "--message", "no project");
  });

  it("tells of a project whose packages aren't installed", async () => {
    const { root, directory } = repositoryWith("db");
    await limbeck(directory, "init --hooks");
    expect(() => git(root, "commit", "--allow-empty", "--message", "one")).toThrow("run npm ci");
  });

  it("refuses where there is no repository, or only a bare one", async () => {
    const directory = directoryWith({});
    expect((await limbeck(directory, "init --hooks")).err).toContain("INIT_HOOK_NO_REPOSITORY");
    git(directory, "init", "--quiet", "--bare", "bare.git");
    const bare = await limbeck(join(directory, "bare.git"), "init --hooks");
    expect(bare).toMatchObject({ exit: 2, err: expect.stringContaining("must be run in a work tree") });
  });
});

function emptyRepository(): string {
  const root = directoryWith({ ".gitignore": "node_modules/\n" });
  repositoryIn(root);
  mkdirSync(join(root, ".git/hooks"), { recursive: true });
  return root;
}
