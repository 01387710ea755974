import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/cli.ts";
import { commands } from "../../src/cli/commands.ts";
import { globalOptions } from "../../src/cli/global-options.ts";
import { directoryWith, inBranches, limbeck } from "./project.ts";
import { recordingIo } from "./recording-io.ts";

const names = commands.map(({ name }) => name);
const symbols = ["head", "heads", "base", "current", "+1", "-1"];
const revisions = [...symbols, "billing", "d4d4", "c3c3", "b2b2", "a1a1"];
const longNames = globalOptions.flatMap(({ flags }) => /--[\w-]+/.exec(flags)?.[0] ?? []);

async function candidates(directory: string, words: readonly string[]): Promise<readonly string[]> {
  const io = recordingIo(directory);
  expect(await main(["__complete", ...words], io)).toBe(0);
  expect(io.stderr()).toBe("");
  return io.stdout().split("\n").slice(0, -1);
}

const rows: readonly (readonly [words: readonly string[], offered: readonly (string | undefined)[]])[] = [
  [[""], [...names, "help"]],
  [["up"], ["upgrade"]],
  [["he"], ["heads", "help"]],
  [["help", "sh"], ["show"]],
  [
    ["-c", "limbeck.config.json", "sta"],
    ["stamp", "status"],
  ],
  [["--js"], ["--json"]],
  [
    ["heads", "--"],
    [...longNames, "--resolve-dependencies", "--verbose"],
  ],
  [["upgrade", ""], revisions],
  [
    ["upgrade", "h"],
    ["head", "heads"],
  ],
  [
    ["upgrade", "b"],
    ["base", "billing", "b2b2"],
  ],
  [["upgrade", "head", ""], []],
  [["upgrade", "base:b2"], ["base:b2b2"]],
  [
    ["show", "billing@h"],
    ["billing@head", "billing@heads"],
  ],
  [["downgrade", "-"], ["-1"]],
  [["merge", "c3c3", "d"], ["d4d4"]],
  [
    ["plan", ""],
    ["upgrade", "downgrade"],
  ],
  [
    ["plan", "upgrade", "c"],
    ["current", "c3c3"],
  ],
  [["plan", "downgrade", "-1", ""], []],
  [
    ["revision", "--format", ""],
    ["ts", "sql", "py"],
  ],
  [["revision", "--head", "d"], ["d4d4"]],
  [["revision", "-m", "h"], []],
  [["history", "-r", "a1"], ["a1a1"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [
    ["no-such-verb", ""],
    [...names, "help"],
  ],
];

describe("what a shell is offered", () => {
  it.each(rows)("behind %j", async (words, offered) => {
    const found = await candidates(directoryWith(inBranches), words);
    expect([...found].sort()).toEqual([...offered].sort());
  });

  it("outside a project there are the symbols, and no error", async () => {
    expect(await candidates(directoryWith({}), ["upgrade", ""])).toEqual(symbols);
  });

  it("the revisions are those of the project that the line names", async () => {
    const directory = directoryWith(inBranches);
    mkdirSync(join(directory, "apart"));
    const apart = directoryWith({});
    expect(await candidates(apart, ["-C", directory, "show", "c3"])).toEqual(["c3c3"]);
    expect(await candidates(apart, ["--config", join(directory, "limbeck.config.json"), "show", "c3"])).toEqual([
      "c3c3",
    ]);
  });
});

describe("the scripts", () => {
  const parses = [
    ["bash", ["bash", "-n"]],
    ["zsh", ["zsh", "-n"]],
    ["fish", ["fish", "--no-execute"]],
  ] as const;

  it.each(parses)("for %s are well-formed, where it is installed", async (shell, [program, ...flags]) => {
    const { out } = await limbeck(".", `completion ${shell}`);
    expect(out).toContain("limbeck __complete");
    const { error, status, stderr } = spawnSync(program, flags, { input: out, encoding: "utf8" });
    if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    else expect(error).toMatchObject({ code: "ENOENT" });
  });

  it("for bash offers what the command answers", async ({ skip }) => {
    if (spawnSync("bash", ["--version"]).error !== undefined) skip("bash is not installed");
    const { out } = await limbeck(".", "completion bash");
    const script = `limbeck() { printf '%s\\n' "$@" two; }\n${out}
COMP_WORDS=(limbeck upgrade he tail); COMP_CWORD=2; _limbeck; printf '%s|' "\${COMPREPLY[@]}"`;
    expect(spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout).toBe("__complete|upgrade|he|two|");
  });

  it("for another shell are refused", async () => {
    expect(await limbeck(".", "completion tcsh")).toMatchObject({ exit: 2, out: "" });
  });
});
