import { given } from "../../base/given.ts";
import type { Sequence } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName, quoteText } from "./quote.ts";
import { statedOptions } from "./sequence-options.ts";

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
  const [start, increment, min] = [textOf(row, "start"), textOf(row, "increment"), textOf(row, "min")];
  const stated = { start, increment, min, max: textOf(row, "max"), cache: textOf(row, "cache") };
  const cycle = Number(row["cycle"]) === 1 ? (true as const) : undefined;
  return { name: textOf(row, "name"), ...statedOptions({ ...stated, ...given({ cycle }) }) };
}
