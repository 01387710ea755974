import { sameData } from "../base/same-data.ts";
import { nameKey } from "../schema/names.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";

/** The lists of a schema but for the tables, and for what is in no namespace. */
const OTHERS = (Object.keys(emptySchema) as (keyof Schema)[]).filter(
  (list) => list !== "tables" && list !== "namespaces" && list !== "extensions",
);

/**
 * True when both have the same objects in the same words, tables in whatever order; namespaces and extensions are not looked at. False says
 * nothing: there may be no difference that counts.
 */
export function sameObjects(have: Schema, want: Schema): boolean {
  if (have.tables.length !== want.tables.length) return false;
  const tables = new Map(have.tables.map((table) => [nameKey(table), table]));
  return (
    want.tables.every((table) => sameData(tables.get(nameKey(table)), table)) &&
    OTHERS.every((list) => sameData(have[list], want[list]))
  );
}
