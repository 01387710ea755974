import type { ColumnType } from "../../schema/types.ts";
import { renderType } from "./types.ts";

/**
 * Whether SQLite makes other values of those that are copied into a column of another type: text that reads as a number becomes that number
 * where numbers are meant, so that `007` is 7. Source: https://www.sqlite.org/datatype3.html §3.
 */
export function convertsValues(from: ColumnType, into: ColumnType): boolean {
  return isText(from) && NUMBERS.test(renderType(into));
}

/** Those of §3.1 in their order: what names an INT is none, whatever else it names. */
function isText(type: ColumnType): boolean {
  const declared = renderType(type);
  return !/INT/i.test(declared) && /CHAR|CLOB|TEXT/i.test(declared);
}

/** DATE and the like have NUMERIC affinity, too, and what they hold seldom reads as a number. */
const NUMBERS = /INT|REAL|FLOA|DOUB|NUM|DEC/i;
