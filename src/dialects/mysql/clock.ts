/**
 * `CURRENT_TIMESTAMP`, or `CURRENT_TIMESTAMP(3)`, where the text says that in one of its spellings; undefined where it says anything else.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/date-and-time-functions.html#function_now.
 */
export function clockOf(text: string): string | undefined {
  const found = /^\(*\s*(?:current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*(\d*)\s*\))?\s*\)*$/i.exec(text);
  if (found === null || /^\(*\s*now\s*\)*$/i.test(text)) return undefined;
  const digits = Number(found[1] ?? 0);
  return digits === 0 ? "CURRENT_TIMESTAMP" : `CURRENT_TIMESTAMP(${digits})`;
}
