import { stableJson } from "../base/hash.ts";
import { onTable, tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { ForeignKey, ObjectName, Table } from "../schema/schema.ts";
import { dropForeignKey } from "./constraints.ts";
import { createIndexes } from "./indexes.ts";
import { dependenciesFirst } from "./order.ts";
import { byName, compareTexts, type Sided, sidedOf } from "./pairs.ts";
import type { TableChange } from "./table-change.ts";

/** The ops on tables, in the parts between which other objects have their turn. */
export interface TableOps {
  /** Foreign keys that must be gone before anything else is. */
  readonly dropForeignKeys: readonly Op[];
  readonly create: readonly Op[];
  /** The ops of one table stand together. */
  readonly change: readonly Op[];
  /** Foreign keys that need what the other ops make. */
  readonly createForeignKeys: readonly Op[];
  /** Those that refer to others first. */
  readonly drop: readonly Op[];
}

/**
 * Puts the ops on tables in order. Where references may point to what isn't there yet, a foreign key leaves its place only
 * when a column goes or comes that it refers to; elsewhere all of them are dropped before and made after the changes.
 */
export function orderTables(
  added: readonly Sided<Table>[],
  changed: readonly TableChange[],
  removed: readonly Sided<Table>[],
  forwardReferences: boolean,
): TableOps {
  const created = createTables(added, changed, forwardReferences);
  const altered = forwardReferences ? changeInPlace(changed, added) : changeApart(changed);
  const dropped = dropTables(removed, changed, forwardReferences);
  return {
    dropForeignKeys: [...altered.first, ...dropped.foreignKeys],
    create: created.ops,
    change: altered.ops,
    createForeignKeys: [...created.foreignKeys, ...altered.last],
    drop: dropped.ops,
  };
}

interface InOrder {
  readonly ops: readonly Op[];
  readonly foreignKeys: readonly Op[];
}

/** Each table is followed by its indexes. */
function createTables(
  tables: readonly Sided<Table>[],
  changed: readonly TableChange[],
  forwardReferences: boolean,
): InOrder {
  const { items, unmet } = inReferenceOrder(tables);
  const byKey = new Map(changed.map((change) => [nameKey(change), change]));
  // On the way back a column goes only when nothing refers to it.
  const isLate = (table: Table, foreignKey: ForeignKey) => {
    const referent = byKey.get(referentKey(foreignKey));
    if (forwardReferences) return refersToAny(foreignKey, referent?.addedColumns);
    if (referent !== undefined && makesKeys(referent)) return true;
    return unmet.some(({ item, needs }) => item.given === table && needs === referentKey(foreignKey));
  };
  return {
    ops: items.flatMap((table) => createTable(table, (foreignKey) => !isLate(table.given, foreignKey))),
    foreignKeys: items.flatMap(({ given }) =>
      createForeignKeys(
        given,
        sorted(given.foreignKeys).filter((foreignKey) => isLate(given, foreignKey)),
      ),
    ),
  };
}

function createTable(table: Sided<Table>, isInline: (foreignKey: ForeignKey) => boolean): readonly Op[] {
  const { given } = table;
  const bare: Table = { ...given, foreignKeys: given.foreignKeys.filter(isInline), indexes: [] };
  const indexes = createIndexes(onTable(given), byName(sidedOf(table, (side) => side.indexes)));
  return [{ kind: "createTable", table: bare }, ...indexes];
}

interface Altered {
  readonly first: readonly Op[];
  readonly ops: readonly Op[];
  readonly last: readonly Op[];
}

function changeApart(changed: readonly TableChange[]): Altered {
  return {
    first: changed.flatMap((change) => dropForeignKeys(change, change.dropForeignKeys)),
    ops: changed.flatMap((change) => change.ops),
    last: changed.flatMap((change) => createForeignKeys(change, change.createForeignKeys)),
  };
}

function changeInPlace(changed: readonly TableChange[], added: readonly Sided<Table>[]): Altered {
  const needs = needsBetween(changed);
  const { items, unmet } = dependenciesFirst(changed, nameKey, (change) => needs.get(nameKey(change)) ?? []);
  const apart = new Set(unmet.flatMap(({ item, needs: key }) => [nameKey(item), key]));
  const remade = new Set(added.map(({ given }) => nameKey(given)));
  const isFirst = (change: TableChange) =>
    apart.has(nameKey(change)) || change.dropForeignKeys.some((key) => remade.has(referentKey(key)));
  const isLast = (change: TableChange) => apart.has(nameKey(change));
  return {
    first: items.filter(isFirst).flatMap((change) => dropForeignKeys(change, change.dropForeignKeys)),
    ops: items.flatMap((change) => [
      ...(isFirst(change) ? [] : dropForeignKeys(change, change.dropForeignKeys)),
      ...change.ops,
      ...(isLast(change) ? [] : createForeignKeys(change, change.createForeignKeys)),
    ]),
    last: items.filter(isLast).flatMap((change) => createForeignKeys(change, change.createForeignKeys)),
  };
}

/** What each table waits for: the columns that its new foreign keys refer to, and the end of those that refer to its old ones. */
function needsBetween(changed: readonly TableChange[]): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map(changed.map((change) => [nameKey(change), change]));
  const needs = new Map<string, string[]>(changed.map((change) => [nameKey(change), []]));
  for (const change of changed) {
    for (const key of change.createForeignKeys) {
      const referent = byKey.get(referentKey(key));
      if (refersToAny(key, referent?.addedColumns)) needs.get(nameKey(change))?.push(referentKey(key));
    }
    for (const key of change.dropForeignKeys) {
      const referent = byKey.get(referentKey(key));
      if (refersToAny(key, referent?.droppedColumns)) needs.get(referentKey(key))?.push(nameKey(change));
    }
  }
  return needs;
}

