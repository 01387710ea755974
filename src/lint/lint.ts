import { given } from "../base/given.ts";
import { stableJson } from "../base/hash.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import { isOnTable } from "../ops/edit.ts";
import type { Finding, Hit, Place, Severity } from "./finding.ts";
import { printCode } from "./print-steps.ts";
import type { LintedStatement, LintedStep, Rule } from "./rule.ts";
import { tableName } from "./rule-tools.ts";
import { rules } from "./rules.ts";

/** How a rule counts in a project; `off` is not looked for. */
export type RuleLevel = Severity | "off";

/** What is linted, and how. */
export interface StepToLint extends Omit<LintedStep, "dialect"> {
  readonly dialect: Dialect;
  readonly server: Server;
  /** Absent for a file that is no revision. */
  readonly revision?: string;
  /** Where a finding about the whole stands. */
  readonly place: Place;
  /** By the ids of rules; an absent rule counts as it says itself. */
  readonly levels: Readonly<Record<string, RuleLevel>>;
}

/** What all rules say of a step, in the order of the file; each finding once. Pure. */
export function lint(step: StepToLint): readonly Finding[] {
  const found = rules.flatMap((rule) => {
    const level = step.levels[rule.id] ?? rule.severity;
    return level === "off" ? [] : rule.check(step).map((hit) => findingOf(hit, { rule, level, step }));
  });
  const each = new Map(found.map((finding) => [keyOf(finding), finding]));
  return [...each.values()].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

function keyOf({ rule, message, place, direction }: Finding): string {
  return stableJson([rule, message, { ...place }, direction]);
}

function findingOf(
  hit: Hit,
  { rule, level, step }: { readonly rule: Rule; readonly level: Severity; readonly step: StepToLint },
): Finding {
  const statement = hit.at === undefined ? undefined : step.statements[hit.at];
  const source = statement?.facts.source;
  const size = rule.weighsByRows === true && statement !== undefined ? sizeOf(statement, step) : undefined;
  return {
    rule: rule.id,
    severity: weaker(weaker(level, hit.severity ?? level), size?.isSmall === true ? "note" : level),
    message: size === undefined ? hit.message : `${hit.message}; ${size.text}`,
    why: rule.why,
    instead: {
      text: hit.text ?? rule.instead,
      ...given({ code: printCode(hit, { step, before: hit.before ?? statement?.before }) }),
    },
    ...given({ revision: step.revision }),
    direction: step.direction,
    place: statement?.place ?? hit.place ?? step.place,
    ...(statement === undefined || statement.sql === "" ? {} : { statement: statement.sql }),
    ...(source === undefined || source === "unknown" ? {} : { source }),
  };
}

/** A table with fewer rows is worked through before anybody notices. */
const SMALL_ROWS = 10_000;

/** How large the tables are that a statement locks or changes, where all of that is known. */
function sizeOf(
  statement: LintedStatement,
  step: LintedStep,
): { readonly isSmall: boolean; readonly text: string } | undefined {
  const { locks } = statement.facts;
  const locked = locks === "unknown" ? [] : locks.map(({ relation }) => relation).filter((name) => name !== "*");
  const changed = (statement.changes ?? []).flatMap(({ op }) => (isOnTable(op) ? [tableName(op)] : []));
  const names = [...new Set([...locked, ...changed])];
  const counts = names.map((name) => [name, step.rowsOf?.(name)] as const);
  const known = counts.filter((each): each is readonly [string, number] => each[1] !== undefined);
  if (known.length === 0 || known.length < names.length) return undefined;
  const text = known.map(([name, rows]) => `"${name}" has about ${rows.toLocaleString("en")} rows`).join(", ");
  return { isSmall: known.every(([, rows]) => rows < SMALL_ROWS), text };
}

const ORDER: readonly Severity[] = ["note", "warning", "error"];

function weaker(a: Severity, b: Severity): Severity {
  return ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b;
}
