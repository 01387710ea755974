import { onTable, tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { parentKeys } from "../schema/inheritance.ts";
import { nameKey } from "../schema/names.ts";
import type { ForeignKey, Table } from "../schema/schema.ts";
import { createTable } from "./create-table.ts";
import { createForeignKeys, dropForeignKeys, inKeyOrder, referentKey, refersToAny, withAlike } from "./foreign-keys.ts";
import { dependenciesFirst } from "./order.ts";
import { orderInPlace } from "./order-in-place.ts";
import { byName, type Sided } from "./pairs.ts";
import type { TableChange } from "./table-change.ts";

/** The ops on tables, in the parts between which other objects have their turn. */
export interface TableOps {
  /** Foreign keys that must be gone before anything else is. */
  readonly dropForeignKeys: readonly Op[];
  /** Drops of the tables whose names others take over; those that refer to others first. */
  readonly dropFirst: readonly Op[];
  /** Creations and changes, the ops of one table together. */
  readonly make: readonly Op[];
  /** Foreign keys that need what the other ops make. */
  readonly createForeignKeys: readonly Op[];
  /** Those that refer to others first. */
  readonly drop: readonly Op[];
}

/**
 * Puts the ops on tables in order. Where references may point to what isn't there yet, a foreign key comes and goes with its table
 * as far as that can be; elsewhere those of changed tables are dropped before and made after the changes. `inTheWay` are
 * those of the removed tables that must go before anything is made.
 */
export function orderTables(
  added: readonly Sided<Table>[],
  changed: readonly TableChange[],
  removed: readonly Sided<Table>[],
  inTheWay: readonly Sided<Table>[],
  forwardReferences: boolean,
): TableOps {
  const gone = new Set(inTheWay.map(({ given }) => nameKey(given)));
  const isGone = (table: Sided<Table>) => gone.has(nameKey(table.given));
  if (forwardReferences) {
    const first = dropTables(inTheWay, []);
    const rest = orderInPlace(
      added,
      changed,
      removed.filter((table) => !isGone(table)),
      gone,
    );
    return {
      dropForeignKeys: [...rest.dropForeignKeys, ...first.foreignKeys],
      dropFirst: first.ops,
      make: rest.ops,
      createForeignKeys: rest.createForeignKeys,
      drop: [],
    };
  }
  const created = createTables(added, changed);
  const dropped = dropTables(removed, changed);
  const isFirst = (op: Op) => op.kind === "dropTable" && gone.has(nameKey(tableNameOf(op)));
  return {
    dropForeignKeys: [
      ...changed.flatMap((change) => dropForeignKeys(change, change.dropForeignKeys)),
      ...dropped.foreignKeys,
    ],
    dropFirst: dropped.ops.filter(isFirst),
    make: [
      ...created.ops,
      ...changed.flatMap((change) => change.early),
      ...dependenciesFirst(changed, nameKey, ({ parents }) => parents).items.flatMap((change) => change.ops),
    ],
    createForeignKeys: [
      ...created.foreignKeys,
      ...changed.flatMap((change) => createForeignKeys(change, change.createForeignKeys)),
    ],
    drop: dropped.ops.filter((op) => !isFirst(op)),
  };
}

interface InOrder {
  readonly ops: readonly Op[];
  readonly foreignKeys: readonly Op[];
}

/** A table's own unique indexes come after it, and so does a foreign key to what only they make unique. */
function isOverOwnIndex(table: Table, key: ForeignKey): boolean {
  const { columns } = key.references;
  if (referentKey(key) !== nameKey(table) || columns.length === 0) return false;
  const wanted = sortedText(columns);
  const constraints = table.primaryKey === undefined ? table.uniques : [table.primaryKey, ...table.uniques];
  return !constraints.some((each) => sortedText(each.columns) === wanted);
}

/** The partitions go one by one, before their table, while rows of others refer to theirs. */
function isOverPartitions(table: Table, key: ForeignKey): boolean {
  return table.options.partitionBy !== undefined && referentKey(key) === nameKey(table);
}

function sortedText(columns: readonly string[]): string {
  return [...columns].sort().join("\u0000");
}

/** Each table is followed by its indexes; a foreign key of a partitioned table to itself comes last, so that on the way back it goes first. */
function createTables(tables: readonly Sided<Table>[], changed: readonly TableChange[]): InOrder {
  const { items, unmet } = inReferenceOrder(tables);
  const unready = new Set(changed.filter((change) => makesKeys(change) || setsOptions(change)).map(nameKey));
  const isLate = (table: Table, foreignKey: ForeignKey) =>
    unready.has(referentKey(foreignKey)) ||
    isOverOwnIndex(table, foreignKey) ||
    isOverPartitions(table, foreignKey) ||
    unmet.some(({ item, needs }) => item.given === table && needs === referentKey(foreignKey));
  return {
    ops: items.flatMap((table) => createTable(table, (foreignKey) => !isLate(table.given, foreignKey))),
    foreignKeys: items.flatMap(({ given }) =>
      createForeignKeys(
        given,
        inKeyOrder(given.foreignKeys).filter((foreignKey) => isLate(given, foreignKey)),
      ),
    ),
  };
}

/**
 * Foreign keys go before their table when they close a circle, or when a table that stays loses what they refer to; and those of a partitioned
 * table to itself.
 */
function dropTables(tables: readonly Sided<Table>[], changed: readonly TableChange[]): InOrder {
  const { items, unmet } = inReferenceOrder(tables);
  const byKey = new Map(changed.map((change) => [nameKey(change), change]));
  const isFirst = (table: Table, key: ForeignKey) => {
    if (unmet.some(({ item, needs }) => item.given === table && needs === referentKey(key))) return true;
    if (isOverPartitions(table, key)) return true;
    const referent = byKey.get(referentKey(key));
    if (referent === undefined) return false;
    return refersToAny(key, referent.droppedColumns) || losesKeys(referent) || setsOptions(referent);
  };
  return {
    ops: items.toReversed().map(({ given }) => ({ kind: "dropTable", ...onTable(given) })),
    foreignKeys: items.flatMap(({ given }) => {
      const keys = inKeyOrder(given.foreignKeys);
      return dropForeignKeys(
        given,
        withAlike(
          keys,
          keys.filter((key) => isFirst(given, key)),
        ),
      );
    }),
  };
}

function makesKeys(change: TableChange): boolean {
  return change.ops.some((op) => op.kind.startsWith("create") || op.kind === "addColumn" || op.kind === "alterColumn");
}

function losesKeys(change: TableChange): boolean {
  return [...change.early, ...change.ops].some(
    (op) => op.kind === "dropConstraint" || op.kind === "dropIndex" || op.kind === "alterColumn",
  );
}

/** Tables of another engine, and those in partitions, can't be referred to. */
function setsOptions({ ops }: TableChange): boolean {
  return ops.some(({ kind }) => kind === "setTableOptions");
}

function inReferenceOrder(tables: readonly Sided<Table>[]) {
  return dependenciesFirst(
    byName(tables),
    ({ given }) => nameKey(given),
    ({ given }) => [...new Set([...parentKeys(given), ...given.foreignKeys.map(referentKey)])].sort(),
  );
}
