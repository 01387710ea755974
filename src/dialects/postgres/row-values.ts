import type { Driver } from "./driver.ts";

/** Reads a value from the text that the server sends. */
type Reader = (text: string) => unknown;

const INT8 = 20;
const INT8_ARRAY = 1016;

/**
 * Types whose values stay text, or lists of text, exactly as the server writes them: dates and times, for JavaScript's Date has
 * neither their precision nor their time zones, and points and intervals, which have no type of their own here. Arrays come last.
 */
const AS_TEXT: readonly number[] = [1082, 1083, 1114, 1184, 1186, 1266, 600, 718];
const AS_TEXT_ARRAYS: readonly number[] = [1182, 1183, 1115, 1185, 1187, 1270, 1017, 719, 1231, 1003, 1028];

const TEXT_ARRAY = 1009;

/**
 * How the values of a type are read: `bigint` is a number, or beyond 2^53 a bigint; numeric, dates and times are text; the rest is
 * as the driver reads it.
 */
export function readText(types: Driver["types"], oid: number, format: string | undefined): Reader {
  if (format === "binary") return types.getTypeParser(oid, "binary") as Reader;
  if (oid === INT8) return wholeNumber;
  const list = types.getTypeParser(TEXT_ARRAY as number, "text") as (text: string) => readonly (string | null)[];
  if (oid === INT8_ARRAY) return (text) => list(text).map((item) => (item === null ? null : wholeNumber(item)));
  if (AS_TEXT.includes(oid)) return (text) => text;
  if (AS_TEXT_ARRAYS.includes(oid)) return list;
  return types.getTypeParser(oid, "text") as Reader;
}

function wholeNumber(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
