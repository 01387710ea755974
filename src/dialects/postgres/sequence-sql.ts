import type { SequenceOptions } from "../../schema/numbering.ts";

/** The options that are given, without the type. */
export function sequenceOptionsSql({ start, increment, min, max, cache, cycle }: SequenceOptions): readonly string[] {
  return [
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...(min === undefined ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined ? [] : [`MAXVALUE ${max}`]),
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(cache === undefined ? [] : [`CACHE ${cache}`]),
    ...(cycle === undefined ? [] : ["CYCLE"]),
  ];
}

/**
 * All options without the type, the server's default for each that is absent. All of them, because the defaults of the
 * bounds depend on the direction. Source: https://www.postgresql.org/docs/current/sql-altersequence.html (13 to 18).
 */
export function allSequenceOptions({
  increment = "1",
  min,
  max,
  start,
  cache,
  cycle,
}: SequenceOptions): readonly string[] {
  const first = increment.startsWith("-") ? (max ?? "-1") : (min ?? "1");
  return [
    `INCREMENT BY ${increment}`,
    min === undefined ? "NO MINVALUE" : `MINVALUE ${min}`,
    max === undefined ? "NO MAXVALUE" : `MAXVALUE ${max}`,
    `START WITH ${start ?? first}`,
    `CACHE ${cache ?? "1"}`,
    cycle === true ? "CYCLE" : "NO CYCLE",
  ];
}
