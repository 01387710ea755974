import { isLimbeckError, messageOf } from "../base/error.ts";
import type { Style } from "./style.ts";

/** An error as the command line reports it. */
export interface ErrorReport {
  /** Lines for standard error. */
  readonly text: string;
  /** For `--json`. */
  readonly json: { readonly error: Readonly<Record<string, unknown>> };
  readonly exit: number;
}

/** The report of anything thrown: a coded error in full; anything else with the lines of its stack, for it is a bug, Limbeck's or the revision's. */
export function reportError(error: unknown, style: Style, debug: boolean): ErrorReport {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  if (!isLimbeckError(error)) {
    const frames = stack
      .split("\n")
      .filter((line) => debug || (/^\s+at /.test(line) && !line.includes("node:internal")));
    const text = [`${style.bad("error")}: ${messageOf(error)}`, ...frames.slice(0, debug ? frames.length : 8)];
    return {
      text: `${text.join("\n")}\n`,
      json: { error: { code: "UNEXPECTED", message: messageOf(error) } },
      exit: 3,
    };
  }
  const cause =
    error.cause === undefined || error.message.includes(messageOf(error.cause))
      ? []
      : [`  cause: ${messageOf(error.cause)}`];
  const text = [
    `${style.bad("error")} ${style.bold(error.code)}: ${error.message}`,
    ...cause,
    `  ${style.good("hint")}: ${error.hint}`,
    style.dim(`  more: limbeck explain ${error.code}`),
    ...(debug ? [stack] : []),
  ];
  const { code, message, hint, details } = error;
  return { text: `${text.join("\n")}\n`, json: { error: { code, message, hint, details } }, exit: error.exit };
}
