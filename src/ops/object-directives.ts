import { given } from "../base/given.ts";
import type { SequenceOwner } from "../schema/numbering.ts";
import {
  commented,
  enumType,
  event,
  type InSchema,
  inSchema,
  type Owned,
  owned,
  readSequenceOwner,
  routine,
  rule,
  sequence,
  type TriggerOptions,
  trigger,
  triggerReaders,
} from "../schema/object-builders.ts";
import { oneOf, readFlag, readName, readOptions, readText, type SqlText } from "../schema/options.ts";
import type { Commented } from "../schema/schema.ts";
import { type SequenceSettings, sequenceReaders } from "../schema/sequence-options.ts";
import {
  buildView,
  type ViewOptions,
  type ViewSettings,
  viewPropertyReaders,
  viewReaders,
} from "../schema/view-builder.ts";
import {
  called,
  directive,
  type IfExists,
  type IfNotExists,
  ifExists,
  ifNotExists,
  on,
  type RecordOp,
} from "./directive.ts";

/** Takes the place of an object of the same name. */
export interface Replace {
  readonly replace?: boolean;
}

/** Leaves a materialized view empty until somebody refreshes it. */
interface WithoutData {
  readonly withoutData?: boolean;
}

/** Operations on objects beside tables, as a revision writes them. */
export interface ObjectDirectives {
  createView(name: string, definition: SqlText, options?: ViewOptions & Replace & WithoutData): void;
  dropView(name: string, options?: InSchema & IfExists & { readonly materialized?: boolean }): void;
  /** Gives a view these properties in place of all that it had. */
  setViewOptions(name: string, properties: ViewSettings, options?: InSchema): void;
  /** The definition is the whole CREATE TRIGGER statement. */
  createTrigger(name: string, table: string, definition: SqlText, options?: TriggerOptions): void;
  dropTrigger(name: string, table: string, options?: InSchema & IfExists): void;
  /** Says when a trigger fires; without a state it does in all sessions but those of a replica. */
  setTriggerState(name: string, table: string, options?: Omit<TriggerOptions, "comment">): void;
  /** The definition is the whole CREATE RULE statement (PostgreSQL). */
  createRule(name: string, table: string, definition: SqlText, options?: TriggerOptions): void;
  dropRule(name: string, table: string, options?: InSchema & IfExists): void;
  /** Says when a rule holds; without a state it does in all sessions but those of a replica. */
  setRuleState(name: string, table: string, options?: Omit<TriggerOptions, "comment">): void;
  /** `args`: the types of the arguments, as the server spells them. The definition is the whole CREATE statement. */
  createRoutine(
    kind: "function" | "procedure",
    name: string,
    args: string,
    definition: SqlText,
    options?: InSchema & Commented & Replace,
  ): void;
  dropRoutine(kind: "function" | "procedure", name: string, args: string, options?: InSchema & IfExists): void;
  /** Makes an event of MySQL's. The definition is the whole CREATE EVENT statement. */
  createEvent(name: string, definition: SqlText, options?: Replace): void;
  dropEvent(name: string, options?: IfExists): void;
  createEnum(
    name: string,
    values: readonly string[],
    options?: InSchema & IfNotExists & { readonly comment?: string },
  ): void;
  dropEnum(name: string, options?: InSchema & IfExists): void;
  addEnumValue(name: string, value: string, options?: InSchema & { readonly before?: string }): void;
  /** Gives an enum these values and this comment in place of those that it had; fails where a row has a value that goes. */
  alterEnum(name: string, values: readonly string[], options?: InSchema & { readonly comment?: string }): void;
  renameEnumValue(name: string, value: string, to: string, options?: InSchema): void;
  createSequence(name: string, options?: InSchema & SequenceSettings & Owned & Commented & IfNotExists): void;
  dropSequence(name: string, options?: InSchema & IfExists): void;
  /** Gives a sequence these options in place of all that it had. */
  alterSequence(name: string, options: InSchema & SequenceSettings): void;
  /** Makes a sequence go with a column of a table in the same namespace, or with none: null. */
  setSequenceOwner(name: string, ownedBy: SequenceOwner | null, options?: InSchema): void;
  /** Creates a namespace. */
  createSchema(name: string, options?: Commented & IfNotExists): void;
  dropSchema(name: string, options?: IfExists): void;
}

