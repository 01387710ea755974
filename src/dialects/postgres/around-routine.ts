import { onTable } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { dropOf } from "../../ops/policy-behaviours.ts";
import { dropOfStatistics } from "../../ops/statistics-behaviours.ts";
import { dropOfRule, dropOfTrigger } from "../../ops/trigger-behaviours.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { nameOf, sameName } from "../../schema/names.ts";
import type { Column, DefaultValue, ObjectName, Routine, Schema, Table } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { areOver, isPolicyOver, isRuleOver, viewsOver } from "./around-types.ts";
import { beside } from "./scene.ts";
import { isKeyword, isOperator, type Token, tokenize } from "./tokens.ts";

/**
 * What takes a routine away with all that calls it, where CREATE OR REPLACE can't put the new one in its place: the server changes
 * neither what a routine gives back nor the names of its arguments, and takes no default from them. Undefined where it can.
 * Source: https://www.postgresql.org/docs/current/sql-createfunction.html (13 to 18).
 */
export function routineTaken(op: OpOf<"createRoutine">, schema: Schema): readonly Op[] | undefined {
  const { routine, replace } = op;
  const old = replace === true ? schema.routines.find((each) => isSame(each, routine)) : undefined;
  if (old === undefined || signatureOf(old) === signatureOf(routine)) return undefined;
  const calls = (text: string | undefined) => text !== undefined && mentionsIdentifier(text, old.name);
  const views = viewsOver(schema, [], [], [old]);
  const taken = { family: [], touched: [], routines: [old], views };
  const isOfView = (owner: ObjectName) => views.some((view) => sameName(view, owner));
  return [
    ...schema.triggers
      .filter((trigger) => calls(trigger.definition) && !isOfView(beside(trigger, trigger.table)))
      .map(dropOfTrigger),
    ...schema.rules.filter((rule) => isRuleOver(rule, taken)).map(dropOfRule),
    ...schema.policies.filter((policy) => isPolicyOver(policy, taken)).map(dropOf),
    ...schema.statistics.filter((each) => areOver(each, taken)).map(dropOfStatistics),
    ...views.map(
      (view): Op => ({
        kind: "dropView",
        ...nameOf(view),
        ...(view.materialized === true ? { materialized: true } : {}),
      }),
    ),
    ...schema.tables.flatMap((table) => partsCalling(table, calls)),
    ...schema.domains.flatMap((domain): readonly Op[] => [
      ...domain.checks
        .filter(({ expression }) => calls(expression))
        .map(({ name = "" }): Op => ({ kind: "dropDomainCheck", ...nameOf(domain), check: name })),
      ...(calls(sqlIn(domain.default))
        ? [{ kind: "alterDomain" as const, ...nameOf(domain), changes: { default: null } }]
        : []),
    ]),
    { kind: "dropRoutine", ...nameOf(old), routine: old.kind, arguments: old.arguments },
  ];
}

/** True for routines of one kind, name and arguments. */
export function isSame(a: Routine, b: Routine): boolean {
  return sameName(a, b) && a.kind === b.kind && a.arguments === b.arguments;
}

function partsCalling(table: Table, calls: (text: string | undefined) => boolean): readonly Op[] {
  const on = onTable(table);
  const named = (name: string | undefined) => (name === undefined ? {} : { name });
  const computed = table.columns.filter(({ generated }) => calls(generated?.expression));
  const drawn = table.columns.filter((column: Column) => calls(sqlIn(column.default)));
  return [
    ...table.indexes
      .filter(
        ({ where, parts }) => calls(where) || parts.some((part) => "expression" in part && calls(part.expression)),
      )
      .map(({ name }): Op => ({ kind: "dropIndex", ...on, index: name })),
    ...table.checks
      .filter(({ expression }) => calls(expression))
      .map(({ name }): Op => ({ kind: "dropConstraint", ...on, type: "check", ...named(name) })),
    ...table.exclusions
      .filter(({ where, elements }) => calls(where) || elements.some(({ expression }) => calls(expression)))
      .map(({ name }): Op => ({ kind: "dropConstraint", ...on, type: "exclude", ...named(name) })),
    ...drawn.map(({ name }): Op => ({ kind: "alterColumn", ...on, column: name, changes: { default: null } })),
    ...computed.map(({ name }): Op => ({ kind: "dropColumn", ...on, column: name })),
  ];
}

function sqlIn(value: DefaultValue | undefined): string | undefined {
  return value !== undefined && isSql(value) ? value.sql : undefined;
}

/** The words of a routine's statement before its attributes and its body: its arguments, and what it gives back. */
function signatureOf({ definition, kind }: Routine): string {
  const tokens = tokenize(definition);
  const start = tokens.findIndex((token) => isKeyword(token, kind.toUpperCase()));
  const words: string[] = [];
  let depth = 0;
  for (const token of tokens.slice(start + 1)) {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    if (depth === 0 && endsSignature(token)) break;
    words.push(token.kind === "word" ? token.text.toLowerCase() : token.text);
  }
  return words.join(" ");
}

function endsSignature(token: Token): boolean {
  return ATTRIBUTES.some((word) => isKeyword(token, word));
}

const ATTRIBUTES = [
  ...[
    "LANGUAGE",
    "AS",
    "BEGIN",
    "RETURN",
    "TRANSFORM",
    "WINDOW",
    "IMMUTABLE",
    "STABLE",
    "VOLATILE",
    "NOT",
    "LEAKPROOF",
  ],
  ...["CALLED", "STRICT", "EXTERNAL", "SECURITY", "PARALLEL", "COST", "ROWS", "SUPPORT", "SET"],
];
