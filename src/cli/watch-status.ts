import type { WatchResult } from "../project/results.ts";
import type { Call, Outcome } from "./command.ts";
import { runnerLines } from "./running-text.ts";
import { runLine } from "./status-text.ts";
import type { Style } from "./style.ts";
import { lines, placeText } from "./text.ts";

/**
 * Shows the runners at work until the user interrupts it. At a terminal each look is written over the last one; elsewhere one that differs
 * from the last is appended; with --json each is an object of one line.
 */
export async function watchStatus(call: Call): Promise<Outcome> {
  const { watch } = await import("../project/status.ts");
  const { io, style } = call;
  const asJson = call.options["json"] === true;
  let shown = "";
  await watch(call.global, {
    signal: io.interrupted(),
    onLook: (look) => {
      const text = asJson ? `${JSON.stringify(look)}\n` : lookText(look, style);
      if (text === shown) return;
      io.out(io.outIsTerminal && !asJson ? `${erased(shown)}${text}` : text);
      shown = text;
    },
  });
  return { json: undefined, text: "" };
}

function lookText({ at, database, heads, unfinished, running }: WatchResult, style: Style): string {
  const work = running.flatMap((runner) => runnerLines(runner, style));
  return lines([
    `${database} is at ${placeText(heads)}`,
    ...(unfinished === undefined ? [] : [style.warn(runLine(unfinished))]),
    ...(work.length === 0 ? ["No runner is at work."] : [at, ...work]),
  ]);
}

/** Takes the lines back that were written last. */
function erased(text: string): string {
  return "\u001b[1A\u001b[2K".repeat(text.split("\n").length - 1);
}
