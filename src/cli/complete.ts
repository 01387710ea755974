import type { GlobalOptions } from "../project/use-cases.ts";
import type { Command } from "./command.ts";
import { globalOptions } from "./global-options.ts";

const symbols: readonly string[] = ["head", "heads", "base", "current", "+1", "-1"];

/**
 * Returns what the last of the words may become, one candidate a line's worth; the words are what stands on the command
 * line behind `limbeck`. Outside a project there are no revisions to offer, and that is no error here.
 */
export async function complete(
  words: readonly string[],
  commands: readonly Command[],
  global: GlobalOptions,
): Promise<readonly string[]> {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = commands.find(({ name, aliases }) => before.some((word) => word === name || aliases?.includes(word)));
  const starting = (candidates: readonly string[]): readonly string[] =>
    candidates.filter((text) => text.startsWith(last));
  if (last.startsWith("--"))
    return starting([...globalOptions, ...(command?.options ?? [])].map(({ flags }) => longName(flags)));
  if (command === undefined) return starting(commands.map(({ name }) => name));
  const choices = command.arguments.flatMap((argument) => argument.choices ?? []);
  const revisions = command.arguments.some((argument) => argument.isRevision) ? await revisionNames(global) : [];
  return starting([...choices.filter((choice) => !before.includes(choice)), ...revisions]);
}

async function revisionNames(global: GlobalOptions): Promise<readonly string[]> {
  const { history } = await import("../project/history.ts");
  try {
    const found = await history(global, {});
    return [...symbols, ...new Set(found.flatMap((info) => info.branchLabels)), ...found.map((info) => info.revision)];
  } catch {
    // A shell has no place to show an error while a word is completed; the command itself will say it.
    return symbols;
  }
}

function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}
