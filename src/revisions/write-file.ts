import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf } from "../base/error.ts";
import { createDateText } from "./create-date.ts";
import { fail } from "./errors.ts";
import type { NewRevision } from "./new-revision.ts";
import { pythonText } from "./python-file.ts";
import { checkNewLabel, checkNewRevisionId } from "./revision-id.ts";
import { sectionMarker } from "./sql-file.ts";
import { readTokens } from "./text-javascript.ts";
import { firstParagraph, linesOf } from "./text-place.ts";

/**
 * Returns the text of a revision file, which reads back to the same header.
 * Errors: REVISION_FILE_ID_INVALID, REVISION_FILE_TIMEZONE, REVISION_FILE_SECTION (SQL that has a section marker).
 */
export function revisionText(revision: NewRevision): string {
  checkNewRevisionId(revision.id);
  for (const label of revision.labels) checkNewLabel(label);
  return WRITERS[revision.format](revision);
}

/**
 * Writes a file that must not exist yet, and the directories that it needs: whole or not at all.
 * Errors: REVISION_FILE_EXISTS, REVISION_FILE_UNWRITABLE.
 */
export function writeNewFile(path: string, text: string): void {
  if (existsSync(path)) throw existsError(path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flag: "wx" });
    publish(temporary, { path, text });
  } catch (cause) {
    if (codeOf(cause) === "EEXIST" && existsSync(path)) throw existsError(path);
    throw fail("REVISION_FILE_UNWRITABLE", `"${path}" can't be written: ${messageOf(cause)}`, {
      cause,
      details: { path },
    });
  } finally {
    if (existsSync(temporary)) rmSync(temporary);
  }
}

const WRITERS: Readonly<Record<NewRevision["format"], (revision: NewRevision) => string>> = {
  ts: typescriptText,
  sql: sqlText,
  py: pythonText,
};

function typescriptText(revision: NewRevision): string {
  const { id, downRevisions, labels, dependsOn } = revision;
  return `${docComment(revision)}
${importLines(revision.imports).join("\n")}

export const revision = ${JSON.stringify(id)};
export const downRevision = ${listText(downRevisions)};
export const branchLabels = ${listText(labels)};
export const dependsOn = ${listText(dependsOn)};

${functionText("upgrade", revision.upgrade)}

${functionText("downgrade", revision.downgrade)}
`;
}

function docComment({ id, downRevisions, message, createDate, timezone }: NewRevision): string {
  const text = message.trim().replaceAll(/\*(\\*)\//g, "*$1\\/");
  const lines = [
    ...(text === "" ? [] : [...linesOf(text), ""]),
    `Revision ID: ${id}`,
    `Revises: ${downRevisions.join(", ")}`,
    ...(createDate === undefined ? [] : [`Create Date: ${createDateText(createDate, timezone)}`]),
  ];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

/** `null` for none, the string for one, else a list: what Alembic's own files do. */
function listText(list: readonly string[]): string {
  const [first, ...others] = list.map((item) => JSON.stringify(item));
  if (first === undefined) return "null";
  return others.length === 0 ? first : `[${[first, ...others].join(", ")}]`;
}

/** Longer lines of imports are broken, one name a line. */
const LINE_WIDTH = 80;

/** What is no name is a whole line. */
function importLines(imports: readonly string[]): readonly string[] {
  const isName = (text: string) => /^(?:type )?[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text);
  return [importLine(imports.filter(isName)), ...imports.filter((text) => !isName(text))];
}

function importLine(names: readonly string[]): string {
  const values = [...new Set(names)].filter((name) => name !== "Op" && name !== "type Op");
  if (values.length === 0) return 'import type { Op } from "limbeck";';
  const sorted = [...values, "type Op"].sort((a, b) => compare(nameKey(a), nameKey(b)));
  const line = `import { ${sorted.join(", ")} } from "limbeck";`;
  return line.length <= LINE_WIDTH
    ? line
    : `import {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "limbeck";`;
}

/** Sorted as formatters sort: without `type`, capitals beside small letters. */
function nameKey(name: string): string {
  return name.replace(/^type /, "").toLowerCase();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function functionText(name: string, body: string): string {
  const lines = indented(body.replace(/^\n+|\s+$/g, ""));
  return lines === "" ? `export function ${name}(op: Op) {}` : `export function ${name}(op: Op) {\n${lines}\n}`;
}

/** Indents statements by two spaces, but not the lines inside a template literal: they are part of its text. */
function indented(body: string): string {
  const fixed: (readonly [number, number])[] = [];
  const reader = readTokens(body, (_offset, what) =>
    fail("REVISION_FILE_SYNTAX", `the statements of the new revision have ${what}`),
  );
  for (let token = reader.next(); token.kind !== "end"; token = reader.next()) {
    if (token.kind === "template" || token.kind === "string") fixed.push([token.start, token.end]);
  }
  let next = 0;
  return body.replaceAll(/^(?=.)/gm, (_nothing, offset: number) => {
    while ((fixed[next]?.[1] ?? Number.POSITIVE_INFINITY) <= offset) next++;
    return (fixed[next]?.[0] ?? Number.POSITIVE_INFINITY) < offset ? "" : "  ";
  });
}

function sqlText(revision: NewRevision): string {
  const { id, downRevisions, labels, dependsOn, message, createDate, timezone } = revision;
  const header = [
    ["message", firstParagraph(message)],
    ["revision", id],
    ["down revision", sqlList(downRevisions)],
    ["branch labels", sqlList(labels)],
    ["depends on", sqlList(dependsOn)],
    ...(createDate === undefined ? [] : [["create date", createDateText(createDate, timezone)]]),
  ];
  const lines = header.map(([key, value]) => `-- ${key}: ${value}`.trimEnd());
  const sections = (["upgrade", "downgrade"] as const).map((direction) => {
    const sql = revision[direction].replace(/^\n+|\s+$/g, "");
    if (sql.split("\n").some((line) => sectionMarker(line) !== undefined)) {
      throw fail(
        "REVISION_FILE_SECTION",
        `the ${direction} of revision "${id}" has a line that begins a section itself`,
      );
    }
    return `-- limbeck:${direction}\n${sql === "" ? "" : `${sql}\n`}`;
  });
  return `${lines.join("\n")}\n\n${sections.join("\n")}`;
}

function sqlList(list: readonly string[]): string {
  const unfit = list.find((name) => name !== name.trim() || name.includes(",") || /^(?:none)?$/i.test(name));
  if (unfit !== undefined) {
    throw fail("REVISION_FILE_ID_INVALID", `"${unfit}" can't stand in the header of an SQL revision`, {
      hint: "Write the revision in TypeScript.",
      details: { name: unfit },
    });
  }
  return list.length === 0 ? "none" : list.join(", ");
}

/** Gives the finished file its name; a link, unlike a rename, never replaces a file. */
function publish(temporary: string, { path, text }: { readonly path: string; readonly text: string }): void {
  try {
    linkSync(temporary, path);
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") throw cause;
    // A file system without hard links (FAT, some network shares).
    writeFileSync(path, text, { flag: "wx" });
  }
}

function existsError(path: string): Error {
  return fail("REVISION_FILE_EXISTS", `"${path}" exists already`, { details: { path } });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
