import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { LintFinding, LintResult } from "../project/results.ts";
import type { Style } from "./style.ts";
import { lines, oneLine } from "./text.ts";

/** Findings for people: place, source line with carets, why, and what to write instead. */
export function lintText(result: LintResult, style: Style, cwd: string): string {
  const read = fileReader();
  const blocks = result.findings.map((finding) => lines(findingLines(finding, { style, cwd, read })));
  return [...blocks, lines([summary(result)])].join("\n");
}

/** `3 revisions, no findings`; `2 revisions: 1 error, 2 warnings`. */
export function summary({ revisions, files, counts, findings, accepted }: LintResult): string {
  const looked = [
    ...(revisions.length > 0 || files.length === 0 ? [plural(revisions.length, "revision")] : []),
    ...(files.length > 0 ? [plural(files.length, "file")] : []),
  ];
  const about =
    looked.join(" and ") + (accepted.length === 0 ? "" : ` (${plural(accepted.length, "finding")} accepted)`);
  if (findings.length === 0) return `${about}, no findings`;
  const found = (["error", "warning", "note"] as const).filter((severity) => counts[severity] > 0);
  return `${about}: ${found.map((severity) => plural(counts[severity], severity)).join(", ")}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

interface Manner {
  readonly style: Style;
  readonly cwd: string;
  readonly read: (path: string) => readonly string[];
}

function findingLines(finding: LintFinding, { style, cwd, read }: Manner): readonly string[] {
  const { place, severity, rule, message, why, instead, source, direction } = finding;
  const mark = { error: style.bad, warning: style.warn, note: style.dim }[severity];
  const where = `${relative(cwd, place.path) || place.path}:${place.line}:${place.column}`;
  const back = direction === "downgrade" ? " (downgrade)" : "";
  return [
    `${style.bold(where)}: ${mark(severity)} ${rule}${back}`,
    `  ${oneLine(message)}.`,
    ...sourceLines(finding, { style, read }),
    `  ${why}`,
    ...(source === undefined ? [] : [style.dim(`  ${source}`)]),
    `  Instead: ${instead.text}`,
    ...(instead.code === undefined ? [] : instead.code.split("\n").map((line) => style.good(`    ${line}`))),
  ];
}

/** The line of the place, and a line of carets under it. */
function sourceLines({ place }: LintFinding, { style, read }: Pick<Manner, "style" | "read">): readonly string[] {
  const text = read(place.path)[place.line - 1];
  if (text === undefined || text.trim() === "") return [];
  const end = place.endLine === place.line ? place.endColumn : text.length + 1;
  const number = String(place.line);
  const gap = " ".repeat(number.length);
  const shown = text.replaceAll("\t", " ");
  const carets = " ".repeat(place.column - 1) + "^".repeat(Math.max(1, Math.min(end, text.length + 1) - place.column));
  return [style.dim(`  ${gap} |`), `  ${style.dim(`${number} |`)} ${shown}`, `  ${style.dim(`${gap} |`)} ${carets}`];
}

function fileReader(): Manner["read"] {
  const files = new Map<string, readonly string[]>();
  return (path) => {
    const known = files.get(path) ?? readFileSync(path, "utf8").split(/\r?\n/);
    files.set(path, known);
    return known;
  };
}
