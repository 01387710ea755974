import type { GlobalOptions, Talk } from "../project/use-cases.ts";
import { fail } from "./errors.ts";
import type { Io } from "./io.ts";
import type { Style } from "./style.ts";

/** One verb of the command line: all that the parser, the help, the completion and the docs page need. */
export interface Command {
  readonly name: string;
  /** Other spellings that are understood, such as Alembic's with an underscore. */
  readonly aliases?: readonly string[];
  /** One line, without a full stop. */
  readonly summary: string;
  /** What a user should know beyond the summary; a paragraph or a few. */
  readonly description?: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** At least one. */
  readonly examples: readonly Example[];
  /** True for a verb that is carried out on one database after the other where env.py works on several. */
  readonly perDatabase?: true;
  /** True for a verb that reads whole schemas, and so works long enough for `compileLater` to pay. */
  readonly readsSchemas?: true;
  readonly run: (call: Call) => Promise<Outcome>;
}

/** Verbs that stand together in the help. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

export interface Argument {
  /** As in a synopsis: `<revision>`, `[code]`, `<revisions...>`. */
  readonly syntax: string;
  readonly help: string;
  readonly choices?: readonly string[];
  /** Completed with revision ids, labels and symbols. */
  readonly isRevision?: true;
}

export interface Option {
  /** As in a synopsis: `-m, --message <text>`. */
  readonly flags: string;
  readonly help: string;
  /** May be given several times; the values are collected. */
  readonly repeatable?: true;
  /** Refused when it is given a second time, for neither value could be passed over. */
  readonly once?: true;
  readonly choices?: readonly string[];
}

export interface Example {
  readonly line: string;
  readonly text: string;
}

/** One call of a command, parsed. */
export interface Call {
  /** In the order of the command's arguments; a variadic one is a list; an absent one is undefined. */
  readonly arguments: readonly (string | readonly string[] | undefined)[];
  /** By the option's long name in camel case. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly global: GlobalOptions;
  readonly talk: Talk;
  readonly io: Io;
  /** For standard output. */
  readonly style: Style;
}

/** What a command found or did. */
export interface Outcome {
  /** For `--json`: the one document on standard output; undefined where all is written already. */
  readonly json: unknown;
  /** For people: whole lines, or an empty text. */
  readonly text: string;
  /** Remarks for standard error, a line each. */
  readonly notes?: readonly string[];
  /** 0 when absent; 1 for findings; 3 where the outcome tells of a failure. */
  readonly exit?: 0 | 1 | 3;
}

/** The argument at a place, which the parser has made sure of. */
export function argument(call: Call, place: number): string {
  const value = call.arguments[place];
  return typeof value === "string" ? value : "";
}

/** The values of a variadic argument. */
export function variadic(call: Call, place: number): readonly string[] {
  const value = call.arguments[place];
  return Array.isArray(value) ? value : [];
}

/** An option's text under the key that a use case wants, or nothing: to be spread into its input. */
export function textOption<K extends string>(call: Call, name: string, key: K): Partial<Record<K, string>> {
  const value = call.options[name];
  return keyed(key, typeof value === "string" ? value : undefined);
}

/** A repeatable option's texts under the key that a use case wants, or nothing. */
export function listOption<K extends string>(call: Call, name: string, key: K): Partial<Record<K, readonly string[]>> {
  const value = call.options[name];
  return keyed(key, Array.isArray(value) && value.length > 0 ? (value as readonly string[]) : undefined);
}

/** An option's whole number under its name, or nothing: to be spread into an input. Errors: CLI_USAGE. */
export function numberOption<K extends string>(call: Call, name: K): Partial<Record<K, number>> {
  const value = call.options[name];
  if (typeof value !== "string") return {};
  if (!/^\d{1,9}$/.test(value)) throw fail("CLI_USAGE", `--${name} takes a whole number, not "${value}"`);
  return keyed(name, Number(value));
}

function keyed<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const record: Partial<Record<K, V>> = {};
  if (value !== undefined) record[key] = value;
  return record;
}

/** True when a flag was given. */
export function flag(call: Call, name: string): boolean {
  return call.options[name] === true;
}
