import type { SequenceOptions, SequenceOwner } from "../schema/numbering.ts";
import type { EnumType, ObjectName, Routine, Rule, Sequence, Trigger, TriggerState, View } from "../schema/schema.ts";
import type { ViewProperties } from "../schema/view-properties.ts";
import type { OnTable } from "./table-ops.ts";

export interface CreateNamespace {
  readonly kind: "createNamespace";
  readonly name: string;
  readonly comment?: string;
  readonly ifNotExists?: true;
}

export interface DropNamespace {
  readonly kind: "dropNamespace";
  readonly name: string;
  readonly ifExists?: true;
}

export interface CreateView {
  readonly kind: "createView";
  readonly view: View;
  /** Takes the place of a view of the same name. */
  readonly replace?: true;
  /** A materialized one is left empty until somebody refreshes it. */
  readonly withoutData?: true;
}

export interface DropView extends ObjectName {
  readonly kind: "dropView";
  readonly materialized?: true;
  readonly ifExists?: true;
}

/** Gives a view these properties in place of all that it had. */
export interface SetViewOptions extends ObjectName {
  readonly kind: "setViewOptions";
  readonly options: ViewProperties;
}

export interface CreateTrigger {
  readonly kind: "createTrigger";
  readonly trigger: Trigger;
}

export interface DropTrigger extends OnTable {
  readonly kind: "dropTrigger";
  readonly name: string;
  readonly ifExists?: true;
}

/** Says when a trigger fires; an absent state is the usual one. */
export interface SetTriggerState extends OnTable {
  readonly kind: "setTriggerState";
  readonly name: string;
  readonly state?: TriggerState;
}

export interface CreateRule {
  readonly kind: "createRule";
  readonly rule: Rule;
}

export interface DropRule extends OnTable {
  readonly kind: "dropRule";
  readonly name: string;
  readonly ifExists?: true;
}

/** Says when a rule holds; an absent state is the usual one. */
export interface SetRuleState extends OnTable {
  readonly kind: "setRuleState";
  readonly name: string;
  readonly state?: TriggerState;
}

export interface CreateRoutine {
  readonly kind: "createRoutine";
  readonly routine: Routine;
  readonly replace?: true;
}

export interface DropRoutine extends ObjectName {
  readonly kind: "dropRoutine";
  readonly routine: Routine["kind"];
  readonly arguments: string;
  readonly ifExists?: true;
}

export interface CreateEnum {
  readonly kind: "createEnum";
  readonly enum: EnumType;
  readonly ifNotExists?: true;
}

export interface DropEnum extends ObjectName {
  readonly kind: "dropEnum";
  readonly ifExists?: true;
}

export interface AddEnumValue extends ObjectName {
  readonly kind: "addEnumValue";
  readonly value: string;
  /** Puts the new value before this one; absent puts it last. */
  readonly before?: string;
}

/** Gives an enum these values, in this order, and this comment in place of those that it had. Fails where a row has a value that goes. */
export interface AlterEnum extends ObjectName {
  readonly kind: "alterEnum";
  readonly values: readonly string[];
  readonly comment?: string;
}

export interface RenameEnumValue extends ObjectName {
  readonly kind: "renameEnumValue";
  readonly value: string;
  readonly to: string;
}

export interface CreateSequence {
  readonly kind: "createSequence";
  readonly sequence: Sequence;
  readonly ifNotExists?: true;
}

export interface DropSequence extends ObjectName {
  readonly kind: "dropSequence";
  readonly ifExists?: true;
}

/** Gives a sequence these options in place of all that it had. */
export interface AlterSequence extends ObjectName {
  readonly kind: "alterSequence";
  readonly options: SequenceOptions;
}

/** Makes a sequence go with a column, or with none. */
export interface SetSequenceOwner extends ObjectName {
  readonly kind: "setSequenceOwner";
  readonly ownedBy?: SequenceOwner;
}

export type RuleOp = CreateRule | DropRule | SetRuleState;

export type ObjectOp =
  | CreateNamespace
  | DropNamespace
  | CreateView
  | DropView
  | SetViewOptions
  | CreateTrigger
  | DropTrigger
  | SetTriggerState
  | RuleOp
  | CreateRoutine
  | DropRoutine
  | CreateEnum
  | DropEnum
  | AddEnumValue
  | AlterEnum
  | RenameEnumValue
  | CreateSequence
  | DropSequence
  | AlterSequence
  | SetSequenceOwner;
