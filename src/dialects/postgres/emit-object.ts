import type { ObjectOp } from "../../ops/object-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import { sameTrigger } from "../../ops/trigger-behaviours.ts";
import { displayName, nameOf, sameName } from "../../schema/names.ts";
import type { SequenceOwner } from "../../schema/numbering.ts";
import type { ObjectName, Rule, Schema, Trigger, TriggerState } from "../../schema/schema.ts";
import { alterEnum } from "./alter-enum.ts";
import { isSame } from "./around-routine.ts";
import { createEnum } from "./create-type.ts";
import { withReplace } from "./definition-names.ts";
import { type Draft, draft } from "./draft.ts";
import { changeComment, commentOfNew } from "./emit-comment.ts";
import { viewEmitters } from "./emit-view.ts";
import { facts, factsOf, type LockedObjects } from "./facts.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { beside, locked, lockedTree, type Scene, tableOf, withNew } from "./scene.ts";
import { newBeginning } from "./sequence-bounds.ts";
import { allSequenceOptions, sequenceOptionsSql } from "./sequence-sql.ts";
import { isKeyword, nameIn, type Token, tokenize } from "./tokens.ts";

type Emitters<K extends ObjectOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on objects beside tables. */
export const objectEmitters: Emitters<ObjectOp["kind"]> = {
  ...viewEmitters,
  createNamespace(op, scene) {
    const isThere = op.ifNotExists === true && scene.before.namespaces.includes(op.name);
    return [
      draft(`CREATE SCHEMA ${unless(op)}${quoteName(op.name)}`, factsOf(facts.createNamespace)),
      ...(isThere ? [] : commentOfNew({ kind: "namespace", name: op.name }, op, scene)),
    ];
  },
  dropNamespace: (op) => [
    draft(`DROP SCHEMA ${guard(op)}${quoteName(op.name)} RESTRICT`, factsOf(facts.dropNamespace)),
  ],
  createTrigger({ trigger }, scene) {
    const table = beside(trigger, trigger.table);
    return [
      draft(trigger.definition, factsOf(facts.createTrigger, lockedBy(trigger, table, scene))),
      ...(trigger.state === undefined ? [] : [triggerState(trigger, trigger.state, scene)]),
      ...commentOfNew({ kind: "trigger", ...nameOf(trigger), table: trigger.table }, trigger, scene),
    ];
  },
  setTriggerState: (op, scene) => [triggerState(op, op.state, scene)],
  dropTrigger(op, scene) {
    const sql = `DROP TRIGGER ${guard(op)}${quoteName(op.name)} ON ${quoteObject(tableOf(op))}`;
    const known = scene.before.triggers.find((each) => sameTrigger(each, op));
    return [draft(sql, factsOf(facts.dropTrigger, lockedBy(known, tableOf(op), scene)))];
  },
  createRule(op, scene) {
    const { rule } = op;
    const owner = beside(rule, rule.table);
    return [
      draft(rule.definition, factsOf(facts.createRule, locked(scene, owner, writtenBy(rule.definition, scene.before)))),
      ...(rule.state === undefined ? [] : [ruleState(op, rule, scene)]),
      ...commentOfNew({ kind: "rule", ...nameOf(rule), table: rule.table }, rule, scene),
    ];
  },
  setRuleState: (op, scene) => [ruleState(op, op, scene)],
  dropRule(op, scene) {
    const sql = `DROP RULE ${guard(op)}${quoteName(op.name)} ON ${quoteObject(tableOf(op))}`;
    return [draft(sql, factsOf(facts.dropRule, locked(scene, tableOf(op))))];
  },
  createRoutine,
  dropRoutine(op) {
    const sql = `DROP ${op.routine.toUpperCase()} ${guard(op)}${quoteObject(op)}(${op.arguments})`;
    return [draft(sql, factsOf(facts.dropRoutine))];
  },
  createEnum,
  dropEnum: (op) => [draft(`DROP TYPE ${guard(op)}${quoteObject(op)}`, factsOf(facts.dropEnum))],
  addEnumValue(op, scene) {
    const before = op.before === undefined ? "" : ` BEFORE ${quoteString(op.before)}`;
    const fact = scene.usesLater(op.value) ? facts.addEnumValueApart : facts.addEnumValue;
    return [draft(`ALTER TYPE ${quoteObject(op)} ADD VALUE ${quoteString(op.value)}${before}`, factsOf(fact))];
  },
  alterEnum,
  renameEnumValue(op) {
    const sql = `ALTER TYPE ${quoteObject(op)} RENAME VALUE ${quoteString(op.value)} TO ${quoteString(op.to)}`;
    return [draft(sql, factsOf(facts.renameEnumValue))];
  },
  createSequence(op, scene) {
    const { sequence } = op;
    const type = sequence.type === undefined ? [] : [`AS ${sequence.type}`];
    const owner = sequence.ownedBy === undefined ? [] : [ownerSql(sequence, sequence.ownedBy)];
    const head = `CREATE SEQUENCE ${unless(op)}${quoteObject(sequence)}`;
    const words = [head, ...type, ...sequenceOptionsSql(sequence), ...owner];
    const isThere = op.ifNotExists === true && scene.before.sequences.some((each) => sameName(each, sequence));
    return [
      draft(words.join(" "), factsOf(facts.createSequence)),
      ...(isThere ? [] : commentOfNew({ kind: "sequence", ...nameOf(sequence) }, sequence, withNew(scene, sequence))),
    ];
  },
  dropSequence: (op, scene) => [
    draft(
      `DROP SEQUENCE ${guard(op)}${quoteObject(op)}`,
      factsOf(facts.dropSequence, locked(scene, op)),
      `the current number of the sequence "${op.name}"`,
    ),
  ],
  alterSequence,
  setSequenceOwner(op, scene) {
    const owner = op.ownedBy === undefined ? "OWNED BY NONE" : ownerSql(op, op.ownedBy);
    return [draft(`ALTER SEQUENCE ${quoteObject(op)} ${owner}`, factsOf(facts.setSequenceOwner, locked(scene, op)))];
  },
};

