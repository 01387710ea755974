import { stableJson } from "../../base/hash.ts";
import { tableNameOf } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { nameKey } from "../../schema/names.ts";
import type { DefaultValue, ObjectName, Schema, Sequence, Sql } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { quoteObject, quoteString } from "./quote.ts";

/** SQL: the sequence that goes with a column, whatever the server has called it. */
export function ownedSequence(table: ObjectName, column: string): string {
  return `pg_get_serial_sequence(${quoteString(quoteObject(table))}, ${quoteString(column)})`;
}

/** The next number of that sequence. */
export function nextNumber(table: ObjectName, column: string): Sql {
  return { sql: `nextval(${ownedSequence(table, column)})` };
}

/** The next number of a sequence that has a name, as a default. */
export function drawsFrom(sequence: ObjectName): Sql {
  return { sql: `nextval(${quoteString(quoteObject(sequence))}::regclass)` };
}

/** The sequence from which a default draws in these words. */
export function sequenceDrawn(value: DefaultValue | undefined, { sequences }: Schema): Sequence | undefined {
  return isSql(value) ? sequences.find((sequence) => drawsFrom(sequence).sql === value.sql) : undefined;
}

/** Knows of which columns no number is ahead of their sequence, so that nobody has to look for it among the rows. */
export interface OwnNumbers {
  has(table: ObjectName, column: string): boolean;
  /** Sees what an op does; `isCut` when others may write before the next one. */
  follow(op: Op, isCut: boolean): void;
}

/**
 * Those are columns that the plan itself has added, while they are empty, and then as long as nothing but their sequence fills them: raw
 * SQL and functions may do anything. What others write from then on is as with any serial column.
 */
export function ownNumbers(): OwnNumbers {
  const empty = new Set<string>();
  /** With the value that numbers them. */
  const numbered = new Map<string, string>();
  return {
    has(table, column) {
      const key = keyOf(table, column);
      return empty.has(key) || numbered.has(key);
    },
    follow(op, isCut) {
      if (op.kind === "addColumn") {
        const { name, default: value, generated, identity, autoincrement } = op.column;
        const isPlain = value === undefined && generated === undefined && identity === undefined;
        if (op.ifNotExists === true || !isPlain) return;
        const key = keyOf(tableNameOf(op), name);
        if (autoincrement === true) numbered.set(key, stableJson(nextNumber(tableNameOf(op), name)));
        else empty.add(key);
      } else if (op.kind === "alterColumn") {
        const key = keyOf(tableNameOf(op), op.column);
        const { autoincrement, default: value } = op.changes;
        const source = autoincrement === true ? nextNumber(tableNameOf(op), op.column) : (value ?? undefined);
        if (empty.delete(key) && isSql(source) && source.sql.startsWith("nextval("))
          numbered.set(key, stableJson(source));
      } else if (op.kind === "backfill") {
        for (const [column, value] of Object.entries(op.set)) {
          const key = keyOf(tableNameOf(op), column);
          if (numbered.get(key) !== stableJson(value)) numbered.delete(key);
          empty.delete(key);
        }
      } else if (forgetful.has(op.kind)) {
        for (const each of [empty, numbered]) each.clear();
      }
      if (isCut) empty.clear();
    },
  };
}

/** After these nobody knows what a column has, or what it is called. */
const forgetful: ReadonlySet<Op["kind"]> = new Set<Op["kind"]>([
  ...(["execute", "run", "bulkInsert", "renameTable", "renameColumn"] as const),
  ...(["dropTable", "createTable", "attachPartition", "addInheritance"] as const),
]);

function keyOf(table: ObjectName, column: string): string {
  return stableJson([nameKey(table), column]);
}
