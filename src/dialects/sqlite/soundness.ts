import type { Schema, Trigger } from "../../schema/schema.ts";
import { checkDraft, type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { sameFolded } from "./fold.ts";
import { mentions } from "./mentions.ts";
import { quoteName } from "./quote.ts";
import { triggerEvent } from "./trigger-text.ts";

/**
 * Statements that change nothing and fail when a view or a trigger that mentions the table names a column that it no longer has:
 * SQLite itself would tell only when one is used. Source: https://www.sqlite.org/lang_altertable.html#altertabdropcol (3.53).
 */
export function soundnessDrafts(schema: Schema, table: string): readonly Draft[] {
  const views = schema.views.filter((view) => mentions(view.definition, table));
  const triggers = schema.triggers.filter(
    (trigger) => sameFolded(trigger.table, table) || mentions(trigger.definition, table),
  );
  return [
    ...views.map((view) =>
      checkDraft(
        `SELECT * FROM ${quoteName(view.name)} LIMIT 0`,
        facts.look,
        `view "${view.name}" names something that table "${table}" no longer has`,
      ),
    ),
    ...[...new Set(triggers.flatMap((trigger) => compileSql(trigger, schema)))].map((sql) => draft(sql, facts.rebuild)),
  ];
}

/** A change of no row: SQLite reads the triggers of a statement when it prepares the statement. */
function compileSql(trigger: Trigger, schema: Schema): readonly string[] {
  const name = quoteName(trigger.table);
  const { event, columns } = triggerEvent(trigger.definition);
  if (event === "delete") return [`DELETE FROM ${name} WHERE FALSE`];
  const owner = schema.tables.find((table) => sameFolded(table.name, trigger.table));
  const first = owner?.columns.find((column) => column.generated === undefined)?.name;
  if (event === "update") {
    const column = columns[0] ?? first;
    return column === undefined ? [] : [`UPDATE ${name} SET ${quoteName(column)} = ${quoteName(column)} WHERE FALSE`];
  }
  const [into, select] = first === undefined ? ["", "*"] : [` (${quoteName(first)})`, quoteName(first)];
  return [`INSERT INTO ${name}${into} SELECT ${select} FROM ${name} WHERE FALSE`];
}
