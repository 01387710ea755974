import { given } from "../../base/given.ts";
import type { SequenceOptions } from "../../schema/numbering.ts";

/** What a sequence has that says nothing else, going up and down. Source: https://mariadb.com/kb/en/create-sequence/. */
const ASCENDING = { min: "1", max: "9223372036854775806" } as const;
const DESCENDING = { min: "-9223372036854775807", max: "-1" } as const;
const USUAL_CACHE = "1000";

/** True for a sequence that counts down. */
export function isDescending({ increment = "1" }: SequenceOptions): boolean {
  return increment.startsWith("-");
}

/** The options with those that they don't state. */
export function fullOptions(
  options: SequenceOptions,
): SequenceOptions & Required<Pick<SequenceOptions, "start" | "increment" | "min" | "max" | "cache">> {
  const usual = isDescending(options) ? DESCENDING : ASCENDING;
  const { increment = "1", min = usual.min, max = usual.max, cache = USUAL_CACHE } = options;
  const { start = isDescending(options) ? max : min } = options;
  return { ...options, start, increment, min, max, cache };
}

/** The options without those that say what the server does anyway. Every number of MariaDB's sequences is a bigint. */
export function statedOptions(options: SequenceOptions): SequenceOptions {
  const { type, cycle } = options;
  const usual = isDescending(options) ? DESCENDING : ASCENDING;
  const { start, increment, min, max, cache } = fullOptions(options);
  const first = isDescending(options) ? max : min;
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
