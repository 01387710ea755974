import type { RenameColumn } from "../../ops/column-ops.ts";
import type { RenameTable } from "../../ops/table-ops.ts";
import type { Schema, Trigger, View } from "../../schema/schema.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { sameFolded } from "./fold.ts";
import { mentions } from "./mentions.ts";
import { quoteName } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/**
 * The triggers and views of `before` with the texts that SQLite gives them when a column or a table gets another name:
 * a later rebuild in the same plan writes them anew. Where the text alone doesn't tell what a name means it stays as it is;
 * the rebuild compares its triggers with those of the database before it relies on them.
 * Source: https://www.sqlite.org/lang_altertable.html#altertabrename (3.53).
 */
export function renameInTexts(
  before: Schema,
  op: RenameColumn | RenameTable,
): { readonly triggers: readonly Trigger[]; readonly views: readonly View[] } {
  if (op.kind === "renameColumn") {
    return { triggers: before.triggers.map((trigger) => renameColumnIn(trigger, op, before)), views: before.views };
  }
  const change = <T extends Trigger | View>(object: T): T => ({
    ...object,
    definition: replaceTokens(object.definition, op.to, (tokens, i) => isTable(tokens, i, op.table)),
  });
  return {
    triggers: before.triggers.map((trigger) => ({ ...change(trigger), table: renamed(trigger.table, op) })),
    views: before.views.map(change),
  };
}

function renamed(name: string, op: RenameTable): string {
  return sameFolded(name, op.table) ? op.to : name;
}

/** A bare name is the column's only where no other table of the trigger has a column of this name. */
function renameColumnIn(trigger: Trigger, op: RenameColumn, before: Schema): Trigger {
  const { definition } = trigger;
  const own = sameFolded(trigger.table, op.table);
  if (!own && !mentions(definition, op.table)) return trigger;
  const others = before.tables.filter((table) => table.name !== op.table && mentions(definition, table.name));
  const shared = others.some((table) => table.columns.some((column) => sameFolded(column.name, op.column)));
  const picks = (tokens: readonly Token[], i: number): boolean => {
    if (!isName(tokens[i], op.column) || isOperator(tokens[i + 1], "(")) return false;
    const owner = isOperator(tokens[i - 1], ".") ? tokens[i - 2] : undefined;
    if (owner === undefined) return !shared;
    return isName(owner, op.table) || (own && (isKeyword(owner, "NEW") || isKeyword(owner, "OLD")));
  };
  return { ...trigger, definition: replaceTokens(definition, op.to, picks) };
}

function isTable(tokens: readonly Token[], i: number, name: string): boolean {
  if (!isName(tokens[i], name) || isOperator(tokens[i - 1], ".")) return false;
  const placed = ["ON", "FROM", "JOIN", "INTO", "UPDATE"].some((keyword) => isKeyword(tokens[i - 1], keyword));
  return placed || isOperator(tokens[i + 1], ".");
}

function isName(token: Token | undefined, name: string): boolean {
  return (token?.kind === "word" || token?.kind === "quoted") && sameFolded(token.value, name);
}

/** The new name goes in quoted, as it is in Limbeck's own ALTER TABLE. */
function replaceTokens(text: string, to: string, picks: (tokens: readonly Token[], i: number) => boolean): string {
  const tokens = tokenize(text);
  let result = "";
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    if (!picks(tokens, i)) continue;
    result += text.slice(at, token.start) + quoteName(to);
    at = token.end;
  }
  return result + text.slice(at);
}
