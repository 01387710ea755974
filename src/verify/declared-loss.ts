import type { LintedStatement } from "../lint/rule.ts";
import { isOnTable, tableNameOf } from "../ops/edit.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { nameKey, sameName } from "../schema/names.ts";
import type { ForeignKey, ObjectName, Schema, Table } from "../schema/schema.ts";
import type { Loss } from "./losses.ts";
import { referredTable } from "./table-order.ts";

/** Rows and values that a revision says may go. */
export interface DeclaredLoss {
  /** By `nameKey`; `all` where nobody knows which tables a statement is about. */
  readonly tables: readonly string[] | "all";
  /** Values of this column alone. */
  readonly column?: string;
  /** Why, in the words of the revision. */
  readonly reason: string;
}

/** What a word at a statement covers: the column or the table of an op; of raw SQL the tables that it names, and those that follow them. Pure. */
export function declaredBy({ op, sql, before }: LintedStatement, reason: string): DeclaredLoss {
  if (op.kind === "alterColumn" || op.kind === "dropColumn") {
    return { tables: [nameKey(tableNameOf(op))], column: op.column, reason };
  }
  const named = isOnTable(op) ? [tableNameOf(op)] : before.tables.filter(({ name }) => mentionsIdentifier(sql, name));
  if (named.length === 0) return { tables: "all", reason };
  return { tables: withFollowers(named, before).map(nameKey), reason };
}

/** True where the loss is one of those that are declared. */
export function covers({ tables, column }: DeclaredLoss, loss: Loss): boolean {
  if (tables !== "all" && !tables.includes(nameKey(loss.table))) return false;
  return column === undefined || (loss.kind === "values" && loss.column === column);
}

/** The tables, and those whose rows go or change with the rows of these. */
function withFollowers(names: readonly ObjectName[], { tables }: Schema): readonly ObjectName[] {
  const found: ObjectName[] = [...names];
  for (const name of found) {
    const followers = tables.filter((table) => table.foreignKeys.some((key) => follows(key, name)));
    found.push(...followers.filter((table: Table) => !found.some((each) => sameName(each, table))));
  }
  return found;
}

function follows(key: ForeignKey, name: ObjectName): boolean {
  const acts = [key.onDelete, key.onUpdate].some(
    (action) => action !== undefined && !/restrict|no action/i.test(action),
  );
  return acts && sameName(referredTable(key), name);
}
