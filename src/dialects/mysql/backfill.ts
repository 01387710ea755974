import { type KeyColumn, shownSql } from "../../ops/batches.ts";
import type { Backfill } from "../../ops/data-ops.ts";
import { findTable } from "../../schema/names.ts";
import type { Column, Schema, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { batchesOf, noKey, rowKeys } from "../batches.ts";
import { backfillScript } from "./backfill-script.ts";
import { type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { literal, quoteName, quoteObject, quoteText } from "./quote.ts";
import { split } from "./split.ts";

/** New values for the rows of a table, in batches: each locks its rows until its own end. Errors: BACKFILL_NO_KEY. */
export function backfill(op: Backfill, before: Schema): readonly Draft[] {
  const table = findTable(before, { name: op.table });
  if (table === undefined) return [];
  const batches = batchesOf(
    op,
    { quoteName, quoteObject, literal, split },
    {
      key: keyOf(table, Object.keys(op.set)),
      comparesRows: false,
      estimate: `SELECT TABLE_ROWS AS found FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ${quoteText(table.name)}`,
    },
  );
  return [{ ...draft(shownSql(batches), facts.backfill), batches, script: backfillScript(batches) }];
}

/** The first key of which all values can be written. */
function keyOf(table: Table, changed: readonly string[]): readonly KeyColumn[] {
  for (const columns of rowKeys(table, changed)) {
    const known = columns.flatMap((column) => keyColumn(column) ?? []);
    if (known.length === columns.length) return known;
  }
  throw noKey(table, changed);
}

/** Undefined for a column whose values a literal doesn't give exactly, or that is ordered otherwise than its literals are. */
function keyColumn({ name, type }: Column): KeyColumn | undefined {
  const column = quoteName(name);
  const literalOf = literals[type.kind];
  return literalOf === undefined ? undefined : { column, literal: literalOf(column) };
}

const asNumber = (column: string) => `CAST(${column} AS CHAR)`;
/** No such text has a quote or a backslash in it. */
const inQuotes = (column: string) => `CONCAT('''', ${column}, '''')`;
/** In hexadecimal digits no `sql_mode` sees an escape. */
const asText = (column: string) => `CONCAT('_utf8mb4 X''', HEX(CONVERT(${column} USING utf8mb4)), '''')`;
const asBytes = (column: string) => `CONCAT('X''', HEX(${column}), '''')`;

/** Texts of binary fractions are rounded, ENUM and SET are ordered by number, and of TIMESTAMP an hour a year comes twice. */
const literals: { readonly [K in ColumnType["kind"]]?: (column: string) => string } = {
  ...{ tinyint: asNumber, smallint: asNumber, mediumint: asNumber, integer: asNumber, bigint: asNumber },
  ...{ boolean: asNumber, numeric: asNumber, year: asNumber },
  ...{ date: inQuotes, time: inQuotes, datetime: inQuotes, uuid: inQuotes, inet: inQuotes },
  ...{ char: asText, varchar: asText, text: asText },
  ...{ binary: asBytes, varbinary: asBytes, blob: asBytes },
};