/** Foreign keys go before their table when they close a circle, or when a table that stays loses what they refer to. */
function dropTables(
  tables: readonly Sided<Table>[],
  changed: readonly TableChange[],
  forwardReferences: boolean,
): InOrder {
  const { items, unmet } = inReferenceOrder(tables);
  const byKey = new Map(changed.map((change) => [nameKey(change), change]));
  const isFirst = (table: Table, key: ForeignKey) => {
    if (unmet.some(({ item, needs }) => item.given === table && needs === referentKey(key))) return true;
    const referent = byKey.get(referentKey(key));
    if (referent === undefined) return false;
    return refersToAny(key, referent.droppedColumns) || (!forwardReferences && losesKeys(referent));
  };
  return {
    ops: items.toReversed().map(({ given }) => ({ kind: "dropTable", ...onTable(given) })),
    foreignKeys: items.flatMap(({ given }) => {
      const first = given.foreignKeys.filter((key) => isFirst(given, key));
      return dropForeignKeys(
        given,
        sorted(given.foreignKeys).filter((key) => first.some((other) => other === key || foundAlike(other, key))),
      );
    }),
  };
}

/** True when an op that finds one of them by its columns may find the other. */
function foundAlike(a: ForeignKey, b: ForeignKey): boolean {
  const columns = (key: ForeignKey) => key.columns.join("\u0000");
  return a.name === undefined && b.name === undefined && columns(a) === columns(b);
}

function makesKeys(change: TableChange): boolean {
  return change.ops.some((op) => op.kind.startsWith("create") || op.kind === "addColumn" || op.kind === "alterColumn");
}

function losesKeys(change: TableChange): boolean {
  return change.ops.some((op) => op.kind === "dropConstraint" || op.kind === "dropIndex" || op.kind === "alterColumn");
}

function refersToAny(key: ForeignKey, columns: readonly string[] = []): boolean {
  return key.references.columns.some((column) => columns.includes(column));
}

function sorted(keys: readonly ForeignKey[]): readonly ForeignKey[] {
  const text = (key: ForeignKey) => `${key.name ?? ""}\u0000${stableJson(key)}`;
  return [...keys].sort((a, b) => compareTexts(text(a), text(b)));
}

function dropForeignKeys(table: ObjectName, keys: readonly ForeignKey[]): readonly Op[] {
  return keys.map((key) => dropForeignKey(onTable(table), key));
}

function createForeignKeys(table: ObjectName, keys: readonly ForeignKey[]): readonly Op[] {
  return keys.map((foreignKey) => ({ kind: "createForeignKey", ...onTable(table), foreignKey }));
}

function inReferenceOrder(tables: readonly Sided<Table>[]) {
  return dependenciesFirst(
    byName(tables),
    ({ given }) => nameKey(given),
    ({ given }) => [...new Set(given.foreignKeys.map(referentKey))].sort(),
  );
}

function referentKey({ references }: ForeignKey): string {
  return nameKey(tableNameOf(references));
}
