import { describe, expect, it } from "vitest";
import type { Command } from "../../src/cli/command.ts";
import { commandGroups, commands } from "../../src/cli/commands.ts";
import { globalOptions } from "../../src/cli/global-options.ts";
import { type ParsedLine, parseLine } from "../../src/cli/parser.ts";
import { styleFor } from "../../src/cli/style.ts";
import { directoryWith, inBranches, inLine, limbeck, wordsOf } from "./project.ts";
import { recordingIo } from "./recording-io.ts";

const io = recordingIo(".");
const style = styleFor(io, "out", false);

function parsed(line: string): ParsedLine {
  const found = parseLine(wordsOf(line), commandGroups, { style });
  if (found.kind !== "command") expect.fail(`${line}: ${JSON.stringify(found)}`);
  return found;
}

describe("help", () => {
  it("of the program names every verb and every global option", async () => {
    const { out } = await limbeck(".", "help");
    for (const { name, summary } of commands)
      expect(out).toMatch(new RegExp(`^ {2}${name}\\b.* ${summary.slice(0, 10)}`, "m"));
    for (const { flags } of globalOptions) expect(out).toContain(flags);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    "of %s says all that the table says",
    async (name, command) => {
      const { out } = await limbeck(".", `help ${name}`, { columns: 1000 });
      const behind = await limbeck(".", `${name} --help`, { columns: 1000 });
      expect(behind.out).toBe(out);
      const texts = [
        ...command.arguments.map(({ help }) => help),
        ...command.options.flatMap(({ flags, help }) => [flags, help]),
        ...command.examples.flatMap(({ line, text }) => [line, text]),
      ];
      for (const text of texts) expect(out).toContain(text);
    },
  );
});

describe("examples", () => {
  const examples = commands.flatMap((command) => command.examples.map(({ line }) => [line, command] as const));

  it.each(commands.map((command) => [command.name, command] as const))("%s has one", (_, { examples: own }) => {
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(examples)("%s is understood", (line, command) => {
    const [, words = ""] = /\blimbeck (.*?)(?: >|\)|$)/.exec(line) ?? [];
    expect(parsed(words).command).toBe(command);
  });

  it("every option is understood, and ends up under its own name", () => {
    for (const command of commands) {
      for (const { flags, choices } of command.options) {
        const [short, long] = [/^-\w/.exec(flags)?.[0], /--[\w-]+/.exec(flags)?.[0] ?? ""];
        const value = flags.includes("<") ? ` ${choices?.[0] ?? "value"}` : "";
        for (const name of [long, ...(short === undefined ? [] : [short])]) {
          const { options } = parsed(`${command.name} ${required(command)} ${name}${value}`);
          expect(Object.keys(options)).toContain(optionName(flags));
        }
      }
    }
  });
});

/** A line for each verb that has options, whose run comes to its end. */
const ends: Readonly<Record<string, string>> = {
  init: "init elsewhere",
  revision: "revision -m x --head base",
  merge: "merge heads",
  upgrade: "upgrade a1a1",
  downgrade: "downgrade base",
  stamp: "stamp a1a1",
  check: "check --from-url sqlite:///app.db",
  plan: "plan upgrade heads",
  lint: "lint",
  verify: "verify",
  "ensure-version": "ensure-version",
  repair: "repair",
  history: "history",
  heads: "heads",
  bases: "bases",
  branches: "branches",
  current: "current",
  status: "status",
  backups: "backups list",
  review: "review",
  ci: "ci",
};

describe("no option is dead", () => {
  const takers = commands.filter(({ options }) => options.length > 0);

  it.each(takers.map((command) => [command.name, command] as const))(
    "%s reads each of its own",
    async (name, command) => {
      const directory = directoryWith(name === "check" ? inLine : inBranches);
      await limbeck(directory, name === "check" ? "upgrade head" : "ensure-version");
      const { arguments: given, options } = parsed(ends[name] ?? "");
      const read = new Set<string | symbol>();
      const watched = new Proxy(options, {
        get: (target, key) => {
          read.add(key);
          return Reflect.get(target, key);
        },
      });
      const global = { cwd: directory, env: {} };
      // A verb that runs until it is interrupted is, at once; one that only may be isn't.
      const process = ["verify", "ci"].includes(name) ? { ...io, interrupted: () => new AbortController().signal } : io;
      await command.run({ arguments: given, options: watched, global, talk: {}, io: process, style });
      expect(command.options.map(({ flags }) => optionName(flags)).filter((option) => !read.has(option))).toEqual([]);
    },
  );
});

/** The option's long name in camel case; of `--no-x` it is x. */
function optionName(flags: string): string {
  const long = /--(?:no-)?([\w-]+)/.exec(flags)?.[1] ?? "";
  return long.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function required(command: Command): string {
  return command.arguments
    .filter(({ syntax }) => syntax.startsWith("<"))
    .map(({ choices }) => choices?.[0] ?? "head")
    .join(" ");
}
