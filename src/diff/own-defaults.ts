import { sameData } from "../base/same-data.ts";
import type { ColumnChanges } from "../ops/column-ops.ts";
import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { allColumns, givenColumn, inheritedColumn } from "../schema/inheritance.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";
import type { Sided } from "./pairs.ts";

/** A table with the schema that it is in. */
interface Side {
  readonly table: Sided<Table>;
  readonly schema: Sided<Schema>;
}

/** What changes of the defaults that a table has of its own, of columns that come from others. */
export function diffOwnDefaults(have: Side, want: Side): readonly Op[] {
  const [old, next] = [have, want].map(({ table }) => table.comparable.ownDefaults ?? {});
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])].sort();
  return names.flatMap((name): readonly Op[] => {
    const to = inheritedColumn(want.table.comparable, name, want.schema.comparable);
    if (to === undefined) return [];
    const written = inheritedColumn(want.table.given, name, want.schema.given);
    // Without one of its own it follows the other table, which changes first.
    const from =
      old?.[name] === undefined
        ? givenColumn(want.table.comparable, name, want.schema.comparable)
        : inheritedColumn(have.table.comparable, name, have.schema.comparable);
    const changes = changesOf(from, to, written);
    if (Object.keys(changes).length === 0) return [];
    return [{ kind: "alterColumn", ...onTable(want.table.given), column: name, changes }];
  });
}

function changesOf(from: Column | undefined, to: Column, written: Column | undefined): ColumnChanges {
  return {
    ...(sameData(from?.default, to.default) ? {} : { default: written?.default ?? null }),
    ...(from?.autoincrement === to.autoincrement ? {} : { autoincrement: to.autoincrement ?? null }),
  };
}

/** A table that joins one with serial columns gets their numbers, and one that leaves it has none: the sequence is the other's. */
export function numbersFromAbove(table: Table, schema: Schema, autoincrement: true | null): readonly Op[] {
  const own = new Set(table.columns.map(({ name }) => name));
  return allColumns(table, schema).flatMap((column): readonly Op[] =>
    own.has(column.name) || column.autoincrement !== true
      ? []
      : [{ kind: "alterColumn", ...onTable(table), column: column.name, changes: { autoincrement } }],
  );
}
