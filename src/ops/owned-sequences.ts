import { nameOf } from "../schema/names.ts";
import type { ObjectName, Schema, Sequence } from "../schema/schema.ts";
import { omit } from "./edit.ts";
import type { Op } from "./op.ts";

/** The schema without the sequences that a dropped table, or one of its columns, takes along. */
export function withoutOwned(schema: Schema, table: ObjectName, column?: string): Schema {
  const owned = ownedBy(schema, table, column);
  return owned.length === 0
    ? schema
    : { ...schema, sequences: schema.sequences.filter((each) => !owned.includes(each)) };
}

/** What brings those sequences back: before the defaults that ask them, and after the columns that own them. */
export function restoreOwned(before: Schema, table: ObjectName, column?: string) {
  const owned = ownedBy(before, table, column);
  return {
    first: owned.map((sequence): Op => ({ kind: "createSequence", sequence: omit(sequence, "ownedBy") })),
    last: owned.flatMap((sequence): readonly Op[] => {
      const { ownedBy: owner } = sequence;
      return owner === undefined ? [] : [{ kind: "setSequenceOwner", ...nameOf(sequence), ownedBy: owner }];
    }),
  };
}

/** The schema in which the sequences of a table follow it, or a column of it, to another name. */
export function withOwner(
  schema: Schema,
  table: ObjectName,
  to: (owner: NonNullable<Sequence["ownedBy"]>) => NonNullable<Sequence["ownedBy"]>,
): Schema {
  const owned = ownedBy(schema, table);
  if (owned.length === 0) return schema;
  return {
    ...schema,
    sequences: schema.sequences.map((each) =>
      each.ownedBy !== undefined && owned.includes(each) ? { ...each, ownedBy: to(each.ownedBy) } : each,
    ),
  };
}

function ownedBy(schema: Schema, table: ObjectName, column?: string): readonly Sequence[] {
  return schema.sequences.filter(
    ({ ownedBy: owner, schema: namespace }) =>
      owner !== undefined &&
      owner.table === table.name &&
      namespace === table.schema &&
      (column === undefined || owner.column === column),
  );
}
