import { tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { displayName, findTable } from "../schema/names.ts";
import type { Column, Schema } from "../schema/schema.ts";

/** The columns that the ops make NOT NULL and for which rows of tables of `before` may have no value; in words. Pure. */
export function missingValues(ops: readonly Op[], before: Schema): readonly string[] {
  return ops.flatMap((op) => {
    if (op.kind === "alterColumn" && op.changes.nullable === false) {
      const column = `${displayName(tableNameOf(op))}.${op.column}`;
      return [
        `the column ${column} becomes NOT NULL, which the server refuses while a row has none; where that may be, fill it first (op.backfill; in Python, an UPDATE)`,
      ];
    }
    if (op.kind !== "addColumn" || hasValue(op.column) || findTable(before, tableNameOf(op)) === undefined) return [];
    const column = `${displayName(tableNameOf(op))}.${op.column.name}`;
    return [
      `the new column ${column} is NOT NULL and has no default, so that rows which are there have no value for it; where the table has some, write three operations: add it so that it may be NULL, fill it (op.backfill; in Python, an UPDATE), make it NOT NULL`,
    ];
  });
}

/** True when a row that is there gets a value, or needs none. */
function hasValue({ nullable, notNull, default: value, generated, identity, autoincrement }: Column): boolean {
  const given = [value, generated, identity, autoincrement].some((each) => each !== undefined);
  return nullable || given || notNull?.notValid === true;
}
