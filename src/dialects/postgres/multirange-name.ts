import { Buffer } from "node:buffer";

const LONGEST_NAME = 63;

/**
 * The name that the server gives to the type of lists of ranges: `range` in the name of the range type becomes `multirange`, and
 * without it `_multirange` is put behind. Source: https://www.postgresql.org/docs/current/sql-createtype.html (14 to 18).
 */
export function multirangeName(range: string): string {
  const at = range.indexOf("range");
  if (at >= 0) return cut(`${range.slice(0, at)}multi${range.slice(at)}`, LONGEST_NAME);
  const tail = "_multirange";
  return `${cut(range, LONGEST_NAME - tail.length)}${tail}`;
}

/** As many whole characters as fit. */
function cut(text: string, bytes: number): string {
  let end = text;
  while (Buffer.byteLength(end) > bytes) end = [...end].slice(0, -1).join("");
  return end;
}