function ownerSql(sequence: ObjectName, { table, column }: SequenceOwner): string {
  return `OWNED BY ${quoteObject(beside(sequence, table))}.${quoteName(column)}`;
}

function triggerState(trigger: TriggerName, state: TriggerState | undefined, scene: Scene): Draft {
  const known = scene.after.triggers.find((each) => sameTrigger(each, trigger));
  const locks = lockedBy(known, beside(trigger, trigger.table), scene);
  return draft(setStateSql("TRIGGER", trigger, state), factsOf(facts.setTriggerState, locks));
}

/** Rules of views always hold: ALTER VIEW has no word for it, and ALTER TABLE takes none here. Errors: DIALECT_UNSUPPORTED. */
function ruleState(
  op: OpOf<"createRule" | "setRuleState">,
  rule: TriggerName & Pick<Rule, "state">,
  scene: Scene,
): Draft {
  const owner = beside(rule, rule.table);
  if (scene.after.views.some((view) => sameName(view, owner))) {
    refuse(op, `rule "${rule.name}" of "${displayName(owner)}"`, "way to disable or enable a rule of a view");
  }
  return draft(setStateSql("RULE", rule, rule.state), factsOf(facts.setRuleState, locked(scene, owner)));
}

/** The tables that the actions of a rule write to. */
function writtenBy(definition: string, { tables }: Schema): readonly ObjectName[] {
  const tokens = tokenize(definition);
  const isWritten = (at: number): boolean => {
    const before = tokens[at];
    if (isKeyword(before, "ONLY")) return isWritten(at - 1);
    return isKeyword(before, "INTO") || isKeyword(before, "UPDATE") || isDelete(tokens, at);
  };
  const names = tokens.flatMap((token, i) =>
    isWritten(i - (tokens[i - 1]?.text === "." ? 3 : 1)) ? nameIn(token) : [],
  );
  return tables.filter(({ name }) => names.includes(name));
}

function isDelete(tokens: readonly Token[], at: number): boolean {
  return isKeyword(tokens[at], "FROM") && isKeyword(tokens[at - 1], "DELETE");
}

/** In the words of ALTER TABLE: `DISABLE TRIGGER t`, `ENABLE ALWAYS RULE t`. */
function setStateSql(what: "TRIGGER" | "RULE", object: TriggerName, state: TriggerState | undefined): string {
  return `ALTER TABLE ${quoteObject(beside(object, object.table))} ${stateWords(state)} ${what} ${quoteName(object.name)}`;
}

/** `DISABLE`, `ENABLE`, `ENABLE ALWAYS`. */
export function stateWords(state: TriggerState | undefined): string {
  return state === "disabled" ? "DISABLE" : `ENABLE${state === undefined ? "" : ` ${state.toUpperCase()}`}`;
}

type TriggerName = Pick<Trigger, "name" | "table" | "schema">;

/** One that fires for each row is one of each partition as well; one that isn't known may be. */
function lockedBy(trigger: Trigger | undefined, table: ObjectName, scene: Scene): LockedObjects {
  const isOfRows = trigger === undefined || /\bfor\s+(?:each\s+)?row\b/i.test(trigger.definition);
  return isOfRows ? lockedTree(scene, table, [], "partitions") : locked(scene, table);
}

/** A sequence that stands before its new bounds is moved to their beginning, so that it can have them. */
function alterSequence(op: OpOf<"alterSequence">, scene: Scene): readonly Draft[] {
  const old = scene.before.sequences.find((each) => sameName(each, op));
  const name = quoteObject(op);
  const begin = old === undefined ? undefined : newBeginning(old, op.options);
  const move = `SELECT setval(${quoteString(name)}, ${begin?.first}, false) FROM ${name} WHERE ${begin?.where}`;
  const words = [`ALTER SEQUENCE ${name} AS ${op.options.type ?? "bigint"}`, ...allSequenceOptions(op.options)];
  return [
    ...(begin === undefined ? [] : [draft(move, factsOf(facts.moveSequence, locked(scene, op)))]),
    draft(words.join(" "), factsOf(facts.alterSequence, locked(scene, op))),
  ];
}

function createRoutine({ routine, replace }: OpOf<"createRoutine">, scene: Scene): readonly Draft[] {
  const old = replace === true ? scene.before.routines.find((each) => isSame(each, routine)) : undefined;
  const { kind, arguments: args } = routine;
  const making = draft(withReplace(routine.definition, replace === true), factsOf(facts.createRoutine));
  if (kind === "event") return [making];
  return [making, ...changeComment({ kind, ...nameOf(routine), arguments: args }, old, routine, scene)];
}

function guard({ ifExists }: { readonly ifExists?: true }): string {
  return ifExists === true ? "IF EXISTS " : "";
}

function unless({ ifNotExists }: { readonly ifNotExists?: true }): string {
  return ifNotExists === true ? "IF NOT EXISTS " : "";
}
