import type { Schema, Table } from "../../schema/schema.ts";
import { checkDraft, type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { sameFolded } from "./fold.ts";
import { quoteName, quoteString } from "./quote.ts";

const counts = `temp."limbeck_child_rows"`;

/** Counts the rows, and the references in them, of each table that refers to `parent`, before and after its rebuild. */
export function childCounts(
  schema: Schema,
  parent: string,
): { readonly before: readonly Draft[]; readonly after: readonly Draft[] } {
  const queries = schema.tables
    .filter((table) => !sameFolded(table.name, parent))
    .flatMap((table) => countQuery(table, parent));
  if (queries.length === 0) return { before: [], after: [] };
  const all = queries.join("\nUNION ALL ");
  return {
    before: [{ ...draft(`CREATE TEMP TABLE "limbeck_child_rows" AS\n${all}`, facts.count), forChecks: true }],
    after: [
      checkDraft(
        `SELECT * FROM ${counts}\nEXCEPT SELECT * FROM (${all})`,
        facts.count,
        `a table that refers to "${parent}" has lost rows or references while "${parent}" was rebuilt`,
      ),
      { ...draft(`DROP TABLE ${counts}`, facts.rebuild), forChecks: true },
    ],
  };
}

/** True when a table other than it refers to the table. */
export function hasChildren(schema: Schema, parent: string): boolean {
  return schema.tables.some((table) => !sameFolded(table.name, parent) && countQuery(table, parent).length > 0);
}

function countQuery(table: Table, parent: string): readonly string[] {
  const keys = table.foreignKeys.filter((key) => sameFolded(key.references.table, parent));
  const columns = [...new Set(keys.flatMap((key) => key.columns))];
  if (columns.length === 0) return [];
  const references = columns.map((column) => `count(${quoteName(column)})`).join(" + ");
  return [
    `SELECT ${quoteString(table.name)} AS "table", count(*) AS "rows", ${references} AS "references" FROM ${quoteName(table.name)}`,
  ];
}
