import { sameData } from "../base/same-data.ts";
import type { ColumnChanges } from "../ops/column-ops.ts";
import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { allColumns, givenColumn, inheritedColumn, under } from "../schema/inheritance.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";
import type { Sided } from "./pairs.ts";

/** A table with the schema that it is in. */
interface Side {
  readonly table: Sided<Table>;
  readonly schema: Sided<Schema>;
}

/** What changes of that which a table says itself of columns that come from others. */
export function diffOwnDefaults(have: Side, want: Side): readonly Op[] {
  const [old, next] = [have, want].map(({ table }) => ({
    defaults: table.comparable.ownDefaults ?? {},
    columns: table.comparable.ownColumns ?? {},
  }));
  const names = [...new Set([old, next].flatMap((side) => Object.values(side ?? {}).flatMap(Object.keys)))].sort();
  return names.flatMap((name): readonly Op[] => {
    const to = inheritedColumn(want.table.comparable, name, want.schema.comparable);
    if (to === undefined) return [];
    const written = inheritedColumn(want.table.given, name, want.schema.given);
    const was = inheritedColumn(have.table.comparable, name, have.schema.comparable);
    // What it doesn't say itself follows the other table, which changes first.
    const followed = givenColumn(want.table.comparable, name, want.schema.comparable);
    const said = under(old?.columns, name);
    const changes = {
      ...changesOf(under(old?.defaults, name) === undefined ? followed : was, to, written),
      ...(said?.nullable === undefined ? nullableChanges(followed, to, written) : nullableChanges(was, to, written)),
      ...generatedChanges(said?.generated === undefined ? followed : was, to, written),
      ...statisticsChanges(said?.statistics === undefined ? followed : was, to),
    };
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

function nullableChanges(from: Column | undefined, to: Column, written: Column | undefined): ColumnChanges {
  if (from === undefined || from.identity !== undefined) return {};
  return {
    ...(from.nullable === to.nullable ? {} : { nullable: to.nullable }),
    ...(to.nullable || sameData(from.notNull, to.notNull) ? {} : { notNull: written?.notNull ?? null }),
  };
}

function generatedChanges(from: Column | undefined, to: Column, written: Column | undefined): ColumnChanges {
  const isSame = from?.generated === undefined || sameData(from.generated, to.generated);
  return isSame || written?.generated === undefined ? {} : { generated: written.generated };
}

function statisticsChanges(from: Column | undefined, to: Column): ColumnChanges {
  return from === undefined || from.statistics === to.statistics ? {} : { statistics: to.statistics ?? null };
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
