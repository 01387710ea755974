import type { Progress, RunnerInfo } from "../project/results.ts";
import type { Style } from "./style.ts";
import { oneLine, timeText } from "./text.ts";

/** A look at a statement that still runs. */
type Watched = Extract<Progress, { readonly kind: "watched" }>;

/** `building index: scanning table 45 %, waits for …`: what the server is at, in one line; without the sessions in the way. */
export function viewText({ elapsedMs, view }: Pick<Watched, "elapsedMs" | "view">): string {
  const { progress, waitsFor, blocks } = view;
  return [
    timeText(elapsedMs),
    ...(progress === undefined ? [] : [progressText(progress)]),
    ...(waitsFor === undefined ? [] : [`waits: ${waitsFor}`]),
    ...(blocks.length === 0 ? [] : [`keeps ${blocks.length} waiting`]),
  ].join(", ");
}

function progressText({ phase, done, total, unit }: NonNullable<Watched["view"]["progress"]>): string {
  if (done === undefined || total === undefined || total === 0) return phase;
  const share = `${Math.floor((done * 100) / total)} %`;
  return unit === "%"
    ? `${phase} ${share}`
    : `${phase} ${share} of ${total.toLocaleString("en-US")} ${unit ?? ""}`.trimEnd();
}

/** The sessions that the statement waits for, and those that wait for it, a line each. */
export function sessionLines({ view }: Pick<Watched, "view">, style: Style): readonly string[] {
  return [
    ...view.blockedBy.map((session) => style.warn(`  it waits for ${session}`)),
    ...view.blocks.map((session) => style.warn(`  it keeps waiting ${session}`)),
  ];
}

/** A runner: its session and what that does, then those in its way and those that it keeps waiting. */
export function runnerLines({ session, view }: RunnerInfo, style: Style): readonly string[] {
  const { sql, elapsedMs = 0 } = view;
  const doing = sql === undefined ? "between two statements" : `${viewText({ elapsedMs, view })}: ${oneLine(sql)}`;
  return [`session ${session}, ${doing}`, ...sessionLines({ view }, style)];
}
