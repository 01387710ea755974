import { didYouMean } from "../base/nearest.ts";
import type { Finding, Place } from "./finding.ts";
import type { RuleLevel } from "./lint.ts";
import { idleSuppression } from "./rules/idle-suppression.ts";
import { rules } from "./rules.ts";

/** A file, with the comments in it. */
export interface CommentedFile {
  readonly path: string;
  readonly text: string;
}

/** A file whose findings are looked at. */
export interface SuppressedFile extends CommentedFile {
  /** Absent for a file that is no revision. */
  readonly revision?: string;
  readonly levels: Readonly<Record<string, RuleLevel>>;
}

/** `limbeck-ignore RULE: reason` in a comment. */
interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly place: Place;
  /** The lines that it is for, from 1, both included. */
  readonly from: number;
  readonly to: number;
}

/** Findings that stay, and those that the file accepts, with the reason that it gives. */
export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly accepted: readonly { readonly finding: Finding; readonly reason: string }[];
}

/**
 * Takes away the findings of a file that it accepts: by a comment `limbeck-ignore RULE: reason` on the line of the statement or above it,
 * or `limbeck-ignore-file RULE: reason` anywhere. A comment without a reason accepts nothing, and one that has nothing to accept is a finding
 * itself. Pure.
 */
export function suppress(findings: readonly Finding[], file: SuppressedFile): Suppressed {
  const suppressions = suppressionsIn(file);
  const kept: Finding[] = [];
  const accepted: { finding: Finding; reason: string }[] = [];
  const used = new Set<Suppression>();
  for (const finding of findings) {
    const found = suppressions.filter((each) => each.reason !== "" && covers(each, finding));
    for (const each of found) used.add(each);
    const [first] = found;
    if (first === undefined) kept.push(finding);
    else accepted.push({ finding, reason: first.reason });
  }
  // A word about data is for `verify` as well, which tries what no rule can tell.
  const isIdle = (each: Suppression) => !used.has(each) && (each.rule !== "data-loss" || each.reason === "");
  const idle = suppressions.filter(isIdle).flatMap((each) => idleFinding(each, file));
  return { findings: [...kept, ...idle].sort((a, b) => a.place.line - b.place.line), accepted };
}

/** A function that says why the file accepts what a rule may find at a place; undefined where it doesn't. Pure. */
export function acceptedBy(file: CommentedFile, rule: string): (place: Place) => string | undefined {
  const found = suppressionsIn(file).filter((each) => each.reason !== "");
  return (place) => found.find((each) => covers(each, { rule, place }))?.reason;
}

function covers({ rule, from, to }: Suppression, finding: Pick<Finding, "rule" | "place">): boolean {
  return rule === finding.rule && finding.place.line <= to && finding.place.endLine >= from;
}

const COMMENT = /(?:\/\/|--|#|\/\*)\s*(limbeck-ignore(-file)?\b\s*([^:]*?)\s*(?::\s*(.*?))?)\s*(?:\*\/\s*)?$/;

function suppressionsIn({ path, text }: CommentedFile): readonly Suppression[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, i): readonly Suppression[] => {
    const found = COMMENT.exec(line);
    if (found === null) return [];
    const [, whole = "", isOfFile, named = "", reason = ""] = found;
    const column = found.index + 1;
    const place = { path, line: i + 1, column, endLine: i + 1, endColumn: column + whole.length };
    const isAlone = line.slice(0, found.index).trim() === "";
    const to = isAlone ? nextStatement(lines, i) : i + 1;
    const range = isOfFile === undefined ? { from: i + 1, to } : { from: 1, to: lines.length };
    const ids = named.split(",").map((id) => id.trim());
    return ids.map((rule) => ({ rule, reason: reason.trim(), place, ...range }));
  });
}

/** The 1-based number of the first line behind a comment that is neither blank nor another comment. */
function nextStatement(lines: readonly string[], comment: number): number {
  const at = lines.findIndex((line, i) => i > comment && !/^\s*(?:\/\/.*|--.*|#.*|\/\*.*\*\/\s*)?$/.test(line));
  return (at === -1 ? comment : at) + 1;
}

function idleFinding({ rule, reason, place }: Suppression, { revision, levels }: SuppressedFile): readonly Finding[] {
  const ids = rules.map(({ id }) => id);
  const level = levels[idleSuppression.id] ?? idleSuppression.severity;
  // A rule that is switched off finds nothing, and its comments wait for it.
  if (level === "off" || levels[rule] === "off") return [];
  const known = ids.includes(rule);
  const message = known
    ? reason === ""
      ? `The comment accepts ${rule} and gives no reason, so it accepts nothing`
      : `There is nothing of ${rule} here that the comment could accept`
    : rule === ""
      ? "The comment names no rule"
      : `There is no rule "${rule}"${didYouMean(rule, ids)}`;
  const text = known && reason === "" ? "Give the reason behind a colon." : idleSuppression.instead;
  return [
    {
      ...{ rule: idleSuppression.id, severity: level, message, why: idleSuppression.why, instead: { text } },
      ...(revision === undefined ? {} : { revision }),
      ...{ direction: "upgrade", place },
    },
  ];
}
