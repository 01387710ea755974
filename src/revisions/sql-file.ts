import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";

/** The SQL of one direction. */
export interface SqlSection {
  /** The text below the marker, as written, up to the next marker or the end of the file. */
  readonly sql: string;
  /** 1-based line of the file on which `sql` begins. */
  readonly line: number;
}

/** The two directions of an SQL revision; without a downgrade section it can't be taken back. */
export interface SqlSections {
  readonly upgrade: SqlSection;
  readonly downgrade: SqlSection | undefined;
}

const DIRECTIONS = ["upgrade", "downgrade"] as const;
const MARKER = /^[ \t]*--[ \t]*limbeck[ \t]*:[ \t]*(.*?)[ \t]*\r?$/i;

/**
 * Returns the sections of an SQL revision. Each begins with its marker, `-- limbeck:upgrade` or `-- limbeck:downgrade`, on a
 * line of its own. Before the first marker only comments may stand. A line that begins with `-- limbeck:` is always a marker,
 * even inside a function body, so that no server's quoting rules are needed to find the sections.
 * Errors: REVISION_FILE_SECTION, with path:line.
 */
export function readSqlSections(text: string, path: string): SqlSections {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  const found = new Map<string, { marker: number; from: number; to: number }>();
  let open: { to: number } | undefined;
  lines.forEach((line, index) => {
    const name = sectionMarker(line);
    if (name === undefined) return;
    const direction = DIRECTIONS.find((known) => known === name);
    if (direction === undefined) {
      throw sectionError(path, index + 1, `"${line.trim()}" begins no section${didYouMean(name, DIRECTIONS)}`);
    }
    const before = found.get(direction);
    if (before !== undefined) {
      throw sectionError(path, index + 1, `a second ${direction} section; the first is on line ${before.marker + 1}`);
    }
    if (open === undefined) refuseStatements(lines.slice(0, index), path);
    else open.to = index;
    const section = { marker: index, from: index + 1, to: lines.length };
    found.set(direction, section);
    open = section;
  });
  const section = (direction: string): SqlSection | undefined => {
    const place = found.get(direction);
    return place && { sql: lines.slice(place.from, place.to).join("\n"), line: place.from + 1 };
  };
  const upgrade = section("upgrade");
  if (upgrade === undefined) throw sectionError(path, 1, "there is no `-- limbeck:upgrade` section");
  return { upgrade, downgrade: section("downgrade") };
}

/** The word of a section marker, in lower case, if this line is one; it may be no known section. */
export function sectionMarker(line: string): string | undefined {
  return MARKER.exec(line)?.[1]?.toLowerCase();
}

/** Whether a section begins anywhere in this text. */
export function hasSectionMarker(text: string): boolean {
  return /^[ \t]*--[ \t]*limbeck[ \t]*:/im.test(text);
}

/** Refuses anything but comments and empty lines before the first section. */
function refuseStatements(lines: readonly string[], path: string): void {
  const text = lines.join("\n").replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, " "));
  text.split("\n").forEach((line, index) => {
    if (!/^\s*(?:--|$)/.test(line)) {
      throw sectionError(path, index + 1, `"${line.trim()}" stands before the first section`);
    }
  });
}

function sectionError(path: string, line: number, what: string): Error {
  return fail("REVISION_FILE_SECTION", `${path}:${line}: ${what}`, { details: { path, line } });
}
