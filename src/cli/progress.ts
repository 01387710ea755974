import type { Progress } from "../project/results.ts";
import type { Io } from "./io.ts";
import { sessionLines, viewText } from "./running-text.ts";
import type { Style } from "./style.ts";
import { oneLine, placeText, timeText } from "./text.ts";

/** Shows the progress of a run on standard error. */
export interface ProgressView {
  readonly show: (progress: Progress) => void;
  /** Says of the step that has not ended that it failed. */
  readonly failed: () => void;
}

type Filled = Extract<Progress, { readonly kind: "filled" }>;
type Watched = Extract<Progress, { readonly kind: "watched" }>;
type Step = Extract<Progress, { readonly kind: "stepStarted" | "stepDone" }>;

/** Between two lines about a backfill where lines can't be written over, in milliseconds. */
const FILLED_EVERY_MS = 10_000;

/**
 * Returns a view with one line a step, with its time. At a terminal the line of the running step is there from its
 * start, and is written over when it ends.
 */
export function progressView(io: Io, style: Style): ProgressView {
  let running: Step | undefined;
  // The running step's line stands above something else, so that it can't be written over.
  let isPassed = false;
  const ended = (step: Step, word: string): void => {
    running = undefined;
    io.err(`${io.errIsTerminal && !isPassed ? "\r\u001b[2K" : ""}${stepLine(step, style)}  ${word}\n`);
  };
  let saidAt = 0;
  /** The running step's line with what it is at; where lines were said meanwhile, it stands below them from now on. */
  const live = (step: Step, doing: string): void => {
    const columns = io.columns ?? 80;
    const text = `  ${doing}`.slice(0, columns - 3);
    isPassed = false;
    io.err(`\r\u001b[2K${stepLine(step, style, columns - 3 - text.length)}${text} …`);
  };
  let sessions = "";
  const watched = (progress: Watched): void => {
    if (running === undefined) return;
    const others = sessionLines(progress, style).join("\n");
    if (others !== sessions && others !== "") say(`${viewText(progress)}\n${others}`);
    sessions = others;
    if (io.errIsTerminal) live(running, viewText(progress));
  };
  const say = (text: string): void => {
    const isFirst = running !== undefined && io.errIsTerminal && !isPassed;
    isPassed ||= isFirst;
    io.err(`${isFirst ? "\n" : ""}${text}\n`);
  };
  const filled = (progress: Filled): void => {
    if (running === undefined) return;
    if (io.errIsTerminal) {
      live(running, filledText(progress));
      return;
    }
    if (progress.ms < saidAt) saidAt = 0;
    if (progress.ms - saidAt < FILLED_EVERY_MS) return;
    saidAt = progress.ms;
    io.err(`${progress.text}: ${filledText(progress)}\n`);
  };
  return {
    show: (progress) => {
      if (progress.kind === "filled") return filled(progress);
      if (progress.kind === "watched") return watched(progress);
      const line = betweenSteps(progress, style);
      if (line !== undefined) return say(line);
      if (!isStep(progress)) return;
      if (progress.kind === "stepDone") return ended(progress, style.good(timeText(progress.ms)));
      running = progress;
      isPassed = false;
      // A line that wraps could not be written over.
      if (io.errIsTerminal) io.err(`${stepLine(progress, style, (io.columns ?? 80) - 3)} …`);
    },
    failed: () => {
      if (running !== undefined) ended(running, style.bad("failed"));
    },
  };
}

function isStep(progress: Progress): progress is Step {
  return progress.kind === "stepStarted" || progress.kind === "stepDone";
}

/** `120,000 of about 1,000,000 rows, 20,000/s`. */
function filledText({ passed, about, rate }: Filled): string {
  const count = (rows: number) => rows.toLocaleString("en-US");
  const of = about === undefined || about < passed ? "" : ` of about ${count(about)}`;
  return `${count(passed)}${of} rows, ${count(rate)}/s`;
}

/** What is said while a step runs, or before the first. */
function betweenSteps(progress: Progress, style: Style): string | undefined {
  if (progress.kind === "output") return progress.line;
  if (progress.kind === "verifying") return style.dim(`Verifying ${progress.revision} …`);
  if (progress.kind === "waiting") return style.warn(progress.message);
  if (progress.kind === "slow") {
    const what = progress.sql === undefined ? "" : `: ${oneLine(progress.sql)}`;
    return style.warn(`It takes longer than warnAfterMs allows, ${timeText(progress.elapsedMs)} so far${what}`);
  }
  if (progress.kind === "undoing") {
    const count = progress.statements === 1 ? "1 statement" : `${progress.statements} statements`;
    if (progress.isAsked) return style.warn(`What is committed of the revision is undone, by ${count}.`);
    return style.warn(`The step failed; what the server has committed of it is undone, by ${count}.`);
  }
  if (progress.kind !== "retrying") return undefined;
  const { message, delayMs, nextTry, tries } = progress;
  return style.warn(`${message}\nUndone; trying again in ${timeText(delayMs)} (try ${nextTry} of ${tries}).`);
}

function stepLine(step: Step, style: Style, width = Number.POSITIVE_INFINITY): string {
  const count = `[${step.number}/${step.total}]`;
  const message = step.message === "" ? "" : `, ${step.message.split("\n")[0]}`;
  const move = ` ${step.direction} ${placeText(step.from)} -> ${placeText(step.to)}${message}`;
  return `${style.dim(count)}${move.slice(0, Math.max(0, width - count.length))}`;
}
