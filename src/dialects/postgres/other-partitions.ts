import type { ObjectName } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteObject, quoteString } from "./quote.ts";

/**
 * A check that a partitioned table has no partitions but these: a foreign one, or one that the config leaves out, is in no schema. `message`
 * says what would become of them. Catalogue: pg_inherits, the same from 13 to 18.
 */
export function noOtherPartitions(table: ObjectName, known: readonly ObjectName[], message: string): Draft {
  const oid = (name: ObjectName) => `to_regclass(${quoteString(quoteObject(name))})`;
  const others = known.map((name) => ` AND inhrelid IS DISTINCT FROM ${oid(name)}`);
  const sql = `SELECT inhrelid::regclass::text AS partition FROM pg_inherits WHERE inhparent = ${oid(table)}${others.join("")}`;
  return { ...draft(sql, factsOf(facts.look, {})), check: { message } };
}
