import type { Explanation } from "../project/results.ts";
import type { Command, Option } from "./command.ts";
import { globalOptions } from "./global-options.ts";

const generated = "<!-- Written by `npm run docs`; do not edit. -->";

/** The page of all commands, as Markdown: `docs/commands.md`. */
export function commandsPage(commands: readonly Command[]): string {
  const parts = [
    `# Commands\n\n${generated}\n\nResults go to standard output, everything else to standard error. Exit codes: 0 done, 1 findings or drift, 2 usage, 3 failure, 4 lock or history conflict.`,
    `## Global options\n\nBefore the command or behind it.\n\n${optionTable(globalOptions)}`,
    ...commands.map(commandPart),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The page of all errors, as Markdown: `docs/errors.md`. */
export function errorsPage(pages: readonly Explanation[]): string {
  const parts = pages.map(
    ({ code, title, why, fix, exit }) =>
      `## ${code}\n\n${title}.\n\n${why}\n\n**What to do:** ${fix}\n\nExit code ${exit}.`,
  );
  const head = `# Errors\n\n${generated}\n\n\`limbeck explain CODE\` prints the same. With \`--json\` an error is \`{ "error": { "code", "message", "hint", "details" } }\` on standard output.`;
  return `${[head, ...parts].join("\n\n")}\n`;
}

function commandPart(command: Command): string {
  const synopsis = [
    "limbeck",
    command.name,
    ...(command.options.length === 0 ? [] : ["[options]"]),
    ...command.arguments.map(({ syntax }) => syntax),
  ];
  const taken = [
    ...command.arguments.map(({ syntax, help }) => [syntax, help] as const),
    ...command.options.map(({ flags, help }) => [flags, help] as const),
  ];
  return [
    `## ${command.name}`,
    `${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.${command.description === undefined ? "" : ` ${command.description}`}`,
    `\`${synopsis.join(" ")}\``,
    ...(taken.length === 0 ? [] : [table(taken)]),
    ...command.examples.map(({ line, text }) => `\`\`\`sh\n${line}   # ${text}\n\`\`\``),
  ].join("\n\n");
}

function optionTable(options: readonly Option[]): string {
  return table(options.map(({ flags, help }) => [flags, help] as const));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const body = rows.map(([name, help]) => `| \`${name.replaceAll("|", "\\|")}\` | ${help.replaceAll("|", "\\|")} |`);
  return ["| | |", "|---|---|", ...body].join("\n");
}
