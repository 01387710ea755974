import { shownSql, wholeScript, wholeSql } from "../../ops/batches.ts";
import type { Backfill } from "../../ops/data-ops.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import { batchesOf, noKey, rowKeys } from "../batches.ts";
import { type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { fold, sameFolded } from "./fold.ts";
import { literal, quoteName, quoteObject } from "./quote.ts";
import { impliedNotNull, rowidAliasOf } from "./rowid-alias.ts";
import { split } from "./split.ts";

/**
 * New values for the rows of a table, in batches: the one write lock is free between them. What foreign keys speak of is set at once, in
 * the transaction of the revision, whose end looks at the references. Errors: BACKFILL_NO_KEY.
 */
export function backfill(op: Backfill, before: Schema): readonly Draft[] {
  const table = findTable(before, { name: op.table });
  if (table === undefined) return [];
  const changed = Object.keys(op.set);
  const batches = batchesOf(
    op,
    { quoteName, quoteObject, literal, split },
    {
      key: keyOf(table, changed).map((column) => ({ column, literal: `quote(${column})` })),
      comparesRows: true,
      estimate: `SELECT count(*) FROM ${quoteName(table.name)}`,
    },
  );
  if (isReferred(changed, table, before)) return [draft(wholeSql(batches), facts.update)];
  return [{ ...draft(shownSql(batches), facts.backfill), batches, script: wholeScript(batches) }];
}

/**
 * A primary key may hold NULL here, unless it is the rowid's other name. A rowid that has no other name is good as long as nobody runs
 * VACUUM meanwhile, so it comes last.
 */
function keyOf(table: Table, changed: readonly string[]): readonly string[] {
  const alias = rowidAliasOf(table);
  if (alias !== undefined && !hasAny(changed, [alias])) return [quoteName(alias)];
  const implied = impliedNotNull(table);
  const known = rowKeys(table, changed).find((columns) =>
    columns.every(({ name, nullable }) => !nullable || implied.includes(name)),
  );
  if (known !== undefined) return known.map(({ name }) => quoteName(name));
  const taken = new Set(table.columns.map(({ name }) => fold(name)));
  const rowid = ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name));
  if (table.options.withoutRowid === true || alias !== undefined || rowid === undefined) throw noKey(table, changed);
  return [rowid];
}

/** True when a foreign key is one of these columns, or refers to one of them. */
function isReferred(columns: readonly string[], table: Table, schema: Schema): boolean {
  const own = table.foreignKeys.flatMap((key) => key.columns);
  const others = schema.tables.flatMap(({ foreignKeys }) =>
    foreignKeys.flatMap(({ references }) => {
      if (!sameFolded(references.table, table.name)) return [];
      return references.columns.length > 0 ? references.columns : (table.primaryKey?.columns ?? []);
    }),
  );
  return hasAny(columns, [...own, ...others]);
}

function hasAny(columns: readonly string[], names: readonly string[]): boolean {
  return names.some((name) => columns.some((column) => sameFolded(column, name)));
}
