import { readFileSync } from "node:fs";
import type { Place } from "../lint/finding.ts";
import type { Revision } from "../revisions/revision.ts";
import { linePlace } from "./lint-places.ts";

/** The part of a revision's file that a finding is about. */
export type RevisionPart = "revision" | "parents" | "upgrade" | "downgrade";

const WORDS: Readonly<Record<RevisionPart, RegExp>> = {
  revision: /^(?:\s*(?:export\s+const\s+|--\s*)?)revision\b/,
  parents: /^(?:\s*(?:export\s+const\s+|--\s*)?)(?:down_revision|downRevision|down revision)\b/,
  upgrade: /^(?:def\s+upgrade\b|--\s*limbeck:upgrade\b|.*\bupgrade\b.*[({=])/,
  downgrade: /^(?:def\s+downgrade\b|--\s*limbeck:downgrade\b|.*\bdowngrade\b.*[({=])/,
};

/** Where a part of a revision stands; its first line where it isn't written as it usually is. */
export function placeIn({ path }: Pick<Revision, "path">, part: RevisionPart): Place {
  const lines = readFileSync(path, "utf8")
    .replace(/^\ufeff/, "")
    .split(/\r?\n/);
  const at = lines.findIndex((line) => WORDS[part].test(line));
  return linePlace(path, lines, at === -1 ? 1 : at + 1);
}

/** The first line of a file that needn't be read. */
export function fileStart(path: string): Place {
  return { path, line: 1, column: 1, endLine: 1, endColumn: 2 };
}
