import type { ColumnChanges } from "../../ops/column-ops.ts";
import { omit, onTable, tableNameOf } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { withAllColumns } from "../../schema/inheritance.ts";
import { joinedName } from "../../schema/joined-name.ts";
import { sameName } from "../../schema/names.ts";
import type { Column, Identity, Schema, Sql, Table } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { rowKeys } from "../batches.ts";
import { drawsFrom, nextNumber } from "./own-numbers.ts";
import { quoteName } from "./quote.ts";
import { beside } from "./scene.ts";
import { sequenceType } from "./serial.ts";
import { keptInStep } from "./trigger-steps.ts";
import { isVolatile } from "./volatility.ts";

/** A new column whose rows are filled beside readers and writers. */
export interface FilledColumn {
  /** The column comes without a value, new rows get theirs, and those that are there get them a batch at a time. */
  readonly filled: readonly Op[];
  /** True where it becomes NOT NULL then. */
  readonly isPromised: boolean;
  /** What follows that. */
  readonly last: readonly Op[];
}

/**
 * The steps by which a column comes whose values differ from row to row: the server would put them into each row before anybody else may
 * read one. Undefined where it does no such thing, where there is no other way, and where the table has no key to go through it by.
 */
export function filledColumn(op: OpOf<"addColumn">, table: Table, before: Schema): FilledColumn | undefined {
  const { column } = op;
  if (op.ifNotExists === true || column.notNull !== undefined || !hasRowKey(table, before)) return undefined;
  const on = { ...onTable(tableNameOf(op)), column: column.name };
  const source = sourceOf(op, before);
  if (source === undefined) return undefined;
  const { identity } = column;
  const bare: Column = { ...omit(column, "default", "identity", "autoincrement"), nullable: true };
  return {
    filled: [
      ...source.first,
      { ...op, column: bare },
      { kind: "alterColumn", ...on, changes: source.changes },
      fill(op, source.value, `${quoteName(column.name)} IS NULL`),
    ],
    isPromised: !column.nullable || identity !== undefined,
    // An identity is for a column that is NOT NULL, so that its numbers come from a sequence until then.
    last:
      identity === undefined
        ? []
        : [{ kind: "alterColumn", ...on, changes: { ...source.ended, identity } }, ...source.last],
  };
}

/**
 * The steps by which a plain column has the values of a stored generated one, which only a rewrite of the table can add: a trigger gives
 * them to rows that are written, a backfill to those that are there. Undefined for another column, and without a key of the rows.
 */
export function triggeredColumn(op: OpOf<"addColumn">, table: Table, before: Schema): readonly Op[] | undefined {
  const { generated, ...column } = op.column;
  if (generated?.stored !== true || op.ifNotExists === true || !hasRowKey(table, before)) return undefined;
  const name = tableNameOf(op);
  const { expression } = generated;
  return [
    { ...op, column: { ...column, nullable: true } },
    ...keptInStep(name, column.name, expression).ops,
    fill(op, { sql: expression }, `${quoteName(column.name)} IS DISTINCT FROM (${expression})`),
  ];
}

function hasRowKey(table: Table, before: Schema): boolean {
  return rowKeys(withAllColumns(table, before), []).length > 0;
}

/** Where the values come from that differ from row to row. */
interface Source {
  readonly value: Sql;
  /** What makes it the source of new rows, and no longer. */
  readonly changes: ColumnChanges;
  readonly ended?: ColumnChanges;
  /** What it needs, and what takes that away. */
  readonly first: readonly Op[];
  readonly last: readonly Op[];
}

function sourceOf(op: OpOf<"addColumn">, before: Schema): Source | undefined {
  const { identity, autoincrement, default: value } = op.column;
  const none = { first: [], last: [] };
  if (identity !== undefined && !isUsual(identity)) return numbersOf(op, identity, before);
  if (identity !== undefined || autoincrement === true) {
    const next = nextNumber(tableNameOf(op), op.column.name);
    return { ...none, value: next, changes: { autoincrement: true }, ended: { autoincrement: null } };
  }
  return isSql(value) && isVolatile(value) !== false ? { ...none, value, changes: { default: value } } : undefined;
}

/** A sequence that counts as the identity will; undefined where its name is taken. */
function numbersOf(op: OpOf<"addColumn">, { options = {} }: Identity, before: Schema): Source | undefined {
  const { name, type } = op.column;
  const table = tableNameOf(op);
  const sequence = beside(table, joinedName(table.name, name, "numbers"));
  const relations = [...before.tables, ...before.views, ...before.sequences];
  if (relations.some((each) => sameName(each, sequence))) return undefined;
  const counts = { ...omit(options, "type"), ...(type.kind === "bigint" ? {} : { type: sequenceType(op.column) }) };
  const value = drawsFrom(sequence);
  return {
    value,
    changes: { default: value },
    ended: { default: null },
    first: [{ kind: "createSequence", sequence: { ...sequence, ...counts } }],
    last: [{ kind: "dropSequence", ...sequence }],
  };
}

/** Numbers that begin, step and end as a serial column has them. */
function isUsual({ options = {} }: Identity): boolean {
  const { type: _, cache: __, ...others } = options;
  return Object.keys(others).length === 0;
}

function fill(op: OpOf<"addColumn">, value: Sql, where: string): Op {
  return { kind: "backfill", ...onTable(tableNameOf(op)), set: { [op.column.name]: value }, where };
}
