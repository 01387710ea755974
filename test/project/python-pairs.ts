import type fc from "fast-check";
import { applyOp } from "../../src/ops/behaviours.ts";
import type { ColumnChanges } from "../../src/ops/column-ops.ts";
import type { Op } from "../../src/ops/op.ts";
import type { Check, Schema, Table } from "../../src/schema/schema.ts";
import { drawSchema, type SchemaFeatures } from "../schema/arbitraries.ts";
import { type Draw, drawn } from "../schema/draw.ts";

/** A schema, and the same after some changes of its tables, each of which Alembic has a word for. */
export function changedSchemas(features: SchemaFeatures): fc.Arbitrary<readonly [have: Schema, want: Schema]> {
  return drawn((draw) => {
    const have = named(drawSchema(draw, features));
    let want = have;
    for (let left = draw.int(1, 6); left > 0; left--) want = changed(draw, want, left);
    return [have, want];
  });
}

/** Batch mode is for constraints with names. */
function named(schema: Schema): Schema {
  const tables = schema.tables.map((table) => ({
    ...table,
    checks: distinct(table.checks.map((check, i): Check => ({ ...check, name: check.name ?? `ck_${i}` }))),
  }));
  return { ...schema, tables };
}

function distinct<T extends { readonly name?: string }>(parts: readonly T[]): readonly T[] {
  return parts.filter((part, i) => parts.findIndex((other) => other.name === part.name) === i);
}

/** The schema after one change; as it was, where the change isn't possible. */
function changed(draw: Draw, schema: Schema, salt: number): Schema {
  const tables = schema.tables.filter((table) => table.columns.length > 1);
  if (tables.length === 0) return schema;
  const table = draw.pick(tables);
  const op = draw.pick(changes(draw, table, salt));
  try {
    return applyOp(schema, op);
  } catch {
    return schema;
  }
}

function changes(draw: Draw, table: Table, salt: number): readonly Op[] {
  const on = { table: table.name };
  // The table keeps its first column: one must be left.
  const column = draw.pick(table.columns.slice(1));
  const alter = (changes: ColumnChanges): Op => ({ kind: "alterColumn", ...on, column: column.name, changes });
  const [unique, check, key, index] = [table.uniques, table.checks, table.foreignKeys, table.indexes].map((list) =>
    list.length === 0 ? undefined : draw.pick(list as readonly { readonly name?: string }[]),
  );
  const drop = (
    type: "unique" | "check" | "foreignkey",
    part: { readonly name?: string } | undefined,
  ): readonly Op[] => (part?.name === undefined ? [] : [{ kind: "dropConstraint", ...on, type, name: part.name }]);
  return [
    { kind: "addColumn", ...on, column: { name: `new_${salt}`, type: { kind: "text" }, nullable: true } },
    {
      kind: "addColumn",
      ...on,
      column: { name: `new_${salt}`, type: { kind: "integer" }, nullable: false, default: 7 },
    },
    ...(table.primaryKey?.columns.includes(column.name) === true
      ? []
      : [{ kind: "dropColumn" as const, ...on, column: column.name }]),
    ...(column.generated === undefined && column.autoincrement === undefined
      ? [
          alter({ nullable: true, ...(column.onNullConflict === undefined ? {} : { onNullConflict: null }) }),
          alter({ default: column.default === "it's" ? null : "it's" }),
          alter({ type: { kind: "varchar", length: draw.int(1, 50) } }),
          alter({ type: { kind: "bigint" } }),
        ]
      : []),
    { kind: "createUnique", ...on, unique: { name: `uq_new_${salt}`, columns: [column.name] } },
    ...(column.nullable
      ? [
          {
            kind: "createForeignKey" as const,
            ...on,
            foreignKey: {
              name: `fk_new_${salt}`,
              columns: [column.name],
              references: { table: table.name, columns: [column.name] },
            },
          },
        ]
      : []),
    { kind: "createCheck", ...on, check: { name: `ck_new_${salt}`, expression: "1 = 1" } },
    { kind: "createIndex", ...on, index: { name: `ix_new_${salt}`, parts: [{ column: column.name }], where: "1 = 1" } },
    ...drop("unique", unique),
    ...drop("check", check),
    ...drop("foreignkey", key),
    ...(index?.name === undefined ? [] : [{ kind: "dropIndex" as const, ...on, index: index.name }]),
  ];
}
