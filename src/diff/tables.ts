import { nameKey } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { byName, type Matching, matchBy, type Sided, sidedOf } from "./pairs.ts";

/** Tables by name, each list in the order of the names. A table that no ALTER can turn into the other is both removed and added. */
export function matchTables(have: Sided<Schema>, want: Sided<Schema>): Matching<Sided<Table>> {
  const tables = (schema: Schema) => schema.tables;
  const matched = matchBy(byName(sidedOf(have, tables)), byName(sidedOf(want, tables)), ({ given }) => nameKey(given));
  const remade = matched.both.filter((pair) => isRemade(pair.have.comparable, pair.want.comparable));
  if (remade.length === 0) return matched;
  return {
    both: matched.both.filter((pair) => !remade.includes(pair)),
    removed: byName([...matched.removed, ...remade.map((pair) => pair.have)]),
    added: byName([...matched.added, ...remade.map((pair) => pair.want)]),
  };
}

function isRemade(have: Table, want: Table): boolean {
  return have.options.virtual !== want.options.virtual;
}
