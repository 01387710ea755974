import { given } from "../../base/given.ts";
import type { SequenceOptions } from "../../schema/schema.ts";

/** What a sequence has that says nothing else, going up and down. Source: https://mariadb.com/kb/en/create-sequence/. */
const ASCENDING = { min: "1", max: "9223372036854775806" } as const;
const DESCENDING = { min: "-9223372036854775807", max: "-1" } as const;
const USUAL_CACHE = "1000";

/** The options without those that say what the server does anyway. Every number of MariaDB's sequences is a bigint. */
export function statedOptions(options: SequenceOptions): SequenceOptions {
  const { type, increment = "1", cache, cycle } = options;
  const isDescending = increment.startsWith("-");
  const usual = isDescending ? DESCENDING : ASCENDING;
  const { min = usual.min, max = usual.max } = options;
  const first = isDescending ? max : min;
  const { start = first } = options;
  const unlike = (value: string | undefined, other: string) => (value === other ? undefined : value);
  return given({
    type: type === "bigint" ? undefined : type,
    start: unlike(start, first),
    increment: unlike(increment, "1"),
    min: unlike(min, usual.min),
    max: unlike(max, usual.max),
    cache: unlike(cache, USUAL_CACHE),
    cycle,
  });
}
