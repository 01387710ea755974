import { applyOp } from "../../ops/behaviours.ts";
import type { ColumnChanges } from "../../ops/column-ops.ts";
import { omit, onTable, tableNameOf } from "../../ops/edit.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import type { OnTable } from "../../ops/table-ops.ts";
import { findTable, sameName } from "../../schema/names.ts";
import type { Index, PrimaryKey, Schema, Table, Unique } from "../../schema/schema.ts";
import { defaultNames, provingCheckName } from "./constraint-names.ts";
import { provesNotNull } from "./not-null-proof.ts";
import { quoteName } from "./quote.ts";
import { beside } from "./scene.ts";
import { withServerNames } from "./server-names.ts";

/** What a form can be made of: the table that the op is about, and the schema before it. */
interface Place {
  readonly table: Table;
  readonly before: Schema;
}

/**
 * The ops that lead to the same schema as `op` and keep readers and writers waiting for a moment only, in their order; undefined where
 * there are none, or `op` is such a one itself. They are made of what 13 to 18 have, for a revision meets any server.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES,
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY.
 */
export function saferForm(op: Op, before: Schema): readonly Op[] | undefined {
  const form = forms[op.kind] as ((op: Op, place: Place) => readonly Op[] | undefined) | undefined;
  const table = isOnTable(op) ? findTable(before, tableNameOf(op)) : undefined;
  return form === undefined || table === undefined ? undefined : form(op, { table, before });
}

const forms: { readonly [K in OpKind]?: (op: OpOf<K>, place: Place) => readonly Op[] | undefined } = {
  createIndex: (op, { table }) =>
    op.concurrently === true || isPartitioned(table) ? undefined : [{ ...op, concurrently: true }],

  dropIndex: (op, { table }) =>
    op.concurrently === true || isPartitioned(table) ? undefined : [{ ...op, concurrently: true }],

  createCheck(op) {
    const { check } = op;
    if (check.notValid === true || check.notEnforced === true) return undefined;
    const { name, expression } = check;
    const which = name === undefined ? { expression } : { name };
    return [
      { ...op, check: { ...check, notValid: true } },
      { kind: "validateConstraint", ...onTable(tableNameOf(op)), type: "check", ...which },
    ];
  },

  // NOT VALID is refused on a partitioned table before 18.
  createForeignKey(op, { table }) {
    const { foreignKey } = op;
    if (foreignKey.notValid === true || foreignKey.notEnforced === true || isPartitioned(table)) return undefined;
    const { name, columns } = foreignKey;
    const which = name === undefined ? { columns } : { name };
    return [
      { ...op, foreignKey: { ...foreignKey, notValid: true } },
      { kind: "validateConstraint", ...onTable(tableNameOf(op)), type: "foreignkey", ...which },
    ];
  },

  createUnique(op, place) {
    const after = withServerNames(applyOp(place.before, op));
    const name = op.unique.name ?? findTable(after, place.table)?.uniques.at(-1)?.name;
    const index = name === undefined ? undefined : indexFor(op, op.unique, name, place);
    return index && [index, { ...op, usingIndex: index.index.name }];
  },

  // Of a column that may be NULL each row would be read, whatever the index.
  createPrimaryKey(op, place) {
    const { name = defaultNames.primary(place.table, op.primaryKey, ""), columns } = op.primaryKey;
    const isProven = columns.every((each) =>
      place.table.columns.some((column) => column.name === each && !column.nullable),
    );
    const index = isProven ? indexFor(op, op.primaryKey, name, place) : undefined;
    return index && [index, { ...op, usingIndex: index.index.name }];
  },

  // A valid check proves that no value is NULL, so that SET NOT NULL reads no row.
  alterColumn(op, { table }) {
    const column = table.columns.find(({ name }) => name === op.column);
    const { nullable, ...others } = op.changes;
    if (nullable !== false || column?.nullable !== true || needsNotNull(others)) return undefined;
    if (column.identity !== undefined || column.generated !== undefined) return undefined;
    const name = provingCheckName(table.name, op.column);
    if (provesNotNull(table, op.column) || table.checks.some((check) => check.name === name)) return undefined;
    const on = onTable(tableNameOf(op));
    const check = { name, expression: `${quoteName(op.column)} IS NOT NULL`, notValid: true } as const;
    return [
      ...(Object.keys(others).length === 0 ? [] : [{ ...op, changes: others }]),
      { kind: "createCheck", ...on, check },
      { kind: "validateConstraint", ...on, type: "check", name },
      { ...omit(op, "using"), changes: { nullable } },
      { kind: "dropConstraint", ...on, type: "check", name },
    ];
  },
};

function isOnTable(op: Op): op is Op & OnTable {
  return "table" in op && typeof op.table === "string";
}

/** Neither CONCURRENTLY nor USING INDEX is for a partitioned table. */
function isPartitioned({ options }: Table): boolean {
  return options.partitionBy !== undefined;
}

/** The index of which a key can be made; undefined where its name is taken, or no index says all of the key. */
function indexFor(
  op: OpOf<"createUnique" | "createPrimaryKey">,
  key: Unique & PrimaryKey,
  name: string,
  { table, before }: Place,
): (OpOf<"createIndex"> & { readonly concurrently: true }) | undefined {
  const isTooMuch = key.withoutOverlaps === true || key.keyOptions !== undefined || key.onConflict !== undefined;
  if (op.usingIndex !== undefined || isTooMuch || isPartitioned(table) || isTaken(name, table, before))
    return undefined;
  const index: Index = {
    ...{ name, unique: true, parts: key.columns.map((column) => ({ column })) },
    ...(key.include === undefined ? {} : { include: key.include }),
    ...(key.nullsNotDistinct === undefined ? {} : { nullsNotDistinct: key.nullsNotDistinct }),
  };
  return { kind: "createIndex", ...onTable(tableNameOf(op)), index, concurrently: true };
}

/** Tables, views, sequences and indexes share their names. */
function isTaken(name: string, table: Table, before: Schema): boolean {
  const wanted = beside(table, name);
  const relations = [...before.tables, ...before.views, ...before.sequences];
  const inTables = withServerNames(before).tables.filter(({ schema }) => schema === table.schema);
  const indexes = inTables.flatMap((each) => [
    ...[...each.indexes, ...each.uniques, ...each.exclusions].map((index) => index.name),
    each.primaryKey && (each.primaryKey.name ?? defaultNames.primary(each, each.primaryKey, "")),
  ]);
  return relations.some((each) => sameName(each, wanted)) || indexes.includes(name);
}

/** Changes that only a column which is NOT NULL can have, or that say what NOT NULL is to be. */
function needsNotNull({ identity, generated, autoincrement, notNull }: ColumnChanges): boolean {
  return [identity, generated, autoincrement, notNull].some((value) => value !== undefined && value !== null);
}
