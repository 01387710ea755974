import { relative } from "node:path";
import type { BranchInfo, RevisionInfo } from "../project/results.ts";
import type { Style } from "./style.ts";

/** One revision on one line, as Alembic writes it: `down -> id (label) (head), message`. */
export function revisionLine(info: RevisionInfo, style: Style): string {
  return `${downText(info)} -> ${style.bold(info.revision)}${marks(info, style)}${messageText(info)}`;
}

/** The revision alone, for lists in which ancestry says nothing: `id (head), message`. */
export function headLine(info: RevisionInfo, style: Style): string {
  return `${style.bold(info.revision)}${marks(info, style)}${messageText(info)}`;
}

/** As `headLine`, for lists of what the database is at, in which that goes without saying. */
export function currentLine({ isCurrent: _, ...info }: RevisionInfo, style: Style): string {
  return headLine(info, style);
}

/** A branch point, and a line for each revision that follows it. */
export function branchLines(info: BranchInfo, style: Style): readonly string[] {
  return [headLine(info, style), ...childLines(info, style)];
}

/** A branch point in full, and a line for each revision that follows it. */
export function branchBlock(info: BranchInfo, style: Style, cwd: string): string {
  return [revisionBlock(info, style, cwd), ...childLines(info, style), ""].join("\n");
}

function childLines({ revision, children }: BranchInfo, style: Style): readonly string[] {
  const indent = " ".repeat(revision.length);
  return children.map((child) => `${indent} -> ${headLine(child, style)}`);
}

/** All that is known of a revision, a line for each fact, paths relative to `cwd`. */
export function revisionBlock(info: RevisionInfo, style: Style, cwd: string): string {
  const facts: readonly (readonly [string, string])[] = [
    ["Rev", `${style.bold(info.revision)}${marks({ ...info, branchLabels: [] }, style)}`],
    [info.isMergePoint ? "Merges" : "Parent", info.downRevisions.join(", ") || "<base>"],
    ["Also depends on", info.dependsOn.join(", ")],
    ["Branches into", info.isBranchPoint ? info.nextRevisions.join(", ") : ""],
    ["Branch names", info.branchLabels.join(", ")],
    ["Path", relative(cwd, info.path) || info.path],
  ];
  const head = facts.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`);
  return [...head, "", ...(info.message || "(no message)").split("\n").map((line) => `    ${line}`), ""].join("\n");
}

function downText(info: RevisionInfo): string {
  const down = info.downRevisions.join(", ") || "<base>";
  return info.dependsOn.length === 0 ? down : `${down} (${info.dependsOn.join(", ")})`;
}

function marks(info: RevisionInfo, style: Style): string {
  const labels = info.branchLabels.length === 0 ? [] : [`(${info.branchLabels.join(", ")})`];
  const head = info.isEffectiveHead ? ["(effective head)"] : info.isHead ? ["(head)"] : [];
  const others = [
    ...(info.isCurrent === true ? [style.good("(current)")] : []),
    ...(info.isBranchPoint ? ["(branchpoint)"] : []),
    ...(info.isMergePoint ? ["(mergepoint)"] : []),
  ];
  return [...labels, ...head, ...others].map((mark) => ` ${mark}`).join("");
}

function messageText(info: RevisionInfo): string {
  const first = info.message.split("\n")[0] ?? "";
  return first === "" ? "" : `, ${first}`;
}
