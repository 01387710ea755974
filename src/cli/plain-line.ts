import type { Command, Option } from "./command.ts";
import { globalOptions } from "./global-options.ts";
import type { ParsedLine } from "./parser.ts";

/**
 * Reads the lines that are typed most, such as `heads`, `history -v` or `upgrade head --json`: the command, arguments of one
 * word and flags that take no value. Whatever else there is in a line, also what is wrong with it, is the parser's: undefined.
 * It answers as the parser does and spares loading that, which takes longer than most of these commands do.
 */
export function plainLine([name, ...words]: readonly string[], commands: readonly Command[]): ParsedLine | undefined {
  const command = commands.find((each) => each.name === name || each.aliases?.includes(name ?? ""));
  if (command === undefined) return undefined;
  const known = flagsOf([...globalOptions, ...command.options]);
  const options: Record<string, boolean> = { color: true };
  const given: string[] = [];
  for (const word of words) {
    const flag = known.get(word);
    if (flag !== undefined) options[flag.key] = flag.value;
    else if (word.startsWith("-")) return undefined;
    else given.push(word);
  }
  const { arguments: taken } = command;
  const required = taken.filter(({ syntax }) => syntax.startsWith("<")).length;
  if (given.length < required || given.length > taken.length) return undefined;
  if (taken.some(({ syntax, choices }) => syntax.includes("...") || choices !== undefined)) return undefined;
  return { command, arguments: taken.map((_, place) => given[place]), options };
}

interface Flag {
  readonly key: string;
  readonly value: boolean;
}

/** The spellings of the options that take no value; an option of the command's own hides a global one of the same letter. */
function flagsOf(options: readonly Option[]): ReadonlyMap<string, Flag | undefined> {
  const known = new Map<string, Flag | undefined>();
  for (const { flags } of options) {
    const spellings = flags.match(/(?<![\w-])--?[a-zA-Z][\w-]*/g) ?? [];
    const flag = /[<[]/.test(flags) ? undefined : flagOf(spellings.at(-1) ?? "");
    for (const spelling of spellings) known.set(spelling, flag);
  }
  return known;
}

function flagOf(long: string): Flag {
  const isNegated = long.startsWith("--no-");
  const name = long.slice(isNegated ? "--no-".length : "--".length);
  return { key: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value: !isNegated };
}
