import type { ConstraintType } from "../../ops/constraint-ops.ts";
import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { dropOf, tableOfPolicy } from "../../ops/policy-behaviours.ts";
import { dropOfStatistics } from "../../ops/statistics-behaviours.ts";
import type { OnTable } from "../../ops/table-ops.ts";
import { keysOfTable, referredColumns } from "../../ops/table-parts.ts";
import { dropOfRule, dropOfTrigger } from "../../ops/trigger-behaviours.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { nameOf, sameName } from "../../schema/names.ts";
import type {
  Exclusion,
  ForeignKey,
  Index,
  ObjectName,
  Policy,
  Routine,
  Rule,
  Schema,
  Statistics,
  Table,
  View,
} from "../../schema/schema.ts";
import { columnsOfIndex } from "../../schema/table-builders.ts";
import { textsBesideQuery } from "../../schema/view-texts.ts";
import { beside, tableOf } from "./scene.ts";
import { isOfFamily } from "./type-family.ts";

/**
 * Takes away what keeps the server from making types anew, for its columns change their type: the views, triggers, rules, policies,
 * statistics, routines, foreign keys and generated columns over them, and each expression with a value of the old type. All of it comes back afterwards.
 */
export function takenAround(family: readonly ObjectName[], schema: Schema): readonly Op[] {
  const touched = schema.tables.flatMap((table) => touchedOf(table, family));
  const routines = schema.routines.filter((routine) => speaksOfFamily(headOf(routine), family));
  const views = viewsOver(schema, family, touched, routines);
  const isCalled = ({ definition }: { readonly definition: string }) =>
    routines.some(({ name }) => mentionsIdentifier(definition, name));
  const triggers = schema.triggers.filter((trigger) => {
    const own = touched.find(({ table }) => sameName(beside(trigger, trigger.table), table));
    if (views.some((view) => sameName(view, beside(trigger, trigger.table)))) return false;
    return isCalled(trigger) || own?.columns.some((column) => mentionsIdentifier(trigger.definition, column)) === true;
  });
  return [
    ...triggers.map(dropOfTrigger),
    ...schema.rules.filter((rule) => isRuleOver(rule, { family, touched, routines, views })).map(dropOfRule),
    ...schema.statistics.filter((each) => areOver(each, { family, touched, routines, views })).map(dropOfStatistics),
    ...schema.policies.filter((policy) => isPolicyOver(policy, { family, touched, routines, views })).map(dropOf),
    ...views.map(
      (view): Op => ({
        kind: "dropView",
        ...nameOf(view),
        ...(view.materialized === true ? { materialized: true } : {}),
      }),
    ),
    ...schema.tables.flatMap((table) =>
      table.foreignKeys
        .filter((key) => isOver(key, table, touched))
        .map((key) => dropNamed(onTable(table), "foreignkey", key)),
    ),
    ...touched.flatMap(partsTaken),
    ...routines.map(
      (each): Op => ({ kind: "dropRoutine", ...nameOf(each), routine: each.kind, arguments: each.arguments }),
    ),
  ];
}

interface Taken {
  readonly family: readonly ObjectName[];
  readonly touched: readonly Touched[];
  readonly routines: readonly Routine[];
  readonly views: readonly View[];
}

/** True for a policy whose conditions speak of the types, of their columns, or of what goes with those. */
export function isPolicyOver(policy: Policy, { family, touched, routines, views }: Taken): boolean {
  const texts = [policy.using ?? "", policy.check ?? ""];
  const isSaid = (name: string) => texts.some((text) => mentionsIdentifier(text, name));
  return (
    [...family, ...routines, ...views].some(({ name }) => isSaid(name)) ||
    touched.some(({ table, columns }) => {
      const isNear = sameName(tableOfPolicy(policy), table) || isSaid(table.name);
      return isNear && columns.some((column) => texts.some((text) => speaksOf(text, column)));
    })
  );
}

/** True for a rule whose text speaks of them; one of such a view goes with it. */
export function isRuleOver(rule: Rule, { family, touched, routines, views }: Taken): boolean {
  if (views.some((view) => sameName(view, beside(rule, rule.table)))) return false;
  const { definition } = rule;
  return (
    [...family, ...routines, ...views].some(({ name }) => mentionsIdentifier(definition, name)) ||
    touched.some(
      ({ table, columns }) =>
        mentionsIdentifier(definition, table.name) &&
        (definition.includes("*") || columns.some((column) => mentionsIdentifier(definition, column))),
    )
  );
}

/** True for statistics of an expression that speaks of them, or of a column that is computed of them; those of such a view go with it. */
export function areOver({ table: owner, parts }: Statistics, { family, touched, routines, views }: Taken): boolean {
  if (views.some((view) => sameName(view, owner))) return false;
  const own = touched.find(({ table }) => sameName(table, owner));
  return parts.some((part) => {
    if ("column" in part) return own?.computed.includes(part.column) === true;
    return (
      [...family, ...routines].some(({ name }) => mentionsIdentifier(part.expression, name)) ||
      own?.columns.some((column) => speaksOf(part.expression, column)) === true
    );
  });
}

