import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PostWriteHook, runPostWriteHooks } from "../../src/revisions/post-write-hooks.ts";

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "limbeck hooks-"));
  path = join(root, "a b.ts");
  writeFileSync(path, "text");
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const node = process.execPath;
const showArguments = "console.log(JSON.stringify(process.argv.slice(1)))";

function run(...hooks: readonly Omit<PostWriteHook, "name">[]) {
  return runPostWriteHooks(
    hooks.map((hook, index) => ({ name: `hook${index}`, ...hook })),
    path,
    { projectDirectory: root },
  );
}

async function argumentsOf(command: PostWriteHook["command"]): Promise<unknown> {
  const [first] = await run({ command });
  return JSON.parse(first?.output ?? "");
}

describe("a post-write hook", () => {
  it("gets the path as its last argument", async () => {
    expect(await argumentsOf([node, "-e", showArguments, "x"])).toEqual(["x", path]);
  });

  it("gets the path where the token stands, and then only there", async () => {
    expect(await argumentsOf([node, "-e", showArguments, "--", "--file=REVISION_SCRIPT_FILENAME", "y"])).toEqual([
      `--file=${path}`,
      "y",
    ]);
  });

  it("can be one string with quotes", async () => {
    const command = `"${node}" -e '${showArguments}' "a b" c\\ d 'e "f"' "g\\"h"i ''`;
    expect(await argumentsOf(command)).toEqual(["a b", "c d", 'e "f"', 'g"hi', "", path]);
  });

  it("runs in the project, or in its own directory below", async () => {
    mkdirSync(join(root, "sub"));
    const command = [node, "-p", "process.cwd()"];
    const outputs = await run({ command }, { command, cwd: "sub" });
    expect(outputs).toEqual([
      { name: "hook0", output: `${root}\n` },
      { name: "hook1", output: `${join(root, "sub")}\n` },
    ]);
  });

  it("finds the programs of the project's packages", async () => {
    mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
    writeFileSync(join(root, "node_modules/.bin/limbeck-test-format"), '#!/bin/sh\nprintf formatted > "$1"\n');
    chmodSync(join(root, "node_modules/.bin/limbeck-test-format"), 0o755);
    await run({ command: "limbeck-test-format" });
    expect(readFileSync(path, "utf8")).toBe("formatted");
  });

  const failing: readonly (readonly [string, Omit<PostWriteHook, "name">, string, readonly string[]])[] = [
    [
      "ends with an error",
      { command: [node, "-e", "console.log('out'); console.error('err'); process.exit(3)"] },
      "HOOK_FAILED",
      ["exit code 3", "out", "err", "a b.ts"],
    ],
    [
      "isn't installed",
      { command: "limbeck-no-such-program" },
      "HOOK_FAILED",
      ['"limbeck-no-such-program" was not found'],
    ],
    ["is killed", { command: [node, "-e", "process.kill(process.pid, 'SIGKILL')"] }, "HOOK_FAILED", ["SIGKILL"]],
    ["has no directory", { command: [node], cwd: "nowhere" }, "HOOK_FAILED", ["nowhere"]],
    ["has an open quote", { command: "x 'y" }, "HOOK_COMMAND", ["has an open '"]],
    ["has no command", { command: " " }, "HOOK_COMMAND", ["is empty"]],
    ["has an empty list", { command: [] }, "HOOK_COMMAND", ["empty"]],
  ];
  it.each(failing)("that %s fails the command, and the file stays", async (_name, hook, code, parts) => {
    const error: unknown = await run(hook).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    for (const part of parts) expect(String(error)).toContain(part);
    if (code === "HOOK_FAILED") expect(error).toMatchObject({ hint: expect.stringMatching(/ '[^']*a b\.ts'$/) });
    expect(readFileSync(path, "utf8")).toBe("text");
  });

  it("that fails keeps those after it from running", async () => {
    const write = [node, "-e", "require('fs').writeFileSync(process.argv[1], 'changed')"];
    await expect(run({ command: [node, "-e", "process.exit(1)"] }, { command: write })).rejects.toThrow("hook0");
    expect(readFileSync(path, "utf8")).toBe("text");
  });
});
