import type { RenameQuestion } from "../project/results.ts";
import type { Talk } from "../project/use-cases.ts";
import type { Outcome } from "./command.ts";
import { commands } from "./commands.ts";
import { reportError } from "./error-text.ts";
import { globalInput } from "./global-options.ts";
import type { Io } from "./io.ts";
import { type ParsedLine, parseLine } from "./parser.ts";
import { processIo } from "./process-io.ts";
import { progressLines } from "./progress.ts";
import { styleFor } from "./style.ts";

/** Runs the process's own command line, and sets its exit code. */
export async function runProcess(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processIo());
}

/** Runs one command line, given without the program's name, and returns its exit code. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  if (words[0] === "__complete" || words[0] === "__docs") return hidden(words, io);
  const parsed = parseLine(words.length === 0 ? ["--help"] : words, commands);
  if (parsed.kind === "help") {
    io.out(parsed.text);
    return 0;
  }
  if (parsed.kind === "usage") {
    if (words.includes("--json"))
      io.out(`${JSON.stringify({ error: { code: "USAGE", message: parsed.text.trim() } })}\n`);
    io.err(parsed.text.endsWith("\n") ? parsed.text : `${parsed.text}\n`);
    return 2;
  }
  return runCommand(parsed, io);
}

async function runCommand({ command, arguments: given, options }: ParsedLine, io: Io): Promise<number> {
  const color = options["color"] !== false;
  const json = options["json"] === true;
  const quiet = options["quiet"] === true;
  const errStyle = styleFor(io, "err", color);
  const talk: Talk = {
    ...(quiet || json ? {} : { onProgress: progressLines(io, errStyle) }),
    ...(io.question === undefined || json ? {} : { ask: askRename(io.question) }),
  };
  try {
    const outcome = await command.run({
      arguments: given,
      options,
      global: globalInput(options, io),
      talk,
      io,
      style: styleFor(io, "out", color),
    });
    print(outcome, { json, quiet }, io);
    return outcome.exit ?? 0;
  } catch (error) {
    const report = reportError(error, errStyle, (io.env["LIMBECK_DEBUG"] ?? "") !== "");
    if (json) io.out(`${JSON.stringify(report.json, null, 2)}\n`);
    io.err(report.text);
    return report.exit;
  }
}

function print(outcome: Outcome, how: { readonly json: boolean; readonly quiet: boolean }, io: Io): void {
  io.out(how.json ? `${JSON.stringify(outcome.json, null, 2)}\n` : outcome.text);
  if (how.quiet) return;
  for (const note of outcome.notes ?? []) io.err(`${note}\n`);
}

function askRename(question: (text: string) => Promise<string>): (rename: RenameQuestion) => Promise<boolean> {
  return async ({ what, from, to }) => {
    const answer = await question(
      `Was the ${what} ${from} renamed to ${to}? No means that it is dropped, with its data. [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  };
}

/** What shells and the build ask for: the candidates of a completion, and the generated pages. */
async function hidden([verb, ...rest]: readonly string[], io: Io): Promise<number> {
  if (verb === "__complete") {
    const { complete } = await import("./complete.ts");
    const found = await complete(rest, commands, globalInput({}, io));
    io.out(found.map((text) => `${text}\n`).join(""));
    return 0;
  }
  const [{ commandsPage, errorsPage }, { explainAll }] = await Promise.all([
    import("./pages.ts"),
    import("../project/explain.ts"),
  ]);
  io.out(rest[0] === "errors" ? errorsPage(explainAll()) : commandsPage(commands));
  return 0;
}
