import { stableJson } from "../base/hash.ts";
import type { ColumnChanges } from "../ops/column-ops.ts";
import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { findTable, nameKey, nameOf } from "../schema/names.ts";
import type { Column, EnumType, ObjectName, Schema } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import { byName, compareNames, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

/**
 * Enums are made before the tables that use them, and dropped after those. Values can be put in; an enum that loses
 * values or has others in between is made anew, and its columns are texts in the meantime.
 */
export function diffEnums(
  have: Sided<Schema>,
  want: Sided<Schema>,
): { readonly create: readonly Op[]; readonly drop: readonly Op[] } {
  const enums = (schema: Schema) => schema.enums;
  const { both, removed, added } = matchBy(byName(sidedOf(have, enums)), byName(sidedOf(want, enums)), ({ given }) =>
    nameKey(given),
  );
  const changed = both.filter((pair) => !sameObject(pair.have, pair.want));
  return {
    create: [
      ...added.map(({ given }): Op => ({ kind: "createEnum", enum: given })),
      ...changed.flatMap((pair) =>
        canGrow(pair.have.given, pair.want.given)
          ? grow(pair.have.given, pair.want.given)
          : replace(pair.want.given, have.given, want.given),
      ),
    ],
    drop: removed.map(({ given }) => ({ kind: "dropEnum", ...nameOf(given) })),
  };
}

/** True when all values stay, in their order, and nothing else changes. */
function canGrow(have: EnumType, want: EnumType): boolean {
  const kept = want.values.filter((value) => have.values.includes(value));
  return have.comment === want.comment && stableJson(kept) === stableJson(have.values);
}

function grow(have: EnumType, want: EnumType): readonly Op[] {
  const added = want.values.filter((value) => !have.values.includes(value));
  return added.map((value) => {
    const before = want.values.slice(want.values.indexOf(value)).find((other) => have.values.includes(other));
    return { kind: "addEnumValue", ...nameOf(want), value, ...(before === undefined ? {} : { before }) };
  });
}

function replace(wanted: EnumType, have: Schema, want: Schema): readonly Op[] {
  const users = [...have.tables]
    .sort(compareNames)
    .flatMap((table) =>
      table.columns.filter((column) => usesType(column.type, wanted)).map((column) => ({ table, column })),
    );
  const alter = (table: ObjectName, column: Column, changes: ColumnChanges): Op => ({
    kind: "alterColumn",
    ...onTable(table),
    column: column.name,
    changes,
  });
  return [
    ...users.map(({ table, column }) => alter(table, column, asText(column))),
    { kind: "dropEnum", ...nameOf(wanted) },
    { kind: "createEnum", enum: wanted },
    ...users.flatMap(({ table, column }) => {
      const after = findTable(want, table)?.columns.find((other) => other.name === column.name);
      if (after === undefined) return [];
      if (usesType(after.type, wanted)) return [alter(table, column, asWanted(column, after))];
      // The type changes with the table. A default that is the same on both sides isn't set there again.
      const isLost = column.default !== undefined && after.default !== undefined;
      return isLost ? [alter(table, column, { default: after.default })] : [];
    }),
  ];
}

/** The default goes too: it is a value of the enum. */
function asText(column: Column): ColumnChanges {
  const type = textLike(column.type);
  return column.default === undefined ? { type } : { type, default: null };
}

function asWanted(have: Column, want: Column): ColumnChanges {
  return have.default === undefined ? { type: want.type } : { type: want.type, default: want.default ?? null };
}

function textLike(type: ColumnType): ColumnType {
  return type.kind === "array" ? { ...type, of: textLike(type.of) } : { kind: "text" };
}

function usesType(type: ColumnType, name: ObjectName): boolean {
  if (type.kind === "array") return usesType(type.of, name);
  return type.kind === "named" && type.name === name.name && type.schema === name.schema;
}
