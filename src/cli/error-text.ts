import { isLimbeckError, messageOf } from "../base/error.ts";
import { cliPages } from "./errors.ts";
import type { Style } from "./style.ts";

/** An error as the command line reports it. */
export interface ErrorReport {
  /** Lines for standard error. */
  readonly text: string;
  /** For `--json`. */
  readonly json: { readonly error: Readonly<Record<string, unknown>> };
  readonly exit: number;
}

/** How many lines of a stack are shown of an error that nobody foresaw. */
const shownFrames = 8;

/** The report of anything thrown: a coded error in full; anything else with where it was thrown. `debug` adds the whole stacks. */
export function reportError(error: unknown, style: Style, debug: boolean): ErrorReport {
  const coded = isLimbeckError(error);
  const page = cliPages.CLI_UNEXPECTED;
  const { code, message, hint, details, exit } = coded
    ? error
    : { code: "CLI_UNEXPECTED", message: messageOf(error), hint: page.fix, details: {}, exit: page.exit };
  const text = [
    `${style.bad("error")} ${style.bold(code)}: ${message}`,
    ...(debug ? stacksOf(error) : coded ? [] : framesOf(error).slice(0, shownFrames)),
    `  ${style.good("hint")}: ${hint}`,
    style.dim(`  more: limbeck explain ${code}`),
  ];
  return { text: `${text.join("\n")}\n`, json: { error: { code, message, hint, details } }, exit };
}

/** Where an error was thrown, and the errors that it wraps, each with where it was thrown. */
function stacksOf(error: unknown): readonly string[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return [...framesOf(error), ...(cause === undefined ? [] : [`caused by: ${messageOf(cause)}`, ...stacksOf(cause)])];
}

/** The lines of a stack below the message. */
function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack.split("\n").filter((line) => /^\s+at /.test(line) && !line.includes("node:internal"));
}
