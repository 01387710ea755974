import { given } from "../../base/given.ts";
import { applyOp, applyOps } from "../../ops/behaviours.ts";
import type { ColumnChanges } from "../../ops/column-ops.ts";
import { isOnTable, isView, omit, onTable, tableNameOf } from "../../ops/edit.ts";
import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import { allColumns } from "../../schema/inheritance.ts";
import { findIndexed, findTable, sameName } from "../../schema/names.ts";
import type { Index, PrimaryKey, Schema, Table, Unique } from "../../schema/schema.ts";
import { defaultNames, provingCheckName } from "./constraint-names.ts";
import { type FilledColumn, filledColumn, triggeredColumn } from "./filled-column.ts";
import { provesNotNull } from "./not-null-proof.ts";
import { quoteName } from "./quote.ts";
import { retypedColumn } from "./retyped-column.ts";
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
  if (op.kind === "createIndex" || op.kind === "dropIndex") return indexForm(op, before);
  const form = forms[op.kind] as ((op: Op, place: Place) => readonly Op[] | undefined) | undefined;
  const table = isOnTable(op) ? findTable(before, tableNameOf(op)) : undefined;
  return form === undefined || table === undefined ? undefined : form(op, { table, before });
}

/**
 * The ops by which a column has the values of one that only comes with all rows written anew: a plain one, kept up by a trigger; of another
 * type one beside it, whose name it takes at the end. Pure.
 */
export function nearForm(op: Op, before: Schema): readonly Op[] | undefined {
  const table = isOnTable(op) ? findTable(before, tableNameOf(op)) : undefined;
  if (table === undefined) return undefined;
  if (op.kind === "addColumn") return triggeredColumn(op, table, before);
  const steps = op.kind === "alterColumn" ? retypedColumn(op, table, before) : undefined;
  const [added] = steps?.filled ?? [];
  return steps === undefined || added?.kind !== "addColumn" ? undefined : inOrder(added, steps, before);
}

/** A column that is filled, becomes NOT NULL where it is to be, and then what follows. */
function inOrder(op: OpOf<"addColumn">, { filled, isPromised, last }: FilledColumn, before: Schema): readonly Op[] {
  if (!isPromised) return [...filled, ...last];
  const on = onTable(tableNameOf(op));
  const promise: Op = { kind: "alterColumn", ...on, column: op.column.name, changes: { nullable: false } };
  return [...filled, ...(saferForm(promise, applyOps(before, filled)) ?? [promise]), ...last];
}

const forms: { readonly [K in OpKind]?: (op: OpOf<K>, place: Place) => readonly Op[] | undefined } = {
  addColumn(op, { table, before }) {
    const steps = filledColumn(op, table, before);
    return steps && inOrder(op, steps, before);
  },

  createCheck(op) {
    const { check } = op;
    const { name } = check;
    if (name === undefined || check.notValid === true || check.notEnforced === true) return undefined;
    return [
      { ...op, check: { ...check, notValid: true } },
      { kind: "validateConstraint", ...onTable(tableNameOf(op)), type: "check", name },
    ];
  },

  // NOT VALID is refused on a partitioned table before 18.
  createForeignKey(op, { table }) {
    const { foreignKey } = op;
    const { name } = foreignKey;
    if (name === undefined || isPartitioned(table)) return undefined;
    if (foreignKey.notValid === true || foreignKey.notEnforced === true) return undefined;
    return [
      { ...op, foreignKey: { ...foreignKey, notValid: true } },
      { kind: "validateConstraint", ...onTable(tableNameOf(op)), type: "foreignkey", name },
    ];
  },

  createUnique(op, place) {
    const index = indexFor(op, op.unique, place);
    return index && [index, { ...op, usingIndex: index.index.name }];
  },

  // Of a column that may be NULL each row would be read, whatever the index.
  createPrimaryKey(op, place) {
    const isProven = op.primaryKey.columns.every((each) =>
      place.table.columns.some((column) => column.name === each && !column.nullable),
    );
    const index = isProven ? indexFor(op, op.primaryKey, place) : undefined;
    return index && [index, { ...op, usingIndex: index.index.name }];
  },

  // A valid check proves that no value is NULL, so that SET NOT NULL reads no row.
  alterColumn(op, { table, before }) {
    const column = allColumns(table, before).find(({ name }) => name === op.column);
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

/** Of a table or a materialized view. No index of a partitioned table is dropped concurrently. */
function indexForm(op: OpOf<"createIndex" | "dropIndex">, before: Schema): readonly Op[] | undefined {
  const owner = findIndexed(before, tableNameOf(op));
  if (op.concurrently === true || owner === undefined) return undefined;
  return op.kind === "dropIndex" && !isView(owner) && isPartitioned(owner)
    ? undefined
    : [{ ...op, concurrently: true }];
}

/**
 * The op with the name that the server would give to a constraint without one, so that its form can name it: of two alike, each has its
 * own. Without one it stays where another relation has that name, and where the server's way is not known.
 */
export function named(op: Op, before: Schema): Op {
  const found = isOnTable(op) ? findTable(before, tableNameOf(op)) : undefined;
  if (found === undefined) return op;
  const table = (): Table | undefined => findTable(withServerNames(applyOp(before, op)), found);
  const free = (name: string | undefined) => (name === undefined || isTaken(name, found, before) ? {} : { name });
  switch (op.kind) {
    case "createCheck":
      return { ...op, check: { ...given({ name: table()?.checks.at(-1)?.name }), ...op.check } };
    case "createForeignKey":
      return { ...op, foreignKey: { ...given({ name: table()?.foreignKeys.at(-1)?.name }), ...op.foreignKey } };
    case "createUnique":
      return { ...op, unique: { ...free(table()?.uniques.at(-1)?.name), ...op.unique } };
    case "createPrimaryKey":
      return { ...op, primaryKey: { ...free(defaultNames.primary(found, op.primaryKey, "")), ...op.primaryKey } };
    default:
      return op;
  }
}

/** Neither DROP INDEX CONCURRENTLY nor USING INDEX is for a partitioned table. */
function isPartitioned({ options }: Table): boolean {
  return options.partitionBy !== undefined;
}

/** The index of which a key can be made; undefined where its name is taken, or no index says all of the key. */
function indexFor(
  op: OpOf<"createUnique" | "createPrimaryKey">,
  key: Unique & PrimaryKey,
  { table, before }: Place,
): (OpOf<"createIndex"> & { readonly concurrently: true }) | undefined {
  const { name } = key;
  const isTooMuch = key.withoutOverlaps === true || key.keyOptions !== undefined || key.onConflict !== undefined;
  if (name === undefined || op.usingIndex !== undefined || isTooMuch || isPartitioned(table)) return undefined;
  if (isTaken(name, table, before)) return undefined;
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
  const inViews = before.views.filter(({ schema }) => schema === table.schema).flatMap((view) => view.indexes ?? []);
  return (
    relations.some((each) => sameName(each, wanted)) ||
    indexes.includes(name) ||
    inViews.some((index) => index.name === name)
  );
}

/** Changes that only a column which is NOT NULL can have, or that say what NOT NULL is to be. */
function needsNotNull({ identity, generated, autoincrement, notNull }: ColumnChanges): boolean {
  return [identity, generated, autoincrement, notNull].some((value) => value !== undefined && value !== null);
}
