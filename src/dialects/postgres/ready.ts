import { wholeSql } from "../../ops/batches.ts";
import type { Backfill } from "../../ops/data-ops.ts";
import type { Op } from "../../ops/op.ts";
import type { Server } from "../contract.ts";
import { classify } from "./classify.ts";
import { literal, quoteName } from "./quote.ts";
import { split } from "./split.ts";
import { loadParser } from "./syntax-tree.ts";

/**
 * Loads the parser where an op brings raw SQL, and reads all of that, so that a fault in the last statement is found before the first one
 * runs. A function of the revision brings its SQL when it runs. Errors: DIALECT_SYNTAX, DIALECT_UNSUPPORTED, DIALECT_SCRIPT_*.
 */
export async function ready(ops: readonly Op[], server: Server): Promise<void> {
  const scripts = ops.flatMap((op) => {
    if (op.kind === "execute") return [op.sql];
    return op.kind === "backfill" ? [updateOf(op)] : [];
  });
  if (scripts.length === 0 && !ops.some(({ kind }) => kind === "run")) return;
  await loadParser();
  for (const script of scripts) for (const { sql } of split(script)) classify(sql, server);
}

/** A statement with all that a backfill brings. */
function updateOf({ table, set, where }: Backfill): string {
  const entries = Object.entries(set).map(([column, value]) => `${quoteName(column)} = ${literal(value)}`);
  return wholeSql({ table: quoteName(table), set: entries.join(", "), ...(where === undefined ? {} : { where }) });
}
