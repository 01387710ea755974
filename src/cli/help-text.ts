import type { Command } from "./command.ts";
import type { Style } from "./style.ts";

/** The command's name and arguments: `plan <direction> <revision>`. */
export function synopsisOf({ name, arguments: taken }: Command): string {
  return [name, ...taken.map(({ syntax }) => syntax)].join(" ");
}

/** The first part of a command's help. */
export function descriptionOf({ summary, description }: Command): string {
  const first = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  return description === undefined ? first : `${first}\n\n${description}`;
}

/** The last part of a command's help. */
export function exampleText({ examples }: Command, style: Style): string {
  const lines = examples.map(({ line, text }) => `  ${line}\n      ${text}`);
  const [title, ...rest] = [style.bold("Examples:"), ...lines];
  return `\n${[title, ...rest].join("\n")}\n\nEvery command takes the options of \`limbeck help\` as well.`;
}
