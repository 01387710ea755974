import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { displayName, findTable, sameName } from "../schema/names.ts";
import type { Rule, Schema, Trigger } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { omit, onTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import type { ObjectOp } from "./object-ops.ts";
import type { Op } from "./op.ts";
import { belongsTo } from "./owned-parts.ts";
import type { OnTable } from "./table-ops.ts";

type TriggerKind = Extract<ObjectOp["kind"], `${string}Trigger${string}` | `${string}Rule${string}`>;

/** What the operations on triggers and rules mean. */
export const triggerBehaviours: Behaviours<TriggerKind> = {
  createTrigger: {
    apply: (schema, { trigger }) => ({ ...schema, triggers: added("trigger", trigger, schema.triggers, schema) }),
    reverse: ({ trigger }) => exact(dropOfTrigger(trigger)),
    describe: ({ trigger }) => `Create trigger ${trigger.name} on ${displayName(tableNameOf(trigger))}`,
  },

  dropTrigger: {
    apply: (schema, op) => ({ ...schema, triggers: without("trigger", op, schema.triggers) }),
    reverse(op, before) {
      const trigger = before.triggers.find((each) => sameTrigger(each, op));
      return trigger === undefined ? exact() : exact({ kind: "createTrigger", trigger });
    },
    describe: (op) => `Drop trigger ${op.name} of ${displayName(tableNameOf(op))}`,
  },

  setTriggerState: {
    apply: (schema, op) => ({ ...schema, triggers: withState("trigger", op, schema.triggers) }),
    reverse: (op, before) => exact({ ...omit(op, "state"), ...stateIn("trigger", op, before.triggers) }),
    describe: (op) => describeState("trigger", op),
  },

  createRule: {
    apply: (schema, { rule }) => ({ ...schema, rules: added("rule", rule, schema.rules, schema) }),
    reverse: ({ rule }) => exact(dropOfRule(rule)),
    describe: ({ rule }) => `Create rule ${rule.name} on ${displayName(tableNameOf(rule))}`,
  },

  dropRule: {
    apply: (schema, op) => ({ ...schema, rules: without("rule", op, schema.rules) }),
    reverse(op, before) {
      const rule = before.rules.find((each) => sameTrigger(each, op));
      return rule === undefined ? exact() : exact({ kind: "createRule", rule });
    },
    describe: (op) => `Drop rule ${op.name} of ${displayName(tableNameOf(op))}`,
  },

  setRuleState: {
    apply: (schema, op) => ({ ...schema, rules: withState("rule", op, schema.rules) }),
    reverse: (op, before) => exact({ ...omit(op, "state"), ...stateIn("rule", op, before.rules) }),
    describe: (op) => describeState("rule", op),
  },
};

/** The op that drops a trigger. */
export function dropOfTrigger({ name, ...trigger }: Trigger): Op {
  return { kind: "dropTrigger", name, ...onTable(tableNameOf(trigger)) };
}

/** The op that drops a rule. */
export function dropOfRule({ name, ...rule }: Rule): Op {
  return { kind: "dropRule", name, ...onTable(tableNameOf(rule)) };
}

type What = "trigger" | "rule";
type Name = OnTable & { readonly name: string };

/** True for triggers, or rules, of one name on one table: on some servers two tables may each have one of a name. */
export function sameTrigger(a: Name, b: Name): boolean {
  return sameName(a, b) && a.table === b.table;
}

function added<T extends Name>(what: What, object: T, all: readonly T[], schema: Schema): readonly T[] {
  const table = tableNameOf(object);
  if (findTable(schema, table) === undefined && !schema.views.some((view) => sameName(view, table))) {
    const guess = didYouMean(displayName(table), [...schema.tables, ...schema.views].map(displayName));
    throw fail("OP_TABLE_MISSING", `There is no table or view "${displayName(table)}"${guess}.`);
  }
  if (!all.some((each) => sameTrigger(each, object))) return [...all, object];
  throw fail("OP_OBJECT_EXISTS", `"${displayName(table)}" has a ${what} "${object.name}" already.`);
}

function without<T extends Name>(what: What, op: Name & { readonly ifExists?: true }, all: readonly T[]): readonly T[] {
  if (op.ifExists && !all.some((each) => sameTrigger(each, op))) return all;
  const gone = required(what, op, all);
  return all.filter((each) => each !== gone);
}

type State = Pick<Trigger, "state">;

function withState<T extends Name & State>(what: What, op: Name & State, all: readonly T[]): readonly T[] {
  const found = required(what, op, all);
  return all.map((each) => (each === found ? { ...omit(found, "state"), ...given({ state: op.state }) } : each)) as T[];
}

function stateIn(what: What, op: Name, all: readonly (Name & State)[]): State {
  return given({ state: required(what, op, all).state });
}

function describeState(what: What, op: Name & State): string {
  const of = `${what} ${op.name} of ${displayName(tableNameOf(op))}`;
  if (op.state === undefined) return `Enable ${of}`;
  return op.state === "disabled" ? `Disable ${of}` : `Enable ${of} ${op.state}`;
}

function required<T extends Name>(what: What, op: Name, all: readonly T[]): T {
  const found = all.find((each) => sameTrigger(each, op));
  if (found !== undefined) return found;
  const table = tableNameOf(op);
  const guess = didYouMean(
    op.name,
    all.filter((each) => belongsTo(each, table)).map(({ name }) => name),
  );
  throw fail("OP_OBJECT_MISSING", `"${displayName(table)}" has no ${what} "${op.name}"${guess}.`);
}
