import { statSync } from "node:fs";
import type { RenameQuestion } from "../project/results.ts";
import type { Talk } from "../project/use-cases.ts";
import type { Outcome } from "./command.ts";
import { commandGroups, commands } from "./commands.ts";
import { compileLater } from "./compile-later.ts";
import { runOnDatabases } from "./each-database.ts";
import { reportError } from "./error-text.ts";
import { fail } from "./errors.ts";
import { globalInput } from "./global-options.ts";
import type { Io } from "./io.ts";
import type { Parsed, ParsedLine } from "./parser.ts";
import { plainLine } from "./plain-line.ts";
import { processIo } from "./process-io.ts";
import { progressView } from "./progress.ts";
import { styleFor } from "./style.ts";

/** How a command line wants its answer. */
interface Manner {
  readonly color: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Runs the process's own command line, and sets its exit code. */
export async function runProcess(): Promise<void> {
  const io = processIo();
  // Standard output is for results: what a revision or a model logs goes to standard error.
  Object.defineProperty(process, "stdout", { get: () => process.stderr });
  const words = process.argv.slice(2);
  const endsEarly = () => {
    process.exitCode = cutShort(words, io);
  };
  process.once("exit", endsEarly);
  process.exitCode = await main(words, io);
  process.off("exit", endsEarly);
}

/** Reports, while the process ends, that the command has not come to its own end, and returns the exit code. */
function cutShort(words: readonly string[], io: Io): number {
  const message = "The process ended before the command did: code of yours called process.exit(), or waits for ever";
  return failed(fail("CLI_CUT_SHORT", message), mannerOf(words), io);
}

/** Runs one command line, given without the program's name, and returns its exit code. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  if (words[0] === "__complete" || words[0] === "__docs") return hidden(words, io);
  // Until the line is parsed, and where it can't be.
  const manner = mannerOf(words);
  const plain = plainLine(words, commands);
  if (plain !== undefined) return runCommand(plain, io);
  const parsed = await parse(words, io, manner.color);
  if (parsed.kind === "command") return runCommand(parsed, io);
  if (parsed.kind === "usage") return failed(fail("CLI_USAGE", parsed.message, { hint: parsed.hint }), manner, io);
  if (parsed.kind === "help") io.out(parsed.text);
  else print(await version(), manner, io);
  return 0;
}

/** What can be told of a line that isn't parsed. */
function mannerOf(words: readonly string[]): Manner {
  return { color: !words.includes("--no-color"), json: words.includes("--json"), quiet: false };
}

async function parse(words: readonly string[], io: Io, color: boolean): Promise<Parsed> {
  const { parseLine } = await import("./parser.ts");
  return parseLine(words.length === 0 ? ["--help"] : words, commandGroups, {
    style: styleFor(io, "out", color),
    ...(io.columns === undefined ? {} : { columns: io.columns }),
  });
}

async function runCommand({ command, arguments: given, options }: ParsedLine, io: Io): Promise<number> {
  const manner: Manner = {
    color: options["color"] !== false,
    json: options["json"] === true,
    quiet: options["quiet"] === true,
  };
  const progress = progressView(io, styleFor(io, "err", manner.color));
  const { json, quiet } = manner;
  const talk: Talk = {
    ...(quiet || json ? {} : { onProgress: progress.show }),
    ...(io.question === undefined || json ? {} : { ask: askRename(io.question) }),
  };
  try {
    if (command.readsSchemas === true) compileLater();
    const global = globalInput(options, io);
    refuseMissing(global.cwd);
    const style = styleFor(io, "out", manner.color);
    const call = { arguments: given, options, global, talk, io, style };
    const outcome = await runOnDatabases(command, call);
    print(outcome, manner, io);
    return outcome.exit ?? 0;
  } catch (error) {
    progress.failed();
    return failed(error, manner, io);
  }
}

function print(outcome: Outcome, how: Manner, io: Io): void {
  io.out(how.json ? documentOf(outcome) : outcome.text);
  if (how.quiet) return;
  for (const note of outcome.notes ?? []) io.err(`${note}\n`);
}

function documentOf({ json }: Outcome): string {
  return json === undefined ? "" : `${JSON.stringify(json, null, 2)}\n`;
}

function failed(error: unknown, { color, json }: Manner, io: Io): number {
  const debug = (io.env["LIMBECK_DEBUG"] ?? "") !== "";
  const report = reportError(error, styleFor(io, "err", color), debug);
  if (json) io.out(`${JSON.stringify(report.json, null, 2)}\n`);
  io.err(report.text);
  return report.exit;
}

/** A mistyped `--directory` must not lead to the project around it. */
function refuseMissing(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw fail("CLI_USAGE", `there is no directory "${directory}"`, { hint: "Correct -C/--directory." });
}

async function version(): Promise<Outcome> {
  const { limbeckVersion } = await import("../project/limbeck-entry.ts");
  return { json: { version: limbeckVersion() }, text: `limbeck ${limbeckVersion()}\n` };
}

/** No answer is taken for a no, for that would lose data: whoever types something else is asked again. */
function askRename(question: NonNullable<Io["question"]>): (rename: RenameQuestion) => Promise<boolean | undefined> {
  return async ({ what, from, to }) => {
    for (;;) {
      const answer = await question(
        `Was the ${what} ${from} renamed to ${to}? No means that it is dropped, with its data. [y/n] `,
      );
      if (answer === undefined) return undefined;
      if (/^\s*y(es)?\s*$/i.test(answer)) return true;
      if (/^\s*no?\s*$/i.test(answer)) return false;
    }
  };
}

/** What shells and the build ask for: the candidates of a completion, and the generated pages. */
async function hidden([verb, ...rest]: readonly string[], io: Io): Promise<number> {
  if (verb === "__complete") {
    const { complete } = await import("./complete.ts");
    const found = await complete(rest, commands, io);
    io.out(found.map((text) => `${text}\n`).join(""));
    return 0;
  }
  const [{ commandsPage, errorsPage }, { explanations }] = await Promise.all([
    import("./pages.ts"),
    import("./explanations.ts"),
  ]);
  io.out(rest[0] === "errors" ? errorsPage(explanations()) : commandsPage(commands));
  return 0;
}
