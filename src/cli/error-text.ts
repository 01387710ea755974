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
    ...(debug ? stacksOf(error) : coded ? [] : framesOf(error)),
    `  ${style.good("hint")}: ${hint}`,
    style.dim(`  more: limbeck explain ${code}`),
  ];
  return { text: `${text.join("\n")}\n`, json: { error: { code, message, hint, details } }, exit };
}

function framesOf(error: unknown): readonly string[] {
  return stackOf(error)
    .filter((line) => /^\s+at /.test(line) && !line.includes("node:internal"))
    .slice(0, shownFrames);
}

/** The stack of an error, and those of the errors that it wraps. */
function stacksOf(error: unknown): readonly string[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return [...stackOf(error), ...(cause === undefined ? [] : ["caused by", ...stacksOf(cause)])];
}

function stackOf(error: unknown): readonly string[] {
  return error instanceof Error ? (error.stack ?? "").split("\n") : [];
}
