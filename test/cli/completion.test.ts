import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/cli.ts";
import { commands } from "../../src/cli/commands.ts";
import { shells } from "../../src/cli/completion-script.ts";
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
  it.each(shells)("are made for %s", async (shell) => {
    expect((await limbeck(".", `completion ${shell}`)).out).toContain("limbeck __complete");
  });

  it("for another shell are refused", async () => {
    expect(await limbeck(".", "completion tcsh")).toMatchObject({ exit: 2, out: "" });
  });
});

/** How a shell is started without its own files, told to use the script, and given a prompt that the typed line doesn't contain. */
const terminals = [
  ["bash", ["--norc", "--noprofile", "-i"], "source ./script; PS1='READ''Y '"],
  ["zsh", ["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source ./script; PS1='READ''Y '"],
  ["fish", ["--no-config", "-i"], "source ./script; function fish_prompt; echo 'READ''Y '; end"],
] as const;

/** What is typed before the key for completion is pressed, what is asked for then, the answer, and the words of the line after. */
const typed: readonly (readonly [line: string, asked: string, answer: string, words: string])[] = [
  ["upgrade b2", "<upgrade><b2>", "b2b2", "<upgrade><b2b2>"],
  ["upgrade he", "<upgrade><he>", "head\nheads", "<upgrade><head>"],
  ["show billing@h", "<show><billing@h>", "billing@head", "<show><billing@head>"],
  ["upgrade base:b2", "<upgrade><base:b2>", "base:b2b2", "<upgrade><base:b2b2>"],
  ["downgrade -", "<downgrade><->", "-1", "<downgrade><-1>"],
  ["-C . plan up", "<-C><.><plan><up>", "upgrade", "<-C><.><plan><upgrade>"],
  ["show zz", "<show><zz>", "", "<show><zz>"],
  ["completion ", "<completion><>", "bash", "<completion><bash>"],
];

describe.each(terminals)("where %s is installed", (shell, flags, setUp) => {
  it("a line is completed on a terminal", async ({ skip }) => {
    const missing = spawnSync(shell, ["--version"]).error;
    if (missing !== undefined) skip(`${shell} is not installed`);
    const directory = directoryWith({ script: (await limbeck(".", `completion ${shell}`)).out });
    writeFileSync(join(directory, "limbeck"), answering(directory), { mode: 0o755 });
    const env = { ...process.env, PATH: `${directory}:${process.env["PATH"]}`, HOME: directory, TERM: "xterm" };
    const steps = [
      ["", `${setUp}\n`],
      ...typed.flatMap(([line]) => [
        ["READY", `limbeck ${line}\t\n`],
        ["ran", ""],
      ]),
      ["READY", ""],
    ];
    const terminal = [terminalProgram, shell, ...flags];
    const ended = spawnSync("python3", terminal, {
      cwd: directory,
      env,
      input: JSON.stringify(steps),
      encoding: "utf8",
    });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(directory, "asked"), "utf8").split("\n")).toEqual(
      expect.arrayContaining(typed.map(([, asked]) => asked)),
    );
    expect([...ended.stdout.matchAll(/ran (\S+)/g)].map(([, words]) => words)).toEqual(
      typed.map(([, , , words]) => words),
    );
  });
});

const terminalProgram = fileURLToPath(new URL("terminal.py", import.meta.url));

/** A command in the place of `limbeck`, which answers from the table, and says with which words it was run otherwise. */
function answering(directory: string): string {
  const answers = typed.map(
    ([, asked, answer]) => `    "${asked}") printf '%s' "${answer === "" ? "" : `${answer}\n`}" ;;`,
  );
  return [
    "#!/bin/sh",
    'verb=$1; [ "$verb" = __complete ] && shift',
    "words=$(printf '<%s>' \"$@\")",
    'if [ "$verb" = __complete ]; then',
    `  echo "$words" >> "${directory}/asked"`,
    '  case "$words" in',
    ...answers,
    "  esac",
    "else",
    '  echo "ran $words"',
    "fi",
    "",
  ].join("\n");
}
