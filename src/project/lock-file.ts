import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf } from "../base/error.ts";
import { stableJson } from "../base/hash.ts";
import { fail } from "./errors.ts";
import type { Settings } from "./settings.ts";

/**
 * What is known of revisions beyond their files, kept under version control: a section for each kind of knowledge, in it a record for each
 * key, whose first word is the revision's id.
 */
export type LockFile = { readonly [S in LockSection]: Readonly<Record<string, LockRecord>> };

/** `reviewed`: what somebody has approved; `verified`: the round trips that were made without a finding. */
export type LockSection = keyof typeof SECTIONS;

export type LockRecord = Readonly<Record<string, string | number>>;

/** The sections, and what each record in them says. */
const SECTIONS = {
  reviewed: { at: "string", by: "string", checksum: "string" },
  verified: { checksum: "string", limbeck: "string", rows: "number", seed: "number", standsOn: "string" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, "string" | "number">>>>;

const VERSION = 1;

/** Where the file is: beside the directory of the revisions. Absolute. */
export function lockPath({ locations, alembic }: Settings): string {
  const [first = "."] = locations;
  const directory = alembic?.scripts ?? (basename(first) === "versions" ? dirname(first) : first);
  return join(directory, "limbeck.lock");
}

/** Reads the file; every section is empty where there is none. Errors: LOCK_FILE_INVALID, LOCK_FILE_CONFLICT. */
export function readLockFile(path: string): LockFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return emptyLockFile;
    throw error;
  }
  const conflict = text.split("\n").findIndex((line) => /^(?:<{7}|={7}|>{7}|\|{7})/.test(line));
  if (conflict !== -1) {
    const message = `"${path}:${conflict + 1}" has the marks of a merge that isn't resolved`;
    throw fail("LOCK_FILE_CONFLICT", message, { details: { path, line: conflict + 1 } });
  }
  return readSections(parsed(text, path), path);
}

/** Writes the file, a line for each record, sorted; other processes see the old one or the new one whole. */
export function writeLockFile(path: string, file: LockFile): void {
  const sections = Object.keys(SECTIONS)
    .sort()
    .map((name) => {
      const records = Object.entries(file[name as LockSection]).sort(([a], [b]) => (a < b ? -1 : 1));
      const lines = records.map(([key, record]) => `    ${JSON.stringify(key)}: ${stableJson(record)}`);
      return `  ${JSON.stringify(name)}: {${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}}`;
    });
  const text = `{\n${[...sections, `  "version": ${VERSION}`].join(",\n")}\n}\n`;
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
}

const emptyLockFile: LockFile = { reviewed: {}, verified: {} };

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fail("LOCK_FILE_INVALID", `"${path}" isn't JSON: ${messageOf(cause)}`, { cause, details: { path } });
  }
}

function readSections(value: unknown, path: string): LockFile {
  if (!isRecord(value)) throw invalid(path, "isn't an object");
  const { version, ...sections } = value;
  if (version !== VERSION)
    throw invalid(path, `is of version ${JSON.stringify(version)}, and this Limbeck reads ${VERSION}`);
  const unknown = Object.keys(sections).find((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown !== undefined) throw invalid(path, `has the unknown section "${unknown}"`);
  const names = Object.keys(SECTIONS) as readonly LockSection[];
  const read = names.map((name) => [name, readRecords(name, sections[name] ?? {}, path)] as const);
  return Object.fromEntries(read) as LockFile;
}

function readRecords(section: LockSection, value: unknown, path: string): Readonly<Record<string, LockRecord>> {
  if (!isRecord(value)) throw invalid(path, `has a section "${section}" that isn't an object`);
  const fields: Readonly<Record<string, string>> = SECTIONS[section];
  for (const [key, record] of Object.entries(value)) {
    const place = `"${section}.${key}"`;
    if (!isRecord(record)) throw invalid(path, `has ${place}, which isn't an object`);
    const wrong = [...Object.keys(record), ...Object.keys(fields)].find((name) => typeof record[name] !== fields[name]);
    if (wrong !== undefined)
      throw invalid(path, `has ${place}, whose "${wrong}" is unknown, missing or of another type`);
  }
  return value as Readonly<Record<string, LockRecord>>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(path: string, what: string): Error {
  return fail("LOCK_FILE_INVALID", `"${path}" ${what}`, { details: { path } });
}
