import { given } from "../base/given.ts";
import type { SequenceOwner } from "./numbering.ts";
import {
  invalidValue,
  oneOf,
  readList,
  readName,
  readOptions,
  readSqlText,
  readText,
  type SqlText,
} from "./options.ts";
import type { Commented, EnumType, Routine, Rule, Sequence, Trigger, TriggerState } from "./schema.ts";
import { type SequenceSettings, sequenceReaders } from "./sequence-options.ts";

/** The namespace that an object is in; absent is the default one. */
export interface InSchema {
  readonly schema?: string;
}

/** What a trigger or a rule can have beside its statement. */
export interface TriggerOptions extends InSchema {
  readonly state?: TriggerState;
  readonly comment?: string;
}

/** A trigger, with the whole statement that makes it: trigger("t", "users", sql`CREATE TRIGGER t …`). */
export function trigger(name: string, table: string, definition: SqlText, options?: TriggerOptions): Trigger {
  return buildTrigger(`trigger() ${JSON.stringify(name)}`, name, table, definition, options);
}

/** A rule, with the whole statement that makes it: rule("keep", "users", sql`CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING`). */
export function rule(name: string, table: string, definition: SqlText, options?: TriggerOptions): Rule {
  return buildTrigger(`rule() ${JSON.stringify(name)}`, name, table, definition, options);
}

function buildTrigger(
  where: string,
  name: string,
  table: string,
  definition: SqlText,
  options: TriggerOptions | undefined,
): Trigger & Rule {
  const { state, comment, ...read } = readOptions(options, triggerReaders, where);
  return {
    name: readName(name, `${where}: the name`),
    ...read,
    table: readName(table, `${where}: the table`),
    definition: readDefinition(definition, where),
    ...given({ state, comment }),
  };
}

/** A function or procedure; `arguments` are the types of its arguments as the server spells them, and with the name its identity. */
export function routine(
  kind: "function" | "procedure",
  name: string,
  args: string,
  definition: SqlText,
  options?: InSchema & Commented,
): Routine {
  const where = `routine() ${JSON.stringify(name)}`;
  if (kind !== "function" && kind !== "procedure") throw invalidValue(where, '"function" or "procedure"', kind);
  const { comment, ...read } = readOptions(options, commented, where);
  return {
    name: readName(name, `${where}: the name`),
    ...read,
    kind,
    arguments: readText(args, `${where}: the arguments`),
    definition: readDefinition(definition, where),
    ...given({ comment }),
  };
}

/** A program that MySQL runs by a schedule, with the whole statement that makes it: event("tidy", sql`CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY DO …`). */
export function event(name: string, definition: SqlText): Routine {
  const where = `event() ${JSON.stringify(name)}`;
  const named = { name: readName(name, `${where}: the name`) };
  return { ...named, kind: "event", arguments: "", definition: readDefinition(definition, where) };
}

/** An enum type of its own, its values in their order: `enumType("mood", ["sad", "ok", "happy"])`. */
export function enumType(
  name: string,
  values: readonly string[],
  options?: InSchema & { readonly comment?: string },
): EnumType {
  const where = `enumType() ${JSON.stringify(name)}`;
  const read = readOptions(options, commented, where);
  return { name: readName(name, `${where}: the name`), ...read, values: readEnumValues(values, where) };
}

/** A sequence: `sequence("order_numbers", { start: 1000 })`. */
export function sequence(name: string, options?: SequenceSettings & InSchema & Owned & Commented): Sequence {
  const where = `sequence() ${JSON.stringify(name)}`;
  const built = {
    name: readName(name, `${where}: the name`),
    ...readOptions(options, { ...sequenceReaders, ...commented, ...owned }, where),
  };
  return Object.defineProperty(built, sequenceMark, { value: true });
}

/** The column that a sequence goes with. */
export interface Owned {
  readonly ownedBy?: SequenceOwner;
}

/** Reader of a column that a sequence goes with. */
export function readSequenceOwner(value: unknown, where: string): SequenceOwner {
  const { table, column } = readOptions(value, { table: readName, column: readName }, where);
  return { table: readName(table, `${where}, the table`), column: readName(column, `${where}, the column`) };
}

/** Reader of the option that says it. */
export const owned = { ownedBy: readSequenceOwner };

/** True for what `sequence` has made: the record alone, which may be no more than a name, doesn't tell. */
export function isSequence(value: object): boolean {
  return sequenceMark in value;
}

/** Shared by several copies of this package in one process; not enumerable, so neither copied nor written. */
const sequenceMark = Symbol.for("limbeck.sequence");

/** Reader of the option that says the namespace. */
export const inSchema = { schema: readName };
/** And of the one that says the comment, as an enum has them. */
export const commented = { ...inSchema, comment: readText };
/** Readers of the options of a trigger or a rule. */
export const triggerReaders = { ...commented, state: oneOf<TriggerState>(["disabled", "replica", "always"]) };

function readEnumValues(values: unknown, where: string): readonly string[] {
  const read = readList(values, `${where}: the values`, readText);
  const twice = read.find((value, i) => read.indexOf(value) !== i);
  if (twice === undefined) return read;
  throw invalidValue(`${where}: the values`, "different from each other", twice);
}

/** SQL without a closing semicolon, which belongs to the script around a statement. */
export function readDefinition(value: unknown, where: string): string {
  return readSqlText(value, `${where}: the definition`).replace(/\s*;[\s;]*$/, "");
}
