import type { GlobalOptions } from "../project/use-cases.ts";
import type { Command, Option } from "./command.ts";
import { globalInput, globalOptions } from "./global-options.ts";
import type { Io } from "./io.ts";

const symbols: readonly string[] = ["head", "heads", "base", "current", "+1", "-1"];

/** What the words before the one that is completed have said. */
interface Said {
  readonly command: Command | undefined;
  /** `help` came first, so that the name of a command follows. */
  readonly isHelp: boolean;
  /** How many arguments the command has got. */
  readonly count: number;
  /** The option whose value comes next. */
  readonly open: Option | undefined;
  /** Values of options by long name. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Returns what the last of the words may become, one candidate a line's worth; the words are what stands on the command
 * line behind `limbeck`. Outside a project there are no revisions to offer, and that is no error here.
 */
export async function complete(
  words: readonly string[],
  commands: readonly Command[],
  io: Io,
): Promise<readonly string[]> {
  const last = words.at(-1) ?? "";
  const said = listen(words.slice(0, -1), commands);
  const starting = (candidates: readonly string[]): readonly string[] =>
    candidates.filter((text) => text.startsWith(last));
  const global = globalInput(said.values, io);
  if (said.open !== undefined) {
    const { choices, flags } = said.open;
    return starting(choices ?? (/<(revision|range)>/.test(flags) ? await revisionNames(global, last) : []));
  }
  if (last.startsWith("--")) {
    return starting([...globalOptions, ...(said.command?.options ?? [])].map(({ flags }) => longName(flags)));
  }
  if (said.command === undefined || (said.isHelp && said.count === 0)) {
    return starting([...commands.map(({ name }) => name), ...(said.isHelp ? [] : ["help"])]);
  }
  const taken = said.command.arguments;
  const next = taken[said.count] ?? taken.find(({ syntax }) => syntax.includes("..."));
  return starting(next?.choices ?? (next?.isRevision === true ? await revisionNames(global, last) : []));
}

function listen(words: readonly string[], commands: readonly Command[]): Said {
  let [command, open, isHelp, count]: [Command | undefined, Option | undefined, boolean, number] = [
    undefined,
    undefined,
    false,
    0,
  ];
  const values: Record<string, string> = {};
  for (const word of words) {
    if (open !== undefined) {
      values[longName(open.flags).slice(2)] = word;
      open = undefined;
    } else if (/^-\D/.test(word)) {
      const option = [...(command?.options ?? []), ...globalOptions].find(({ flags }) =>
        flags.split(/[ ,]+/).includes(word),
      );
      open = option?.flags.includes("<") ? option : undefined;
    } else if (command !== undefined) count += 1;
    else if (word === "help") isHelp = true;
    else command = commands.find(({ name, aliases }) => name === word || aliases?.includes(word));
  }
  return { command, isHelp, count, open, values };
}

/** Names of revisions, behind what stands before the `:` of a range or the `@` of a branch already. */
async function revisionNames(global: GlobalOptions, last: string): Promise<readonly string[]> {
  const before = /^.*[:@]/.exec(last)?.[0] ?? "";
  const { history } = await import("../project/history.ts");
  try {
    const found = await history(global, {});
    const labels = new Set(found.flatMap((info) => info.branchLabels));
    return [...symbols, ...labels, ...found.map((info) => info.revision)].map((name) => `${before}${name}`);
  } catch {
    // A shell has no place to show an error while a word is completed; the command itself will say it.
    return symbols.map((name) => `${before}${name}`);
  }
}

function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}
