import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { displayName } from "../../schema/names.ts";
import type { Table } from "../../schema/schema.ts";
import { fail } from "../errors.ts";

/**
 * Refuses a change of type of a column by which its table is partitioned. Errors: DIALECT_UNSUPPORTED.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html, and the server's own refusal (13 to 18).
 */
export function refuseInPartitionKey(table: Table, column: string): void {
  if (!mentionsIdentifier(table.options.partitionBy ?? "", column, { as: "column" })) return;
  const subject = `column "${displayName(table)}.${column}"`;
  const lacking = "way to change the type of a column by which the table is partitioned";
  throw fail("DIALECT_UNSUPPORTED", `alterColumn, ${subject}: PostgreSQL has no ${lacking}.`, {
    hint: "Make a new table and move the rows.",
    details: { subject, lacking },
  });
}
