import type { FillingInfo, JournalInfo } from "../project/journal-info.ts";
import type { StatusResult } from "../project/results.ts";
import { currentLine, headLine } from "./revision-text.ts";
import { runnerLines } from "./running-text.ts";
import type { Style } from "./style.ts";
import { lines, timeText } from "./text.ts";

/** Where a database is, and what is out of order, a section for each. */
export function statusText(result: StatusResult, style: Style): string {
  const atBase = result.current.length === 0 && result.unknown.length === 0;
  const unfinished = result.unfinished === undefined ? [] : [result.unfinished];
  return lines([
    `Database: ${result.database}`,
    ...section("Current", atBase ? ["base"] : result.current.map((info) => currentLine(info, style))),
    ...section(style.bad("Unknown to the files"), result.unknown),
    ...section(
      style.warn("Pending"),
      result.pending.map((info) => headLine(info, style)),
    ),
    ...section(
      style.bad("Edited since they were applied"),
      result.edited.map(({ revision, path }) => `${revision}  ${path}`),
    ),
    ...section(
      style.bad("Never ended"),
      unfinished.flatMap((run) => [runLine(run), ...committedLines(run)]),
    ),
    ...section(
      "Running",
      result.running.flatMap((runner) => runnerLines(runner, style)),
    ),
    ...section("Last runs", result.lastRuns.map(runLine)),
  ]);
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  ${item}`)];
}

function committedLines({ committed = [] }: JournalInfo): readonly string[] {
  return committed.length === 0 ? [] : ["  committed are:", ...committed.map((line) => `    ${line}`)];
}

/** A run in one line. */
export function runLine(run: JournalInfo): string {
  const facts = [
    run.startedAt ?? "",
    `${run.direction} ${run.revision}`.trimEnd(),
    run.outcome,
    run.statements === undefined ? "" : `${run.statements.done} of ${run.statements.total ?? "?"} statements`,
    run.filling === undefined ? "" : fillingText(run.filling),
    run.ms === undefined ? "" : timeText(run.ms),
    run.user === undefined ? "" : `by ${run.user}${run.host === undefined ? "" : ` on ${run.host}`}`,
    shortText(run.message ?? ""),
  ];
  return facts.filter((fact) => fact !== "").join("  ");
}

function fillingText({ text, passed, about, left, rate }: FillingInfo): string {
  const of = about === undefined ? "" : ` of about ${about.toLocaleString("en")}`;
  const speed = rate === undefined ? "" : `, ${rate.toLocaleString("en")} rows/s`;
  const time =
    left === undefined || rate === undefined || rate === 0 ? "" : `, about ${timeText((left * 1000) / rate)} left`;
  return `${text}: ${passed.toLocaleString("en")}${of} rows${speed}${time}`;
}

/** The first line of a message, and the second where the first announces it. */
function shortText(message: string): string {
  const [first = "", second = ""] = message.split("\n");
  return first.endsWith(":") ? `${first} ${second.trim()}` : first;
}
