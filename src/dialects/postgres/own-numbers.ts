import { stableJson } from "../../base/hash.ts";
import { tableNameOf } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { nameKey } from "../../schema/names.ts";
import type { ObjectName, Sql } from "../../schema/schema.ts";
import { quoteObject, quoteString } from "./quote.ts";

/** SQL: the sequence that goes with a column, whatever the server has called it. */
export function ownedSequence(table: ObjectName, column: string): string {
  return `pg_get_serial_sequence(${quoteString(quoteObject(table))}, ${quoteString(column)})`;
}

/** The next number of that sequence. */
export function nextNumber(table: ObjectName, column: string): Sql {
  return { sql: `nextval(${ownedSequence(table, column)})` };
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
  const numbered = new Set<string>();
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
        (autoincrement === true ? numbered : empty).add(keyOf(tableNameOf(op), name));
      } else if (op.kind === "alterColumn") {
        const key = keyOf(tableNameOf(op), op.column);
        if (empty.delete(key) && op.changes.autoincrement === true) numbered.add(key);
      } else if (op.kind === "backfill") {
        for (const [column, value] of Object.entries(op.set)) {
          const isOwn = stableJson(value) === stableJson(nextNumber(tableNameOf(op), column));
          if (!isOwn) numbered.delete(keyOf(tableNameOf(op), column));
          empty.delete(keyOf(tableNameOf(op), column));
        }
      } else if (forgetful.has(op.kind)) {
        for (const set of [empty, numbered]) set.clear();
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
