import { onTable, tableNameOf } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { withAllColumns } from "../../schema/inheritance.ts";
import { joinedName } from "../../schema/joined-name.ts";
import { sameName } from "../../schema/names.ts";
import type { Column, Schema, Table } from "../../schema/schema.ts";
import { rowKeys } from "../batches.ts";
import type { FilledColumn } from "./filled-column.ts";
import { quoteName } from "./quote.ts";
import { keptInStep } from "./trigger-steps.ts";

/**
 * The steps by which a column gets another type while others read and write: one of the new type beside it, which a trigger keeps in step
 * and a backfill fills; then the two change their names at once. Without the last where something stands on the column, such as an index:
 * that must be made on the new one first. Undefined for a column that is numbered or computed, and without a key of the rows.
 */
export function retypedColumn(op: OpOf<"alterColumn">, table: Table, before: Schema): FilledColumn | undefined {
  const { type, ...others } = op.changes;
  const column = table.columns.find(({ name }) => name === op.column);
  const hasKey = rowKeys(withAllColumns(table, before), []).length > 0;
  if (type === undefined || type === null || column === undefined || Object.keys(others).length > 0 || !hasKey)
    return undefined;
  if (column.generated !== undefined || column.identity !== undefined || column.autoincrement === true)
    return undefined;
  const [next, last] = [joinedName(op.column, "", "new"), joinedName(op.column, "", "old")];
  if (table.columns.some(({ name }) => name === next || name === last) || table.options.partitionBy !== undefined)
    return undefined;
  const on = onTable(tableNameOf(op));
  const quoted = quoteName(op.column);
  // A value that doesn't fit is an error of the assignment, and would be cut by a cast.
  const value = op.using ?? quoted;
  const sync = keptInStep(tableNameOf(op), next, value);
  const blank = `${quoteName(next)} IS NULL AND ${quoted} IS NOT NULL`;
  const added: Column = { name: next, type, nullable: true };
  return {
    filled: [
      { kind: "addColumn", ...on, column: added },
      ...sync.ops,
      { kind: "backfill", ...on, set: { [next]: { sql: value } }, where: blank },
    ],
    isPromised: !column.nullable,
    last: isUsed(column.name, table, before) ? [] : swap(column, { ...{ on, next, last }, end: sync.end }),
  };
}

interface Names {
  readonly on: ReturnType<typeof onTable>;
  readonly next: string;
  readonly last: string;
  /** Takes the trigger away. */
  readonly end: readonly Op[];
}

/** All in one transaction. Whoever writes the column by its name doesn't fill the old one any more. */
function swap({ name, nullable, default: value }: Column, { on, next, last, end }: Names): readonly Op[] {
  return [
    ...(value === undefined
      ? []
      : [{ kind: "alterColumn", ...on, column: next, changes: { default: value } } as const]),
    ...end,
    ...(nullable ? [] : [{ kind: "alterColumn", ...on, column: name, changes: { nullable: true } } as const]),
    { kind: "renameColumn", ...on, column: name, to: last },
    { kind: "renameColumn", ...on, column: next, to: name },
  ];
}

/** True where a key, an index, a check or another object may stand on the column. */
function isUsed(column: string, table: Table, before: Schema): boolean {
  const { primaryKey, uniques, foreignKeys, exclusions, indexes, checks, columns } = table;
  const isOfTable = (each: { readonly table: string; readonly schema?: string }) =>
    sameName({ ...each, name: each.table }, table);
  const own = [
    primaryKey,
    uniques,
    foreignKeys,
    exclusions,
    indexes,
    checks,
    columns.map(({ generated }) => generated),
  ];
  const others = [
    ...[before.views, before.triggers.filter(isOfTable), before.rules, before.policies.filter(isOfTable)],
    before.statistics.filter((each) => sameName(each.table, table)).map(({ parts }) => parts),
  ];
  const keysTo = before.tables.flatMap((each) => each.foreignKeys).filter(({ references }) => isOfTable(references));
  const texts = textsIn([own, others, keysTo.map(({ references }) => references)]);
  return texts.some((text) => text === column || mentionsIdentifier(text, column));
}

/** Every text in a tree of plain data. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
