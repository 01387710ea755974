import type { Command, Option } from "./command.ts";
import { globalOptions } from "./global-options.ts";
import type { ParsedLine } from "./parser.ts";

/**
 * Reads the lines that are typed most, such as `heads`, `history -v`, `-C app check` or `upgrade head --json`: the command, arguments of one
 * word, flags that take no value, and the values of options that every command has. Whatever else there is in a line, also what is wrong with
 * it, is the parser's: undefined.
 * It answers as the parser does and spares loading that, which takes longer than most of these commands do.
 */
export function plainLine(words: readonly string[], commands: readonly Command[]): ParsedLine | undefined {
  const options: Record<string, boolean | string> = { color: true };
  const given: string[] = [];
  let command: Command | undefined;
  let known: ReadonlyMap<string, Taken | undefined> = everywhere;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const taken = known.get(word);
    if (taken?.kind === "value") {
      at++;
      const value = words[at] ?? "";
      if (value === "" || value.startsWith("-") || options[taken.key] !== undefined) return undefined;
      options[taken.key] = value;
    } else if (taken?.kind === "flag" && command !== undefined) options[taken.key] = taken.value;
    else if (taken !== undefined || word.startsWith("-")) return undefined;
    else if (command !== undefined) given.push(word);
    else {
      command = commands.find((each) => each.name === word || each.aliases?.includes(word));
      if (command === undefined) return undefined;
      known = optionsOf([...globalOptions, ...command.options.map(withoutValue)]);
    }
  }
  if (command === undefined) return undefined;
  const { arguments: taken } = command;
  const required = taken.filter(({ syntax }) => syntax.startsWith("<")).length;
  if (given.length < required || given.length > taken.length) return undefined;
  if (taken.some(({ syntax, choices }) => syntax.includes("...") || choices !== undefined)) return undefined;
  return { command, arguments: taken.map((_, place) => given[place]), options };
}

/** What a word sets: a flag, or the value that comes behind it. */
type Taken =
  | { readonly kind: "flag"; readonly key: string; readonly value: boolean }
  | { readonly kind: "value"; readonly key: string };

/** An option of one command that takes a value is the parser's. */
type Spelled = Pick<Option, "flags" | "repeatable"> & { readonly isParsers?: boolean };

function withoutValue({ flags }: Option): Spelled {
  return { flags, isParsers: /[<[]/.test(flags) };
}

/** The spellings of options; an option of the command's own hides a global one of the same letter. */
function optionsOf(options: readonly Spelled[]): ReadonlyMap<string, Taken | undefined> {
  const known = new Map<string, Taken | undefined>();
  for (const option of options) {
    const spellings = option.flags.match(/(?<![\w-])--?[a-zA-Z][\w-]*/g) ?? [];
    const taken = takenBy(option, spellings.at(-1) ?? "");
    for (const spelling of spellings) known.set(spelling, taken);
  }
  return known;
}

function takenBy({ flags, repeatable, isParsers }: Spelled, long: string): Taken | undefined {
  if (isParsers === true || repeatable === true) return undefined;
  const isNegated = long.startsWith("--no-");
  const name = long.slice(isNegated ? "--no-".length : "--".length);
  const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return /[<[]/.test(flags) ? { kind: "value", key } : { kind: "flag", key, value: !isNegated };
}

const everywhere = optionsOf(globalOptions);
