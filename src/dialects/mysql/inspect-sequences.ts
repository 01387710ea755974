import { given } from "../../base/given.ts";
import type { Sequence } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { maybeText, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName, quoteText } from "./quote.ts";

/** MariaDB's sequences, each of which is read like a table. Source: https://mariadb.com/kb/en/create-sequence/. */
export async function readSequences(reading: Reading, names: readonly string[]): Promise<readonly Sequence[]> {
  if (names.length === 0) return [];
  const queries = names.map(
    (name) => `SELECT ${quoteText(name)} AS name, minimum_value AS min, maximum_value AS max, start_value AS start,
  increment, cache_size AS cache, cycle_option AS cycle FROM ${quoteName(name)}`,
  );
  return (await reading.rows(queries.join("\nUNION ALL\n"))).map(sequenceOf);
}

function sequenceOf(row: Row): Sequence {
  const isDescending = textOf(row, "increment").startsWith("-");
  const usual = isDescending ? DESCENDING : ASCENDING;
  const unlike = (field: string, value: string) => (textOf(row, field) === value ? undefined : maybeText(row, field));
  const [min, max] = [unlike("min", usual.min), unlike("max", usual.max)];
  return {
    name: textOf(row, "name"),
    ...given({
      start: unlike("start", textOf(row, isDescending ? "max" : "min")),
      increment: unlike("increment", "1"),
      min,
      max,
      cache: unlike("cache", USUAL_CACHE),
      cycle: Number(row["cycle"]) === 1 ? (true as const) : undefined,
    }),
  };
}

/** What a sequence has that says nothing else. Source: https://mariadb.com/kb/en/create-sequence/. */
const ASCENDING = { min: "1", max: "9223372036854775806" } as const;
const DESCENDING = { min: "-9223372036854775807", max: "-1" } as const;
const USUAL_CACHE = "1000";
