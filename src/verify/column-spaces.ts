import type { Dialect } from "../dialects/contract.ts";
import { sameName } from "../schema/names.ts";
import type { Check, Column, Schema, Table } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { ValueSpace } from "../schema/value-space.ts";
import { joinLimits, type Limits, limitedSpace } from "./limits.ts";
import { partitionLimits } from "./partition-limits.ts";
import { readCheck } from "./read-checks.ts";

/** The values that a column may have by its type, its domain and the conditions on its table, and whether NULL is one of them. */
export interface ColumnSpace {
  readonly space: ValueSpace;
  readonly nullable: boolean;
}

/** The spaces of these columns of a table, by name. Pure. */
export function columnSpaces(
  table: Table,
  columns: readonly Column[],
  { schema, dialect }: { readonly schema: Schema; readonly dialect: Dialect },
): ReadonlyMap<string, ColumnSpace> {
  const limits = mergedLimits([...table.checks.map(limitsOfCheck), partitionLimits(table, schema)]);
  const limitsOf = (name: string): Limits => limits.get(name) ?? limits.get(name.toLowerCase()) ?? {};
  return new Map(
    columns.map((column) => {
      const { space, nullable } = typeSpace(column.type, schema, dialect);
      const primary = table.primaryKey?.columns.includes(column.name) === true;
      return [
        column.name,
        { space: limitedSpace(space, limitsOf(column.name)), nullable: nullable && column.nullable && !primary },
      ];
    }),
  );
}

function typeSpace(type: ColumnType, schema: Schema, dialect: Dialect): ColumnSpace {
  if (type.kind !== "named") return { space: listSpace(type, schema, dialect), nullable: true };
  const found = schema.enums.find((each) => sameName(each, type));
  if (found !== undefined) return { space: { kind: "choices", values: found.values }, nullable: true };
  const domain = schema.domains.find((each) => sameName(each, type));
  if (domain !== undefined) {
    const below = typeSpace(domain.type, schema, dialect);
    const limits = mergedLimits(domain.checks.map(limitsOfCheck)).get("value") ?? {};
    return { space: limitedSpace(below.space, limits), nullable: below.nullable && domain.nullable };
  }
  const composite = schema.composites.find((each) => sameName(each, type));
  if (composite !== undefined) {
    const empty = `'(${",".repeat(Math.max(0, composite.attributes.length - 1))})'`;
    return { space: { kind: "samples", values: [empty] }, nullable: true };
  }
  const isRange = schema.ranges.some((each) => sameName(each, type));
  return { space: isRange ? { kind: "samples", values: ["'empty'"] } : { kind: "unknown" }, nullable: true };
}

/** A list of values of the schema's own types has their values. */
function listSpace(type: ColumnType, schema: Schema, dialect: Dialect): ValueSpace {
  const space = dialect.valueSpace(type);
  if (type.kind !== "array" || space.kind !== "lists" || type.of.kind !== "named") return space;
  return { ...space, of: typeSpace(type.of, schema, dialect).space };
}

function limitsOfCheck(check: Check): ReadonlyMap<string, Limits> {
  if (check.notEnforced === true) return new Map();
  const read = readCheck(check.expression);
  return new Map([...read].map(([name, limits]) => [name === "VALUE" ? "value" : name, limits]));
}

function mergedLimits(maps: readonly ReadonlyMap<string, Limits>[]): ReadonlyMap<string, Limits> {
  const merged = new Map<string, Limits>();
  for (const map of maps) {
    for (const [name, limits] of map) merged.set(name, joinLimits(merged.get(name) ?? {}, limits));
  }
  return merged;
}
