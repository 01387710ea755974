import { Argument, Command as Parser, Option as ParserOption } from "commander";
import type { Command, Option } from "./command.ts";
import { globalOptions } from "./global-options.ts";

/** A command line that named a command and gave it what it takes. */
export interface ParsedLine {
  readonly command: Command;
  readonly arguments: readonly (string | readonly string[] | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the parser made of a command line: a command to run, or a text to print with the exit code it calls for. */
export type Parsed =
  | ({ readonly kind: "command" } & ParsedLine)
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "usage"; readonly text: string };

/** Reads a command line, without the program's own name. Global options may stand before the command or behind it. */
export function parseLine(words: readonly string[], commands: readonly Command[]): Parsed {
  let printed = "";
  let complaint = "";
  let found: ParsedLine | undefined;
  const settle = (parser: Parser): Parser =>
    parser
      .exitOverride()
      .configureOutput({
        writeOut: (text) => {
          printed += text;
        },
        writeErr: (text) => {
          complaint += text;
        },
      })
      .showSuggestionAfterError();

  const program = settle(new Parser("limbeck"))
    .description("Database migrations: revisions in a graph, reversible, in one transaction each.")
    .enablePositionalOptions()
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", "\nlimbeck help <command> shows what a command takes, with examples.");
  for (const option of globalOptions) program.addOption(parserOption(option));
  for (const command of commands) {
    const parser = settle(program.command(command.name)).summary(command.summary).description(descriptionOf(command));
    if (command.aliases !== undefined) parser.aliases(command.aliases);
    for (const { syntax, help, choices } of command.arguments) {
      const argument = new Argument(syntax, help);
      parser.addArgument(choices === undefined ? argument : argument.choices(choices));
    }
    for (const option of command.options) parser.addOption(parserOption(option));
    for (const option of globalOptions) parser.addOption(parserOption(withoutTaken(option, command)).hideHelp());
    parser.addHelpText("after", `\nExamples:\n${exampleText(command)}\n\nGlobal options: limbeck help`);
    parser.action((...given: unknown[]) => {
      const values = given.slice(0, command.arguments.length) as (string | string[] | undefined)[];
      found = { command, arguments: values, options: { ...program.opts(), ...ownOptions(parser) } };
    });
  }

  try {
    program.parse([...words], { from: "user" });
  } catch {
    // Commander throws to end the parse: what it had to say has been collected.
    return complaint === "" ? { kind: "help", text: printed } : { kind: "usage", text: complaint };
  }
  if (found === undefined) return { kind: "usage", text: complaint };
  return { kind: "command", ...found };
}

/** The options that were really given behind the command, so that defaults do not hide those given before it. */
function ownOptions(parser: Parser): Record<string, unknown> {
  const given = Object.entries(parser.opts()).filter(([name]) => parser.getOptionValueSource(name) !== "default");
  return Object.fromEntries(given);
}

function parserOption({ flags, help, repeatable, choices }: Option): ParserOption {
  const option = new ParserOption(flags, help);
  if (choices !== undefined) option.choices(choices);
  return repeatable === true ? option.argParser((value: string, list: string[] = []) => [...list, value]) : option;
}

/** A global option without its short flag where the command has that for itself: `current -c`. */
function withoutTaken(option: Option, command: Command): Option {
  const short = /^-\w(?=,)/.exec(option.flags)?.[0];
  const taken = short !== undefined && command.options.some(({ flags }) => flags.startsWith(`${short},`));
  return taken ? { ...option, flags: option.flags.slice(short.length + 2) } : option;
}

function descriptionOf({ summary, description }: Command): string {
  const first = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  return description === undefined ? first : `${first}\n\n${description}`;
}

function exampleText({ examples }: Command): string {
  return examples.map(({ line, text }) => `  ${line}\n      ${text}`).join("\n");
}
