import { descendantsOf } from "../schema/inheritance.ts";
import { findTable, sameName } from "../schema/names.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";
import { tableNameOf } from "./edit.ts";
import { partsInStore } from "./inherited-parts.ts";
import type { Op } from "./op.ts";
import { partKey, partList, withPartNames } from "./part-names.ts";

/**
 * The schema after an op with the parts of partitions as they were called before: no server gives them other names when the table, a column
 * or the whole gets another one, nor when a neighbour goes.
 */
export function keptPartNames(before: Schema, after: Schema, op: Op): Schema {
  switch (op.kind) {
    case "renameTable":
    case "renameColumn":
    case "renameIndex": {
      const partitions = around(before, tableNameOf(op));
      const isElsewhere = (table: Table) => op.kind !== "renameIndex" || !sameName(table, tableNameOf(op));
      const names = new Map(partitions.filter(isElsewhere).map((table) => [table, partList(table, before)]));
      return before.tables.reduce((now, table, i) => {
        const [parts, next] = [names.get(table), now.tables[i]];
        if (parts === undefined || next === undefined) return now;
        return replaced(
          now,
          next,
          withPartNames(next, now, (_, at) => parts[at]?.name),
        );
      }, after);
    }
    case "dropIndex":
    case "dropConstraint":
    case "dropColumn":
      return around(before, tableNameOf(op)).reduce((now, table) => kept(table, before, now), after);
    default:
      return after;
  }
}

/** The schema in which a table has become a partition of `parent`, with what it has in store and those below it under their names. */
export function joinedPartNames(before: Schema, after: Schema, table: Table, parent: Table): Schema {
  const store = partsInStore(table, parent, before);
  const named = (now: Schema): Schema => {
    const joined = findTable(now, table);
    if (joined === undefined) return now;
    return replaced(
      now,
      joined,
      withPartNames(joined, now, ({ list, whole }) => store.get(partKey(list, whole.name))),
    );
  };
  return around(before, table)
    .filter((each) => each !== table)
    .reduce((now, each) => kept(each, before, now, (key) => store.get(key)), named(after));
}

/** The same where it has become a table by itself, which has under its own names what it had from above. */
export function separatedPartNames(before: Schema, after: Schema, table: Table): Schema {
  const wholes = new Map(
    partList(table, before).map(({ list, name, whole }) => [partKey(list, name), whole.name] as const),
  );
  return around(before, table)
    .filter((each) => each !== table)
    .reduce((now, each) => kept(each, before, now, (key) => wholes.get(key)), after);
}

/** The table, if it is a partition, and all partitions below it. */
function around(schema: Schema, name: ObjectName): readonly Table[] {
  const table = findTable(schema, name);
  if (table === undefined) return [];
  return [table, ...descendantsOf(table, schema)].filter(({ partitionOf }) => partitionOf !== undefined);
}

/** The parts of one table under the names before; `wholeBefore` tells by the key of a part how its whole was called then, if otherwise. */
function kept(
  table: Table,
  before: Schema,
  now: Schema,
  wholeBefore: (key: string) => string | undefined = () => undefined,
): Schema {
  const next = findTable(now, table);
  if (next === undefined) return now;
  const names = new Map(partList(table, before).map(({ list, whole, name }) => [partKey(list, whole.name), name]));
  const named = withPartNames(next, now, ({ list, whole }) =>
    names.get(partKey(list, wholeBefore(partKey(list, whole.name)) ?? whole.name)),
  );
  return replaced(now, next, named);
}

function replaced(schema: Schema, old: Table, table: Table): Schema {
  if (old === table) return schema;
  return { ...schema, tables: schema.tables.map((each) => (sameName(each, old) ? table : each)) };
}