interface Touched {
  readonly table: Table;
  /** Columns of the types, and those that are computed of them. */
  readonly columns: readonly string[];
  readonly computed: readonly string[];
}

function touchedOf(table: Table, family: readonly ObjectName[]): readonly Touched[] {
  const own = table.columns.filter(({ type }) => isOfFamily(type, family)).map(({ name }) => name);
  const computed = table.columns
    .filter(({ name, generated }) => {
      return (
        generated !== undefined && (own.includes(name) || own.some((each) => speaksOf(generated.expression, each)))
      );
    })
    .map(({ name }) => name);
  return own.length === 0 ? [] : [{ table, columns: [...new Set([...own, ...computed])], computed }];
}

function partsTaken({ table, columns, computed }: Touched): readonly Op[] {
  const on = onTable(table);
  const speaks = (texts: readonly (string | undefined)[]) =>
    texts.some((text) => text !== undefined && columns.some((column) => speaksOf(text, column)));
  const isIndex = (index: Index) =>
    speaks([index.where, ...index.parts.map((part) => ("expression" in part ? part.expression : undefined))]) ||
    columnsOfIndex(index).some((column) => computed.includes(column));
  const isExclusion = ({ elements, where }: Exclusion) =>
    speaks([where, ...elements.map(({ expression }) => expression)]);
  return [
    ...table.indexes.filter(isIndex).map(({ name }): Op => ({ kind: "dropIndex", ...on, index: name })),
    ...table.checks.filter(({ expression }) => speaks([expression])).map((check) => dropNamed(on, "check", check)),
    ...table.exclusions.filter(isExclusion).map((exclusion) => dropNamed(on, "exclude", exclusion)),
    ...computed.map((column): Op => ({ kind: "dropColumn", ...on, column })),
  ];
}

/** The constraint has a name, which the server gave to it where the schema did not. */
function dropNamed(on: OnTable, type: ConstraintType, { name }: { readonly name?: string }): Op {
  return { kind: "dropConstraint", ...on, type, ...(name === undefined ? {} : { name }) };
}

function isOver(key: ForeignKey, table: Table, touched: readonly Touched[]): boolean {
  const own = touched.find((each) => each.table === table);
  const other = touched.find((each) => sameName(each.table, tableOf(key.references)));
  return (
    key.columns.some((column) => own?.columns.includes(column) === true) ||
    (other !== undefined && heldColumns(key, other.table).some((column) => other.columns.includes(column)))
  );
}

/** The columns to which a foreign key refers, and those that their keys include: with each of them such a key is made anew. */
function heldColumns(key: ForeignKey, referent: Table): readonly string[] {
  const referred = referredColumns(key, referent);
  const found = keysOfTable(referent).filter(
    ({ columns }) => columns.length === referred.length && columns.every((column) => referred.includes(column)),
  );
  return [...referred, ...found.flatMap(({ include = [] }) => include)];
}

/** The views that speak of the types, of one of its columns, or of such a view; those that others speak of come last. */
export function viewsOver(
  schema: Schema,
  family: readonly ObjectName[],
  touched: readonly Touched[],
  routines: readonly Routine[],
) {
  const isOverOne = ({ definition, ...view }: View) =>
    [definition, ...textsBesideQuery({ definition, ...view })].some((text) =>
      [...family, ...routines].some(({ name }) => mentionsIdentifier(text, name)),
    ) ||
    touched.some(
      ({ table, columns }) =>
        mentionsIdentifier(definition, table.name) &&
        (definition.includes("*") || columns.some((column) => mentionsIdentifier(definition, column))),
    );
  const found: View[] = [];
  for (let next = schema.views.filter(isOverOne); next.length > 0; ) {
    const names = next.map(({ name }) => name);
    for (const view of next) if (found.includes(view)) found.splice(found.indexOf(view), 1);
    found.push(...next);
    next = schema.views.filter((view) =>
      names.some((name) => name !== view.name && mentionsIdentifier(view.definition, name)),
    );
  }
  return found.toReversed();
}

/** What stands before the body: the arguments, and what comes back. */
function headOf({ definition }: Routine): string {
  return definition.split(/\bAS\b|\bBEGIN ATOMIC\b|\bRETURN\b/i)[0] ?? definition;
}

function speaksOfFamily(text: string, family: readonly ObjectName[]): boolean {
  return family.some(({ name }) => mentionsIdentifier(text, name));
}

function speaksOf(text: string, column: string): boolean {
  return mentionsIdentifier(text, column, { as: "column" });
}
