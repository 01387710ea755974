import type { Progress } from "../project/results.ts";
import type { Io } from "./io.ts";
import type { Style } from "./style.ts";
import { placeText, timeText } from "./text.ts";

/**
 * Returns what shows the progress of a run on standard error: one line a step with its time. At a terminal the line
 * of the running step is there from its start, and is written over when it ends.
 */
export function progressLines(io: Io, style: Style): (progress: Progress) => void {
  return (progress) => {
    if (progress.kind === "waiting") return io.err(`${style.warn(progress.message)}\n`);
    const message = progress.message === "" ? "" : `, ${progress.message}`;
    const count = style.dim(`[${progress.number}/${progress.total}]`);
    const line = `${count} ${progress.direction} ${placeText(progress.from)} -> ${placeText(progress.to)}${message}`;
    if (progress.kind === "stepDone") {
      const over = io.errIsTerminal ? "\r\u001b[2K" : "";
      return io.err(`${over}${line}  ${style.good(timeText(progress.ms))}\n`);
    }
    if (io.errIsTerminal) io.err(`${line} …`);
  };
}
