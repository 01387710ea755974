import { stableJson } from "../base/hash.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import type { Column, Table } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";

/**
 * A table whose rows both the table and what it was before can hold: with the narrower of two types, the NOT NULL, the keys and the checks of
 * either. Undefined where a column has become one of another kind, whose values are none of the old one. Pure.
 */
export function commonTable(now: Table, before: Table): Table | undefined {
  const columns: Column[] = [];
  for (const column of now.columns) {
    const old = before.columns.find(({ name }) => name === column.name);
    const both = old === undefined ? column : commonColumn(column, old);
    if (both === undefined) return undefined;
    columns.push(both);
  }
  const isThere = (name: string) => columns.some((column) => column.name === name);
  const uniques = before.uniques.filter((unique) => unique.columns.every(isThere) && isNew(now.uniques, unique));
  const gone = before.columns.map(({ name }) => name).filter((name) => !isThere(name));
  const checks = before.checks.filter(
    (check) => isNew(now.checks, check) && !gone.some((name) => mentionsIdentifier(check.expression, name)),
  );
  const foreignKeys = before.foreignKeys.filter((key) => key.columns.every(isThere) && isNew(now.foreignKeys, key));
  return {
    ...{ ...now, columns },
    uniques: [...now.uniques, ...uniques],
    checks: [...now.checks, ...checks],
    foreignKeys: [...now.foreignKeys, ...foreignKeys],
  };
}

/** True for a part that isn't among the parts as it is. */
export function isNew<Part>(parts: readonly Part[], part: Part): boolean {
  return !parts.some((each) => stableJson(each) === stableJson(part));
}

function commonColumn(now: Column, before: Column): Column | undefined {
  const type = narrower(now.type, before.type);
  return type === undefined ? undefined : { ...now, type, nullable: now.nullable && before.nullable };
}

/** Whole numbers and texts, by how much they hold. */
const FAMILIES: readonly (readonly ColumnType["kind"][])[] = [
  ["smallint", "integer", "bigint"],
  ["char", "varchar", "text"],
];

function narrower(a: ColumnType, b: ColumnType): ColumnType | undefined {
  if (stableJson(a) === stableJson(b)) return a;
  const family = FAMILIES.find((kinds) => kinds.includes(a.kind) && kinds.includes(b.kind));
  if (family === undefined) return undefined;
  const size = (type: ColumnType) => ("length" in type ? (type.length ?? Number.POSITIVE_INFINITY) : 0);
  if (size(a) !== size(b)) return size(a) < size(b) ? a : b;
  return family.indexOf(a.kind) < family.indexOf(b.kind) ? a : b;
}
