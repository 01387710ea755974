import type { OpOf } from "../../ops/op.ts";
import type { Check, ForeignKey, Table, Unique } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { isMariadb } from "./server.ts";
import { tokenize } from "./tokens.ts";

/** The unique constraint that an op drops, by its name or, newest first, by its columns. */
export function droppedUnique(table: Table, op: OpOf<"dropConstraint">): Unique | undefined {
  return dropped(table.uniques, op, ({ columns }) => JSON.stringify(columns) === JSON.stringify(op.columns));
}

/** The foreign key that an op drops. */
export function droppedForeignKey(table: Table, op: OpOf<"dropConstraint">): ForeignKey | undefined {
  return dropped(table.foreignKeys, op, ({ columns }) => JSON.stringify(columns) === JSON.stringify(op.columns));
}

/** The check that an op drops. */
export function droppedCheck(table: Table, op: OpOf<"dropConstraint">): Check | undefined {
  return dropped(table.checks, op, ({ expression }) => bare(expression) === bare(op.expression ?? ""));
}

function dropped<T extends { readonly name?: string }>(
  list: readonly T[],
  { name }: OpOf<"dropConstraint">,
  isAlike: (constraint: T) => boolean,
): T | undefined {
  if (name !== undefined) return list.find((constraint) => constraint.name === name);
  return list.findLast((each) => each.name === undefined && isAlike(each)) ?? list.findLast(isAlike);
}

/** The servers keep an expression with parentheses and backticks of their own. */
function bare(expression: string): string {
  return tokenize(expression)
    .filter(({ text }) => text !== "(" && text !== ")")
    .map(({ kind, value }) => (kind === "word" ? value.toLowerCase() : value))
    .join(" ");
}

/** The name that the server gives to a foreign key without one. Source: https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html. */
export function foreignKeyName(table: Table, key: ForeignKey): string {
  const unnamed = table.foreignKeys.filter(({ name }) => name === undefined);
  return key.name ?? `${table.name}_ibfk_${unnamed.indexOf(key) + 1}`;
}

/** The name that the server gives to a check without one: on MySQL one of the database, on MariaDB one of the table. */
export function checkName(table: Table, check: Check, server: Server): string {
  if (check.name !== undefined) return check.name;
  const number = table.checks.filter(({ name }) => name === undefined).indexOf(check) + 1;
  return isMariadb(server) ? `CONSTRAINT_${number}` : `${table.name}_chk_${number}`;
}
