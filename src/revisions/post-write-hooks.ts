import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fail } from "./errors.ts";

/** A program that runs on each new revision file: a formatter, a linter. */
export interface PostWriteHook {
  readonly name: string;
  /** Program and arguments; one string is split at spaces outside of quotes, as a shell does, and run without a shell. */
  readonly command: string | readonly string[];
  /** Directory in which it runs; the project's without it. */
  readonly cwd?: string;
}

/** What a hook that ran well printed, standard output and error as they came. */
export interface HookOutput {
  readonly name: string;
  readonly output: string;
}

const TOKEN = "REVISION_SCRIPT_FILENAME";

/**
 * Runs the hooks on a file that was written, one after the other. The file's path stands where the command says REVISION_SCRIPT_FILENAME,
 * else it is the last argument. Programs of the project's packages (`node_modules/.bin`) are found by name.
 * Errors: HOOK_COMMAND; HOOK_FAILED, with what the program printed, for one that can't be started or ends with another code than 0. The
 * file stays, and the hooks after it don't run.
 */
export async function runPostWriteHooks(
  hooks: readonly PostWriteHook[],
  path: string,
  options: { readonly projectDirectory: string },
): Promise<readonly HookOutput[]> {
  const commands = hooks.map((hook) => ({ hook, words: wordsOf(hook) }));
  const outputs: HookOutput[] = [];
  for (const { hook, words } of commands) {
    const named = words.some((word) => word.includes(TOKEN));
    const [program = "", ...args] = named ? words.map((word) => word.replaceAll(TOKEN, () => path)) : [...words, path];
    const cwd = resolve(options.projectDirectory, hook.cwd ?? ".");
    const { problem, output } = await runProgram(program, { args, cwd });
    if (problem !== undefined) {
      const printed = output.trim() === "" ? "" : `\n${output.trim()}`;
      throw fail("HOOK_FAILED", `post-write hook "${hook.name}" failed on "${path}": ${problem}${printed}`, {
        hint: `The file stays as it is. Correct the hook or the file, then run by hand: ${[program, ...args].map(shellWord).join(" ")}`,
        details: { hook: hook.name, path, output },
      });
    }
    outputs.push({ name: hook.name, output });
  }
  return outputs;
}

interface Run {
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Runs a program to its end; `problem` says what went wrong, absent when nothing did. */
function runProgram(
  program: string,
  { args, cwd }: Run,
): Promise<{ readonly problem?: string; readonly output: string }> {
  if (!existsSync(cwd)) return Promise.resolve({ problem: `its directory "${cwd}" doesn't exist`, output: "" });
  return new Promise((settle) => {
    let output = "";
    const child = spawn(program, args, { cwd, env: environmentIn(cwd), stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", (error) => {
      const missing = "code" in error && error.code === "ENOENT";
      settle({ problem: missing ? `the program "${program}" was not found` : error.message, output });
    });
    child.once("close", (code, signal) => {
      if (code === 0) settle({ output });
      else settle({ problem: code === null ? `ended by signal ${signal}` : `exit code ${code}`, output });
    });
  });
}

/** The environment with the programs of the packages first, as npm gives it to scripts. */
function environmentIn(directory: string): NodeJS.ProcessEnv {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const bins: string[] = [];
  for (let here = directory; ; here = dirname(here)) {
    bins.push(join(here, "node_modules", ".bin"));
    if (dirname(here) === here) break;
  }
  return { ...process.env, [name]: [...bins, process.env[name] ?? ""].join(delimiter) };
}

function wordsOf({ name, command }: PostWriteHook): readonly string[] {
  if (typeof command !== "string") {
    if (command.length === 0) throw fail("HOOK_COMMAND", `post-write hook "${name}" has an empty command`);
    return command;
  }
  const words = command.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  const rest = command.replaceAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g, "").trim();
  if (words.length === 0 || rest !== "") {
    const what = rest === "" ? "is empty" : `has an open ${rest.charAt(0)}`;
    throw fail("HOOK_COMMAND", `the command of post-write hook "${name}" ${what}: ${command}`);
  }
  return words.map(unquote);
}

/** The word as a shell must be given it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function unquote(word: string): string {
  return word.replaceAll(
    /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
    (_all, escaped?: string, double?: string, single?: string) =>
      escaped ?? double?.replaceAll(/\\(["\\])/g, "$1") ?? single ?? "",
  );
}
