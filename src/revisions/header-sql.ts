import { didYouMean, nearest } from "../base/nearest.ts";
import { type HeaderEntry, type HeaderNames, headerError, headerFrom, type RevisionHeader } from "./header.ts";
import { hasSectionMarker, sectionMarker } from "./sql-file.ts";

const NAMES: HeaderNames = {
  id: "revision",
  downRevisions: "down revision",
  labels: "branch labels",
  dependsOn: "depends on",
};
const LISTS: ReadonlySet<string> = new Set([NAMES.downRevisions, NAMES.labels, NAMES.dependsOn]);
const KNOWN: readonly string[] = [...Object.values(NAMES), "message", "create date"];
const KEY_LINE = /^--[ \t]*([A-Za-z][A-Za-z_ -]{0,39}?)[ \t]*:[ \t]*(.*?)[ \t]*\r?$/;

/**
 * Reads the header of an SQL revision: comment lines `-- key: value` before the first section and the first statement.
 * Keys: `revision`, `down revision`, `branch labels`, `depends on` (lists with commas, or `none`), `message`, `create date`.
 * Returns undefined for a file with none of the first four keys and no section: SQL that other revisions use, and no revision.
 * Errors: REVISION_FILE_NO_ID, REVISION_FILE_HEADER (an unknown or repeated key among them), REVISION_FILE_ID_INVALID.
 */
export function headerSql(text: string, path: string): RevisionHeader | undefined {
  const entries = new Map<string, HeaderEntry>();
  const unknown: { readonly key: string; readonly line: number }[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    if (sectionMarker(line) !== undefined || !/^\s*(?:--|$)/.test(line)) break;
    const [, written, value = ""] = KEY_LINE.exec(line) ?? [];
    if (written === undefined) continue;
    const key = written.toLowerCase().replaceAll(/[_ \t-]+/g, " ");
    if (!KNOWN.includes(key)) unknown.push({ key: written, line: index + 1 });
    else if (entries.has(key)) throw headerError(path, index + 1, `"${key}" stands twice in the header`);
    else entries.set(key, { value: entryValue(key, value), line: index + 1 });
  }
  const meant = Object.values(NAMES).some((key) => entries.has(key)) || unknown.some(({ key }) => nearest(key, KNOWN));
  if (!meant && !hasSectionMarker(text)) return undefined;
  const [first] = unknown;
  if (first !== undefined) {
    throw headerError(path, first.line, `unknown header key "${first.key}"${didYouMean(first.key, KNOWN)}`);
  }
  const message = entries.get("message")?.value;
  return headerFrom(path, NAMES, {
    entries,
    message: typeof message === "string" ? message.replaceAll(/\s+/g, " ") : "",
  });
}

function entryValue(key: string, value: string): HeaderEntry["value"] {
  if (!LISTS.has(key)) return value;
  if (value === "" || value.toLowerCase() === "none") return null;
  return value.split(",").map((item) => item.trim());
}
