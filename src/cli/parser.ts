import { Argument, CommanderError, InvalidArgumentError, Command as Parser, Option as ParserOption } from "commander";
import { didYouMean } from "../base/nearest.ts";
import type { Command, CommandGroup, Option } from "./command.ts";
import { globalOptions } from "./global-options.ts";
import { descriptionOf, exampleText, synopsisOf } from "./help-text.ts";
import type { Style } from "./style.ts";

/** A command line that named a command and gave it what it takes. */
export interface ParsedLine {
  readonly command: Command;
  readonly arguments: readonly (string | readonly string[] | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the parser made of a command line: a command to run, something to print, or what is wrong with it. */
export type Parsed =
  | ({ readonly kind: "command" } & ParsedLine)
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "version" }
  | { readonly kind: "usage"; readonly message: string; readonly hint: string };

/** How help is laid out. */
export interface Layout {
  readonly style: Style;
  /** Characters in a line; 80 when absent. */
  readonly columns?: number;
}

/** Reads a command line, without the program's own name. Global options may stand before the command or behind it. */
export function parseLine(words: readonly string[], groups: readonly CommandGroup[], layout: Layout): Parsed {
  let printed = "";
  let found: ParsedLine | undefined;
  const program = new Parser("limbeck")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      // A complaint is in the error that ends the parse, too; a help that nobody asked for isn't shown.
      writeErr: (text) => {
        printed += text;
      },
      getOutHelpWidth: () => layout.columns ?? 80,
      getOutHasColors: () => true,
    })
    .configureHelp({
      styleTitle: layout.style.bold,
      subcommandTerm: (parser) => commandNamed(groups, parser.name()).map(synopsisOf)[0] ?? "help [command]",
    })
    .showSuggestionAfterError(false)
    .description("Database migrations: revisions in a graph, reversible, in one transaction each.")
    .enablePositionalOptions()
    .version("", "-V, --version", "print Limbeck's version")
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", "\n`limbeck help <command>` shows what a command takes, with examples.");
  for (const option of globalOptions) program.addOption(parserOption(option, globalOptions));
  for (const { title, commands } of groups) {
    program.commandsGroup(`${title}:`);
    for (const command of commands) {
      const parser = addCommand(program, command, layout.style);
      parser.action((...given: unknown[]) => {
        const values = given.slice(0, command.arguments.length) as (string | string[] | undefined)[];
        found = { command, arguments: values, options: { ...program.opts(), ...ownOptions(parser) } };
      });
    }
  }
  program.helpCommand("help [command]", "show the help of a command");

  try {
    program.parse([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return endedParse(error, { printed, words: program.args, groups });
  }
  if (found === undefined) return complaint("no command was given", undefined);
  return { kind: "command", ...found };
}

function addCommand(program: Parser, command: Command, style: Style): Parser {
  const parser = program.command(command.name).summary(command.summary).description(descriptionOf(command));
  if (command.aliases !== undefined) parser.aliases(command.aliases);
  for (const { syntax, help, choices } of command.arguments) {
    const argument = new Argument(syntax, help);
    parser.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  const all = [...command.options, ...globalOptions.map((option) => withoutTaken(option, command))];
  for (const option of command.options) parser.addOption(parserOption(option, all));
  for (const option of all.slice(command.options.length)) parser.addOption(parserOption(option, all).hideHelp());
  return parser.addHelpText("after", exampleText(command, style));
}

/** What it means that Commander ended the parse, which it does by throwing. */
function endedParse(
  error: CommanderError,
  { printed, words, groups }: { printed: string; words: readonly string[]; groups: readonly CommandGroup[] },
): Parsed {
  const [first = "", second = ""] = words;
  const [command] = commandNamed(groups, first);
  if (error.code === "commander.version") return { kind: "version" };
  if (error.code === "commander.helpDisplayed" || error.code === "commander.help") {
    const wanted = first === "help" ? second : first.startsWith("-") ? "" : first;
    if (error.exitCode === 0 || wanted === "help") {
      const isKnown = ["", "help"].includes(wanted) || commandNamed(groups, wanted).length > 0;
      return isKnown ? { kind: "help", text: printed } : unknownCommand(wanted, groups);
    }
    return wanted === "" ? complaint("no command was given", undefined) : unknownCommand(wanted, groups);
  }
  if (error.code === "commander.unknownCommand") return unknownCommand(first, groups);
  const message = error.message.replace(/^error: /, "").replace("command-argument value ", "");
  if (error.code !== "commander.unknownOption") return complaint(message, command);
  const known = [...globalOptions, ...(command?.options ?? [])].flatMap(({ flags }) => longNames(flags));
  const word = /'([^'=]*)/.exec(error.message)?.[1] ?? "";
  return complaint(
    `${message}${didYouMean(word, [...known, "--help", ...(command === undefined ? ["--version"] : [])])}`,
    command,
  );
}

function unknownCommand(word: string, groups: readonly CommandGroup[]): Parsed {
  const names = groups.flatMap(({ commands }) => commands.map(({ name }) => name));
  return complaint(`unknown command '${word}'${didYouMean(word, [...names, "help"])}`, undefined);
}

function complaint(message: string, command: Command | undefined): Parsed {
  const hint =
    command === undefined
      ? "`limbeck help` lists the commands."
      : `\`limbeck help ${command.name}\` says what it takes.`;
  return { kind: "usage", message, hint };
}

/** The command of a name or an alias, or none. */
function commandNamed(groups: readonly CommandGroup[], word: string): readonly Command[] {
  return groups
    .flatMap(({ commands }) => commands)
    .filter(({ name, aliases }) => name === word || aliases?.includes(word));
}

/** The options that were really given behind the command, so that defaults do not hide those given before it. */
function ownOptions(parser: Parser): Record<string, unknown> {
  const given = Object.entries(parser.opts()).filter(([name]) => parser.getOptionValueSource(name) !== "default");
  return Object.fromEntries(given);
}

/** A value that is an option itself was forgotten: `-m --autogenerate`. */
function parserOption({ flags, help, repeatable, once, choices }: Option, all: readonly Option[]): ParserOption {
  const option = new ParserOption(flags, help);
  if (!flags.includes("<")) return option;
  if (choices !== undefined) option.choices(choices);
  const names = all.flatMap((other) => longNames(other.flags));
  return option.argParser<string | readonly string[]>((value, before) => {
    if (names.includes(value)) throw new InvalidArgumentError("It is an option itself.");
    if (choices !== undefined && !choices.includes(value))
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.`);
    if (once === true && before !== undefined) throw new InvalidArgumentError("It is given twice.");
    return repeatable === true ? [...(Array.isArray(before) ? before : []), value] : value;
  });
}

function longNames(flags: string): readonly string[] {
  return flags.match(/--[\w-]+/g) ?? [];
}

/** A global option without its short flag where the command has that for itself: `current -c`. */
function withoutTaken(option: Option, command: Command): Option {
  const short = /^-\w(?=,)/.exec(option.flags)?.[0];
  const taken = short !== undefined && command.options.some(({ flags }) => flags.startsWith(`${short},`));
  return taken ? { ...option, flags: option.flags.slice(short.length + 2) } : option;
}
