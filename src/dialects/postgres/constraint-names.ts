import { hashText, stableJson } from "../../base/hash.ts";
import {
  joinedName,
  usualCheckName,
  usualExclusionName,
  usualForeignKeyName,
  usualPrimaryKeyName,
  usualUniqueName,
} from "../../schema/joined-name.ts";
import type { Index, PrimaryKey, Table } from "../../schema/schema.ts";

/**
 * The name that the server gives to a constraint without one; where that is taken, `number` is tried, from "1" on.
 * Source: `ChooseIndexName` and `ChooseConstraintName` of the server, the same from 13 to 18.
 */
export const defaultNames = {
  primary: (table: Table, _: PrimaryKey, number: string) => usualPrimaryKeyName(table, number),
  unique: usualUniqueName,
  foreignkey: usualForeignKeyName,
  exclude: usualExclusionName,
  check: usualCheckName,
} as const;

/** The name of the constraint behind NOT NULL, since 18. */
export function notNullName(table: string, column: string): string {
  return joinedName(table, column, "not_null");
}

/** The name of a check that proves NOT NULL until the column says it itself: another than `notNullName`, which the server takes then. */
export function provingCheckName(table: string, column: string): string {
  return joinedName(table, column, "is_not_null");
}

/** The name of the sequence that a serial or identity column gets, unless it is taken. */
export function sequenceName(table: string, column: string): string {
  return joinedName(table, column, "seq");
}

/**
 * A name for the part that a partition has of an index of its table; where it is taken, `number` is tried. The server would take any. What the
 * index is has a word in it: none of the names that the server gives is like it, nor that of a part of an index that was called so before.
 */
export function partIndexName({ name }: Table, index: Index, number: string): string {
  const word = hashText(stableJson({ ...index, name: undefined, comment: undefined })).slice(0, 6);
  return joinedName(name, index.name, `${word}_idx${number}`);
}
