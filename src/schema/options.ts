import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import type { Sql } from "./schema.ts";

/** Turns a value that a person gave into a checked one; `where` begins the message. Errors: SCHEMA_*. */
export type Reader<T> = (value: unknown, where: string) => T;

/** What options are allowed, each with its reader. */
export type OptionReaders = Readonly<Record<string, Reader<unknown>>>;

/** Options as they are read: those that were given, and of flags only the raised ones. */
export type OptionsOf<R extends OptionReaders> = {
  readonly [K in keyof R]?: Exclude<ReturnType<R[K]>, undefined>;
};

/** SQL text as it may be given: sql`…`, or a string. */
export type SqlText = Sql | string;

/**
 * Reads an options object. A key that is undefined counts as absent, and so does a flag that is false.
 * Errors: SCHEMA_OPTION_UNKNOWN, SCHEMA_VALUE_INVALID and those of the readers.
 */
export function readOptions<R extends OptionReaders>(given: unknown, readers: R, where: string): OptionsOf<R> {
  if (given === undefined) return {};
  const record = readRecord(given, `${where}: the options`);
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(record)) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) throw unknownOption(key, Object.keys(readers), where);
    const read = value === undefined ? undefined : reader(value, `${where}: option "${key}"`);
    if (read !== undefined) entries.push([key, read]);
  }
  return Object.fromEntries(entries) as OptionsOf<R>;
}

function unknownOption(key: string, allowed: readonly string[], where: string) {
  const known = allowed.length === 0 ? "It takes no options." : `Its options are ${allowed.join(", ")}.`;
  const message = `${where} has no option "${key}"${didYouMean(key, allowed)}.`;
  return fail("SCHEMA_OPTION_UNKNOWN", message, { hint: known, details: { option: key, allowed } });
}

/** The error for a value of the wrong kind. */
export function invalidValue(where: string, wanted: string, value: unknown, hint?: string) {
  const message = `${where} must be ${wanted}, not ${show(value)}.`;
  return fail("SCHEMA_VALUE_INVALID", message, hint === undefined ? {} : { hint });
}

/** A value as it reads in a message. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value);
}

/** A plain object. */
export function readRecord(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidValue(where, "an object", value);
  return value as Readonly<Record<string, unknown>>;
}

/** A name of one part. Errors: SCHEMA_NAME_INVALID. */
export function readName(value: unknown, where: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw fail("SCHEMA_NAME_INVALID", `${where} must be a name, not ${show(value)}.`);
}

/** A list of names, perhaps empty. */
export function readNames(value: unknown, where: string): readonly string[] {
  return readList(value, where, readName);
}

/** A list of what `reader` reads. */
export function readList<T>(value: unknown, where: string, reader: Reader<T>): readonly T[] {
  if (!Array.isArray(value)) throw invalidValue(where, "a list", value);
  return value.map((item: unknown, i) => reader(item, `${where}, item ${i + 1}`));
}

/** Any text. */
export function readText(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw invalidValue(where, "a string", value);
}

/** True, or undefined for false: a flag that isn't raised is absent. */
export function readFlag(value: unknown, where: string): true | undefined {
  if (typeof value === "boolean") return value || undefined;
  throw invalidValue(where, "true or false", value);
}

/** True or false. */
export function readBoolean(value: unknown, where: string): boolean {
  if (typeof value === "boolean") return value;
  throw invalidValue(where, "true or false", value);
}

/** A whole number that isn't negative. */
export function readCount(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalidValue(where, "a whole number", value);
}

/** SQL text, given as sql`…` or as a string. */
export function readSqlText(value: unknown, where: string): string {
  const text = typeof value === "string" ? value : isSqlRecord(value) ? value.sql : undefined;
  if (text !== undefined && text.trim() !== "") return text;
  throw invalidValue(where, "SQL: sql`…`", value);
}

/** True for what sql`…` makes. */
export function isSqlRecord(value: unknown): value is Sql {
  if (typeof value !== "object" || value === null) return false;
  return "sql" in value && typeof value.sql === "string" && Object.keys(value).length === 1;
}

/** One of some words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (value, where) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const guess = typeof value === "string" ? didYouMean(value, words) : "";
    throw invalidValue(where, `one of ${words.map((word) => `"${word}"`).join(", ")}${guess}`, value);
  };
}

/** A record of texts by name; numbers become text. */
export function readTexts(value: unknown, where: string): Readonly<Record<string, string>> {
  const entries = Object.entries(readRecord(value, where)).map(([key, item]): [string, string] => {
    if (typeof item === "number" || typeof item === "boolean") return [key, String(item)];
    return [key, readText(item, `${where}, "${key}"`)];
  });
  return Object.fromEntries(entries);
}
