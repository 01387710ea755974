import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf } from "../base/error.ts";
import type { Talk } from "../project/use-cases.ts";
import type { Call, Outcome } from "./command.ts";
import { fail } from "./errors.ts";

/**
 * Runs a verb whose events go where `--events` says, a JSON object a line. On standard output they are all that there is: the result goes to
 * standard error. Errors: CLI_USAGE for a file that can't be written, and for `-` with --json or --sql, which want standard output too.
 */
export async function withEvents(call: Call, run: (talk: Talk) => Promise<Outcome>): Promise<Outcome> {
  const to = call.options["events"];
  if (typeof to !== "string") return run(call.talk);
  if (to === "-") {
    const rival = ["json", "sql"].find((name) => call.options[name] === true);
    if (rival !== undefined) throw fail("CLI_USAGE", `--events - and --${rival} both want standard output`);
    const { text, notes = [], ...outcome } = await run(writingTo(call, (line) => call.io.out(line)));
    return { ...outcome, text: "", notes: [...text.split("\n").filter((line) => line !== ""), ...notes] };
  }
  const file = open(resolve(call.global.cwd, to));
  try {
    return await run(writingTo(call, (line) => writeSync(file, line)));
  } finally {
    closeSync(file);
  }
}

function writingTo({ talk }: Call, write: (line: string) => void): Talk {
  return { ...talk, onEvent: (event) => write(`${JSON.stringify(event)}\n`) };
}

function open(path: string): number {
  try {
    return openSync(path, "a");
  } catch (cause) {
    throw fail("CLI_USAGE", `--events can't write to "${path}": ${messageOf(cause)}`);
  }
}
