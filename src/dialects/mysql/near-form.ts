import { isOnTable, onTable, tableNameOf } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { joinedName } from "../../schema/joined-name.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema } from "../../schema/schema.ts";
import { rowKeys } from "../batches.ts";
import { quoteName } from "./quote.ts";

/**
 * The ops by which a column of another type stands beside the old one, with its values: triggers keep it in step, a backfill fills it. The
 * names are not exchanged: each DDL statement is committed, so that between the triggers' end and the new names writers would be lost or
 * fail. Undefined for what isn't a change of a type, for a column that is numbered or computed, and without a key of the rows. Pure.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/trigger-syntax.html, https://mariadb.com/docs/server/server-usage/triggers-events/triggers.
 */
export function nearForm(op: Op, before: Schema): readonly Op[] | undefined {
  const table = isOnTable(op) ? findTable(before, tableNameOf(op)) : undefined;
  if (op.kind !== "alterColumn" || table === undefined) return undefined;
  const { type, ...others } = op.changes;
  const column = table.columns.find(({ name }) => name === op.column);
  if (type === undefined || type === null || Object.keys(others).length > 0 || column === undefined) return undefined;
  const next = joinedName(op.column, "", "new");
  const isOwn = column.generated !== undefined || column.autoincrement === true;
  if (isOwn || table.columns.some(({ name }) => name === next) || rowKeys(table, []).length === 0) return undefined;
  const on = onTable(tableNameOf(op));
  const [to, from] = [quoteName(next), quoteName(op.column)];
  const trigger = (event: "INSERT" | "UPDATE"): Op => {
    const name = joinedName(table.name, next, event.toLowerCase());
    const definition = `CREATE TRIGGER ${quoteName(name)} BEFORE ${event} ON ${quoteName(table.name)} FOR EACH ROW SET NEW.${to} = NEW.${from}`;
    return { kind: "createTrigger", trigger: { name, table: table.name, definition } };
  };
  return [
    { kind: "addColumn", ...on, column: { name: next, type, nullable: true } },
    ...(["INSERT", "UPDATE"] as const).map(trigger),
    { kind: "backfill", ...on, set: { [next]: { sql: from } }, where: `${to} IS NULL AND ${from} IS NOT NULL` },
    ...(column.nullable
      ? []
      : [{ kind: "alterColumn", ...on, column: next, changes: { nullable: false }, online: true } as const]),
  ];
}