/** Directives that record operations on objects beside tables. */
export function objectDirectives(record: RecordOp): ObjectDirectives {
  return {
    createView(name, definition, options) {
      const where = directive("createView", name);
      const readers = { ...viewReaders, ...replacing, withoutData: readFlag };
      const { replace, withoutData, ...read } = readOptions(options, readers, where);
      record({
        kind: "createView",
        view: buildView(name, definition, read, where),
        ...given({ replace, withoutData }),
      });
    },

    dropView(name, options) {
      const where = directive("dropView", name);
      const readers = { ...inSchema, ...ifExists, materialized: readFlag };
      const { schema, ...flags } = readOptions(options, readers, where);
      record({ kind: "dropView", ...called(name, schema, where), ...flags });
    },

    setViewOptions(name, properties, options) {
      const where = directive("setViewOptions", name);
      const read = readOptions(properties, viewPropertyReaders, where);
      const { schema } = readOptions(options, inSchema, where);
      record({ kind: "setViewOptions", ...called(name, schema, where), options: read });
    },

    createTrigger(name, table, definition, options) {
      const read = readOptions(options, triggerReaders, directive("createTrigger", name));
      record({ kind: "createTrigger", trigger: trigger(name, table, definition, read) });
    },

    dropTrigger: (name, table, options) =>
      record({ kind: "dropTrigger", ...dropped(directive("dropTrigger", name), name, table, options) }),
    setTriggerState: (name, table, options) =>
      record({ kind: "setTriggerState", ...withState(directive("setTriggerState", name), name, table, options) }),

    createRule(name, table, definition, options) {
      const read = readOptions(options, triggerReaders, directive("createRule", name));
      record({ kind: "createRule", rule: rule(name, table, definition, read) });
    },

    dropRule: (name, table, options) =>
      record({ kind: "dropRule", ...dropped(directive("dropRule", name), name, table, options) }),
    setRuleState: (name, table, options) =>
      record({ kind: "setRuleState", ...withState(directive("setRuleState", name), name, table, options) }),

    createRoutine(kind, name, args, definition, options) {
      const where = directive("createRoutine", name);
      const { replace, ...read } = readOptions(options, { ...commented, ...replacing }, where);
      const built = routine(kind, name, args, definition, read);
      record({ kind: "createRoutine", routine: built, ...(replace === undefined ? {} : { replace }) });
    },

    dropRoutine(kind, name, args, options) {
      const where = directive("dropRoutine", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      record({
        kind: "dropRoutine",
        ...called(name, schema, where),
        routine: readRoutineKind(kind, `${where}: the kind`),
        arguments: readText(args, `${where}: the arguments`),
        ...flags,
      });
    },

    createEvent(name, definition, options) {
      const { replace } = readOptions(options, replacing, directive("createEvent", name));
      const built = event(name, definition);
      record({ kind: "createRoutine", routine: built, ...(replace === undefined ? {} : { replace }) });
    },

    dropEvent(name, options) {
      const where = directive("dropEvent", name);
      const flags = readOptions(options, ifExists, where);
      record({ kind: "dropRoutine", ...called(name, undefined, where), routine: "event", arguments: "", ...flags });
    },

    createEnum(name, values, options) {
      const where = directive("createEnum", name);
      const { ifNotExists: unlessThere, ...read } = readOptions(options, { ...commented, ...ifNotExists }, where);
      const built = enumType(name, values, read);
      record({ kind: "createEnum", enum: built, ...(unlessThere === undefined ? {} : { ifNotExists: unlessThere }) });
    },

    dropEnum(name, options) {
      const where = directive("dropEnum", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      record({ kind: "dropEnum", ...called(name, schema, where), ...flags });
    },

    addEnumValue(name, value, options) {
      const where = directive("addEnumValue", name);
      const { schema, ...place } = readOptions(options, { ...inSchema, before: readText }, where);
      const text = readText(value, `${where}: the value`);
      record({ kind: "addEnumValue", ...called(name, schema, where), value: text, ...place });
    },

    alterEnum(name, values, options) {
      const read = readOptions(options, commented, directive("alterEnum", name));
      record({ kind: "alterEnum", ...enumType(name, values, read) });
    },

    renameEnumValue(name, value, to, options) {
      const where = directive("renameEnumValue", name);
      const { schema } = readOptions(options, inSchema, where);
      const values = { value: readText(value, `${where}: the value`), to: readText(to, `${where}: the new value`) };
      record({ kind: "renameEnumValue", ...called(name, schema, where), ...values });
    },

    createSequence(name, options) {
      const where = directive("createSequence", name);
      const readers = { ...sequenceReaders, ...commented, ...owned, ...ifNotExists };
      const { ifNotExists: unlessThere, ...read } = readOptions(options, readers, where);
      const built = sequence(name, read);
      record({
        kind: "createSequence",
        sequence: built,
        ...(unlessThere === undefined ? {} : { ifNotExists: unlessThere }),
      });
    },

    dropSequence(name, options) {
      const where = directive("dropSequence", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      record({ kind: "dropSequence", ...called(name, schema, where), ...flags });
    },

    alterSequence(name, options) {
      const where = directive("alterSequence", name);
      const { schema, ...read } = readOptions(options, { ...sequenceReaders, ...inSchema }, where);
      record({ kind: "alterSequence", ...called(name, schema, where), options: read });
    },

    setSequenceOwner(name, ownedBy, options) {
      const where = directive("setSequenceOwner", name);
      const { schema } = readOptions(options, inSchema, where);
      const owner = ownedBy === null ? {} : { ownedBy: readSequenceOwner(ownedBy, `${where}: the owner`) };
      record({ kind: "setSequenceOwner", ...called(name, schema, where), ...owner });
    },

    createSchema(name, options) {
      const where = directive("createSchema", name);
      const flags = readOptions(options, { ...ifNotExists, comment: commented.comment }, where);
      record({ kind: "createNamespace", name: readName(name, `${where}: the name`), ...flags });
    },

    dropSchema(name, options) {
      const where = directive("dropSchema", name);
      const flags = readOptions(options, ifExists, where);
      record({ kind: "dropNamespace", name: readName(name, `${where}: the name`), ...flags });
    },
  };
}

const replacing = { replace: readFlag };
const readRoutineKind = oneOf(["function", "procedure"]);

function dropped(where: string, name: string, table: string, options: (InSchema & IfExists) | undefined) {
  const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
  return { name: readName(name, `${where}: the name`), ...on(table, schema, where), ...flags };
}

function withState(where: string, name: string, table: string, options: Omit<TriggerOptions, "comment"> | undefined) {
  const { state: reader } = triggerReaders;
  const { schema, ...state } = readOptions(options, { ...inSchema, state: reader }, where);
  return { name: readName(name, `${where}: the name`), ...on(table, schema, where), ...state };
}
