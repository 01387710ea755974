import { exclusionText } from "../../ops/constraint-behaviours.ts";
import type { ConstraintType, DropConstraint, ValidateConstraint } from "../../ops/constraint-ops.ts";
import type { Op } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Check, Exclusion, ForeignKey, PrimaryKey, Schema, Table, Unique } from "../../schema/schema.ts";
import { defaultNames } from "./constraint-names.ts";
import { tableOf } from "./scene.ts";
import { tokenize } from "./tokens.ts";

/** A constraint of a table. */
export type AnyConstraint =
  | { readonly type: "primary"; readonly constraint: PrimaryKey }
  | { readonly type: "unique"; readonly constraint: Unique }
  | { readonly type: "check"; readonly constraint: Check }
  | { readonly type: "foreignkey"; readonly constraint: ForeignKey }
  | { readonly type: "exclude"; readonly constraint: Exclusion };

/**
 * The constraint that an op drops or validates. Of several that say what the op says it is the newest one whose name the server may have
 * given, for the op means one without a name.
 */
export function findDropped(table: Table, op: DropConstraint | ValidateConstraint): AnyConstraint | undefined {
  const all = constraintsOf(table).filter(({ type }) => type === op.type);
  if (op.name !== undefined) return all.findLast(({ constraint }) => constraint.name === op.name);
  const alike = all.filter((each) => op.type === "primary" || looksLike(each, op));
  return alike.findLast((each) => isDefaultName(table, each)) ?? alike.at(-1);
}

/** The name of a constraint on the server, the usual one where the schema doesn't know it. */
export function constraintNameOf(table: Table, found: AnyConstraint): string {
  return found.constraint.name ?? defaultNameOf(table, found);
}

function isDefaultName(table: Table, found: AnyConstraint): boolean {
  const { name } = found.constraint;
  return name === undefined || name === defaultNameOf(table, found, /\d*$/.exec(name)?.[0]);
}

/** The name that the server gives to a constraint without one, with this number behind it. */
export function defaultNameOf(table: Table, found: AnyConstraint, number = ""): string {
  switch (found.type) {
    case "primary":
      return defaultNames.primary(table, found.constraint, number);
    case "unique":
      return defaultNames.unique(table, found.constraint, number);
    case "check":
      return defaultNames.check(table, found.constraint, number);
    case "foreignkey":
      return defaultNames.foreignkey(table, found.constraint, number);
    case "exclude":
      return defaultNames.exclude(table, found.constraint, number);
  }
}

function constraintsOf(table: Table): readonly AnyConstraint[] {
  const of = <K extends ConstraintType, T>(type: K, list: readonly T[]) =>
    list.map((constraint) => ({ type, constraint }));
  return [
    ...of("primary", table.primaryKey === undefined ? [] : [table.primaryKey]),
    ...of("unique", table.uniques),
    ...of("check", table.checks),
    ...of("foreignkey", table.foreignKeys),
    ...of("exclude", table.exclusions),
  ];
}

function looksLike(found: AnyConstraint, op: DropConstraint | ValidateConstraint): boolean {
  if (found.type === "check") return sameExpression(found.constraint.expression, op.expression);
  if (found.type === "exclude") return sameExpression(exclusionText(found.constraint), op.expression);
  return JSON.stringify(found.constraint.columns) === JSON.stringify(op.columns);
}

/** The server keeps an expression with parentheses of its own, quotes where they are needed, and casts. */
function sameExpression(a: string, b: string | undefined): boolean {
  return b !== undefined && bare(a) === bare(b);
}

function bare(expression: string): string {
  return tokenize(expression)
    .filter(({ text }) => text !== "(" && text !== ")")
    .map(({ kind, text, value }) => (kind === "string" ? `'${value}'` : kind === "word" ? text.toLowerCase() : value))
    .join(" ")
    .replaceAll(/ :: [a-z_]+(?: varying| precision| with time zone| without time zone)?/g, "");
}

/**
 * The op with the constraint's own name, where it finds the constraint by what it says and the schema has a name: the
 * server has given it one, and the schema was read from there.
 */
export function constraintOnServer(op: Op, schema: Schema): Op {
  if ((op.kind !== "dropConstraint" && op.kind !== "validateConstraint") || op.name !== undefined) return op;
  const table = findTable(schema, tableOf(op));
  const name = table === undefined ? undefined : findDropped(table, op)?.constraint.name;
  if (name === undefined) return op;
  const { columns: _, expression: __, ...others } = op;
  return { ...others, name };
}
